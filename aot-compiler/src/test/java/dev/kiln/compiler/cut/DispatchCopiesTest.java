package dev.kiln.compiler.cut;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.Compiled;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * An interpreter's loop in chunks that dispatch for themselves, against the same loop in one
 * method: the same results, and the same fuel.
 */
class DispatchCopiesTest {
  private static final int CASES = 40;
  private static final int PROGRAM = 200;

  /**
   * The operations do random arithmetic on four locals and end the round in different ways. The
   * program is in memory, an operation in each byte; 255, as all others without a case, ends it.
   */
  private static String interpreter(Random random) {
    StringBuilder text = new StringBuilder("(memory (export \"m\") 1 2)\n");
    // 0: position, 1–3: registers, 4: operation, 5: rounds left
    text.append("(func (export \"run\") (param i32 i32 i32 i32) (result i32) (local i32 i32)\n");
    text.append("i32.const 5000 local.set 5\nblock\nloop\nblock\n");
    text.append("block\n".repeat(CASES + 1));
    text.append("local.get 0 i32.load8_u local.tee 4\nbr_table");
    for (int i = 0; i < CASES; i++) {
      text.append(' ').append(i);
    }
    text.append(' ').append(CASES).append('\n');
    for (int i = 0; i < CASES; i++) {
      text.append("end\n");
      for (int n = 1 + random.nextInt(12); n > 0; n--) {
        int to = 1 + random.nextInt(3);
        text.append("local.get ").append(1 + random.nextInt(3));
        text.append(" i32.const ").append(random.nextInt(1000)).append(" i32.add");
        text.append(" local.get ").append(1 + random.nextInt(3)).append(" i32.xor");
        text.append(" i32.const ").append(random.nextInt(31)).append(" i32.rotl");
        text.append(" local.set ").append(to).append('\n');
      }
      int end = CASES - i; // the block around the cases; its end counts the round
      switch (random.nextInt(5)) {
        case 0 -> {
          // straight to the head of the loop
          text.append("local.get 0 i32.const 2 i32.add local.tee 0 i32.const ").append(PROGRAM);
          text.append(" i32.lt_u br_if ").append(end + 1).append('\n');
          text.append("i32.const 0 local.set 0 br ").append(end).append('\n');
        }
        case 1 ->
            text.append("local.get 1 i32.const 1 i32.and br_if ")
                .append(end)
                .append("\nlocal.get 2 i32.const 7 i32.add local.set 2 br ")
                .append(end)
                .append('\n');
        case 2 -> text.append("nop\n"); // falls through to the next case
        default -> text.append("br ").append(end).append('\n');
      }
    }
    text.append("end\nbr 2\nend\n"); // no such operation: out of everything
    text.append("local.get 0 i32.const 1 i32.add local.set 0\n");
    text.append("local.get 5 i32.const -1 i32.add local.tee 5 br_if 0\nend\nend\n");
    text.append("local.get 1 local.get 2 i32.add local.get 3 i32.xor local.get 0 i32.add)\n");
    return text.toString();
  }

  private record Outcome(List<Integer> results, List<Long> fuel, boolean hasTables) {}

  private static Outcome run(byte[] wasm, CompileOptions options, long seed) {
    Compiled compiled = Compiled.of(wasm, options);
    Store<?> store = Store.of(new dev.kiln.runtime.Engine());
    if (options.fuel()) {
      store.setFuel(Long.MAX_VALUE);
    }
    Instance instance = compiled.instantiate(store, linker -> {});
    Memory memory = (Memory) instance.exports().get("m");
    FuncRef function = instance.getFunction("run");
    Random random = new Random(seed);
    List<Integer> results = new ArrayList<>();
    List<Long> fuel = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] program = new byte[PROGRAM + 1];
      for (int b = 0; b < PROGRAM; b++) {
        program[b] = (byte) random.nextInt(CASES + (i < 10 ? 0 : 1));
      }
      program[PROGRAM] = (byte) 255;
      memory.write(0, program, 0, program.length);
      results.add((Integer) function.call(0, i, 2 * i, 3 * i)[0]);
      fuel.add(options.fuel() ? store.fuel() : 0);
    }
    boolean tables =
        compiled.files().entrySet().stream()
            .filter(file -> file.getKey().contains("$S"))
            .anyMatch(
                file ->
                    new String(file.getValue(), java.nio.charset.StandardCharsets.ISO_8859_1)
                        .contains("T0"));
    return new Outcome(results, fuel, tables);
  }

  @Test
  void chunksThatDispatchDoTheSame() {
    for (int seed = 0; seed < 30; seed++) {
      byte[] wasm = Assembler.assemble(interpreter(new Random(seed)));
      CompileOptions plain = new CompileOptions(Compiled.CLASS, 1).withSizes(7900, 0);
      for (CompileOptions whole : List.of(plain, plain.withInterruption(true, true))) {
        Outcome expected = run(wasm, whole, seed);
        Outcome found = run(wasm, whole.withSizes(1500, 0), seed);
        assertEquals(expected.results(), found.results(), "seed " + seed);
        assertArrayEquals(expected.fuel().toArray(), found.fuel().toArray(), "seed " + seed);
        assertTrue(found.hasTables(), "seed " + seed);
      }
    }
  }
}
