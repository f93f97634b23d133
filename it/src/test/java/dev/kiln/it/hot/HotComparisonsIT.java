package dev.kiln.it.hot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.it.hot.HotPair.Shape;
import dev.kiln.it.support.ChildJvm;
import dev.kiln.it.support.Need;
import dev.kiln.it.support.Needs;
import dev.kiln.it.support.WasmBuilder;
import dev.kiln.it.support.WasmCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * All pairs of comparisons, run until the JVM's optimizing compiler has them. It guards against two
 * known miscompilations, JDK-8385157 (a signed and an unsigned comparison of the same values are
 * merged) and JDK-8376400 (a comparison kept as 0 or 1, then a branch never taken), and against the
 * next.
 *
 * <p>{@code -Dkiln.seed=N} chooses other operands.
 */
class HotComparisonsIT {
  private static final String CLASS_NAME = "hot.Comparisons";
  private static final long SEED = Long.getLong("kiln.seed", 20_260_617);
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  private static Path jar;

  @BeforeAll
  static void compile() throws IOException {
    jar = HotJar.compile("hot", module(), CompileOptions.of(CLASS_NAME));
  }

  @Test
  @Needs(Need.JDK_17)
  void on17() throws IOException, InterruptedException {
    run(17);
  }

  @Test
  void on25() throws IOException, InterruptedException {
    run(25);
  }

  private static void run(int feature) throws IOException, InterruptedException {
    ChildJvm.Ended ended =
        ChildJvm.of(feature)
            .classPath(jar)
            // Compilation happens when it is due, and what is right is found by interpretation.
            .options(
                "-Xbatch",
                "-XX:CompileCommand=quiet",
                "-XX:CompileCommand=exclude,dev.kiln.it.hot.Comparison::*",
                "-XX:CompileCommand=exclude,dev.kiln.it.hot.HotPair::*",
                "-XX:CompileCommand=exclude,dev.kiln.it.hot.HotExecutor::write")
            .run(HotExecutor.class, TIMEOUT, List.of(CLASS_NAME, Long.toString(SEED)));
    String said = new String(ended.output(), StandardCharsets.UTF_8) + ended.errors();
    assertEquals("", said, "seed " + SEED);
    assertEquals(0, ended.exit());
  }

  private static byte[] module() {
    WasmBuilder module = new WasmBuilder();
    int narrow = module.type("ii", "i");
    int wide = module.type("ll", "i");
    int passType = module.type("i", "l");
    for (HotPair pair : HotPair.all()) {
      int function = module.function(pair.wide() ? wide : narrow, "i", code(pair));
      int pass = module.function(passType, "il", pass(function, pair.wide()));
      module.exportFunction(pair.export(), pass);
    }
    module.exportMemory("memory", module.memory(1));
    return module.build();
  }

  /** Parameters a and b are locals 0 and 1; local 2 keeps the first comparison. */
  private static WasmCode code(HotPair pair) {
    int first = pair.first().opcode(pair.wide());
    int second = pair.second().opcode(pair.wide());
    WasmCode code = new WasmCode();
    switch (pair.shape()) {
      case TWO_TARGETS -> {
        code.block().block();
        code.get(0).get(1).op(first).brIf(0);
        code.get(0).get(1).op(second).brIf(1);
        code.i32(1).ret().end().i32(2).ret().end().i32(3);
      }
      case ONE_TARGET, EXCHANGED -> {
        boolean exchanged = pair.shape() == Shape.EXCHANGED;
        code.block();
        code.get(0).get(1).op(first).brIf(0);
        code.get(exchanged ? 1 : 0).get(exchanged ? 0 : 1).op(second).brIf(0);
        code.i32(1).ret().end().i32(2);
      }
      case KEPT, KEPT_ZERO -> {
        code.block().block();
        constant(code.get(0), pair.wide(), HotPair.LOW).op(first).tee(2);
        if (pair.shape() == Shape.KEPT_ZERO) {
          code.op(0x45); // i32.eqz
        }
        code.brIf(0);
        constant(code.get(0), pair.wide(), HotPair.HIGH).op(second).brIf(1);
        code.i32(1).get(2).op(0x6a).ret(); // i32.add
        code.end().i32(7).ret();
        code.end().i32(3).get(2).op(0x6a);
      }
    }
    return code;
  }

  private static WasmCode constant(WasmCode code, boolean wide, int value) {
    return wide ? code.i64(value) : code.i32(value);
  }

  /** Hashes the results for the operands up to an address: local 1 is the address, 2 the hash. */
  private static WasmCode pass(int function, boolean wide) {
    int load = wide ? 0x29 : 0x28;
    int log2 = wide ? 3 : 2;
    WasmCode code = new WasmCode().loop();
    code.get(2).i64(31).op(0x7e); // i64.mul
    code.get(1).access(load, log2, 0).get(1).access(load, log2, 8).call(function);
    code.op(0xad, 0x7c).set(2); // i64.extend_i32_u, i64.add
    code.get(1).i32(16).op(0x6a).tee(1).get(0).op(0x49).brIf(0); // i32.add, i32.lt_u
    return code.end().get(2);
  }
}
