package dev.kiln.compiler.emit.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.Compiled;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Trap;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random programs of accesses, assignments, branches and loops, near the end of a memory whose
 * array is longer than it is: each access beyond the memory traps, and no other.
 */
class CoverageTest {
  private static final int PROGRAMS = 150;

  /** The memory grows from 1 page to 3, for which its array has room to spare. */
  private static final long MEMORY = 3 * 65536;

  /** One program: what is compiled, and the same as a model. */
  private static final class Program {
    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final List<Step> steps;
    private int counters = 3;

    Program(long seed) {
      random = new Random(seed);
      steps = block(0);
    }

    private List<Step> block(int depth) {
      List<Step> all = new ArrayList<>();
      for (int i = 2 + random.nextInt(6); i > 0; i--) {
        all.add(step(depth));
      }
      return all;
    }

    private Step step(int depth) {
      int variable = random.nextInt(2);
      switch (random.nextInt(depth < 3 ? 9 : 6)) {
        case 0, 1, 2 -> {
          int size = 1 << random.nextInt(4);
          int offset = random.nextInt(4) == 0 ? 0 : random.nextInt(120);
          String load = "i64.load" + (size == 8 ? "" : size * 8 + "_u");
          text.append("local.get ").append(variable).append(' ').append(load);
          text.append(" offset=").append(offset).append(" drop\n");
          return state -> state.access(variable, offset, size);
        }
        case 3 -> {
          int size = 1 << random.nextInt(3);
          int offset = random.nextInt(120);
          text.append("local.get ").append(variable).append(" local.get ").append(variable);
          text.append(" i32.load offset=").append(offset).append(" ");
          text.append("i32.store").append(size == 4 ? "" : String.valueOf(size * 8));
          text.append(" offset=").append(offset).append("\n");
          return state -> {
            state.access(variable, offset, 4);
            state.access(variable, offset, size);
          };
        }
        case 4, 5 -> {
          int from = random.nextInt(2);
          int by = random.nextInt(3) == 0 ? -random.nextInt(60) : random.nextInt(60);
          text.append("local.get ").append(from).append(" i32.const ").append(by);
          text.append(" i32.add local.set ").append(variable).append('\n');
          return state -> state.variables[variable] = state.variables[from] + by;
        }
        case 6, 7 -> {
          int bit = 1 << random.nextInt(4);
          text.append("local.get 2 i32.const ").append(bit).append(" i32.and if\n");
          List<Step> inner = block(depth + 1);
          if (random.nextBoolean()) {
            text.append("else\n");
            List<Step> other = block(depth + 1);
            text.append("end\n");
            return state -> run((state.flags & bit) != 0 ? inner : other, state);
          }
          text.append("end\n");
          return state -> run((state.flags & bit) != 0 ? inner : List.of(), state);
        }
        default -> {
          int rounds = 1 + random.nextInt(4);
          int counter = counters++;
          text.append("i32.const ").append(rounds).append(" local.set ").append(counter);
          text.append(" loop\n");
          List<Step> inner = block(depth + 1);
          text.append("local.get ").append(counter).append(" i32.const -1 i32.add local.tee ");
          text.append(counter).append(" br_if 0 end\n");
          return state -> {
            for (int i = 0; i < rounds; i++) {
              run(inner, state);
            }
          };
        }
      }
    }

    String function(int number) {
      return "(func (export \"f%d\") (param i32 i32 i32) (result i32) (local%s)\n%s\n"
              .formatted(number, " i32".repeat(counters - 3), text)
          + "local.get 0 i32.const 31 i32.mul local.get 1 i32.add)\n";
    }
  }

  private interface Step {
    void run(State state);
  }

  private static void run(List<Step> steps, State state) {
    steps.forEach(step -> step.run(state));
  }

  private static final class OutOfBounds extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final class State {
    final int[] variables;
    final int flags;

    State(int p, int q, int flags) {
      variables = new int[] {p, q};
      this.flags = flags;
    }

    void access(int variable, int offset, int size) {
      if (Integer.toUnsignedLong(variables[variable]) + offset + size > MEMORY) {
        throw new OutOfBounds();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,0", "2,0", "3,1000", "4,1000"})
  void accessesTrapWhereTheyShould(long seed, int methodLimit) {
    List<Program> programs = new ArrayList<>();
    StringBuilder module =
        new StringBuilder(
            """
            (memory 1 100)
            (func (export "grow") (result i32)
              i32.const 1 memory.grow drop i32.const 1 memory.grow)
            """);
    for (int i = 0; i < PROGRAMS; i++) {
      programs.add(new Program(seed * PROGRAMS + i));
      module.append(programs.get(i).function(i));
    }
    CompileOptions options = new CompileOptions(Compiled.CLASS, 1).withSizes(methodLimit, 0);
    Compiled compiled = Compiled.of(Assembler.assemble(module.toString()), options);
    boolean split = compiled.files().keySet().stream().anyMatch(name -> name.contains("$S"));
    assertEquals(methodLimit > 0, split);
    Instance instance = compiled.instantiate();
    assertEquals(2, instance.getFunction("grow").call()[0]);
    Random random = new Random(seed);
    int trapped = 0;
    int returned = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      FuncRef function = instance.getFunction("f" + i);
      for (int t = 0; t < 60; t++) {
        int end = random.nextInt(3) == 0 ? 0 : (int) MEMORY;
        int p = end - 250 + random.nextInt(500);
        int q = random.nextBoolean() ? 100_000 : end - 250 + random.nextInt(500);
        State state = new State(p, q, t & 15);
        String what = "program " + i + " of " + p + ", " + q + ", " + (t & 15);
        try {
          run(programs.get(i).steps, state);
        } catch (OutOfBounds expected) {
          trapped++;
          assertThrows(Trap.class, () -> function.call(p, q, state.flags), what);
          continue;
        }
        returned++;
        int result = state.variables[0] * 31 + state.variables[1];
        assertEquals(result, function.call(p, q, state.flags)[0], what);
      }
    }
    assertTrue(trapped > 1000 && returned > 500, trapped + " trapped, " + returned + " returned");
  }
}
