package dev.kiln.it.hot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.it.support.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;

/**
 * All pairs of comparisons, run until the JVM's optimizing compiler has them. It guards against two
 * known miscompilations, JDK-8385157 (a signed and an unsigned comparison of the same values are
 * merged) and JDK-8376400 (a comparison kept as 0 or 1, then a branch never taken), and against the
 * next.
 *
 * <p>{@code -Dkiln.seed=N} chooses other operands.
 */
class HotComparisonsIT implements OnBothJdks {
  private static final String CLASS_NAME = "hot.Comparisons";
  private static final long SEED = Long.getLong("kiln.seed", 20_260_617);
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  private static Path jar;

  @BeforeAll
  static void compile() throws IOException {
    jar = HotJar.compile("hot", module(), CompileOptions.of(CLASS_NAME));
  }

  @Override
  public void run(int feature) throws IOException, InterruptedException {
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
    StringBuilder text = new StringBuilder("(memory (export \"memory\") 1 1)\n");
    int function = 0;
    for (HotPair pair : HotPair.all()) {
      String type = type(pair);
      text.append(
              "(func (param $a %1$s) (param $b %1$s) (result i32) (local $kept i32)\n"
                  .formatted(type))
          .append(code(pair))
          .append(")\n(func (export \"" + pair.export() + "\")")
          .append(pass(function, type));
      function += 2;
    }
    return Assembler.assemble(text.toString());
  }

  private static String type(HotPair pair) {
    return pair.wide() ? "i64" : "i32";
  }

  private static String code(HotPair pair) {
    String type = type(pair);
    String first = pair.first().instruction(pair.wide());
    String second = pair.second().instruction(pair.wide());
    return switch (pair.shape()) {
      case TWO_TARGETS ->
          """
          block $two
            block $one
              (%s (local.get $a) (local.get $b)) br_if $one
              (%s (local.get $a) (local.get $b)) br_if $two
              i32.const 1
              return
            end
            i32.const 2
            return
          end
          i32.const 3
          """
              .formatted(first, second);
      case ONE_TARGET -> oneTarget(first, second, "(local.get $a) (local.get $b)");
      case EXCHANGED -> oneTarget(first, second, "(local.get $b) (local.get $a)");
      case KEPT -> kept(type, first, second, "");
      case KEPT_ZERO -> kept(type, first, second, "i32.eqz");
    };
  }

  private static String oneTarget(String first, String second, String operands) {
    return """
        block $one
          (%s (local.get $a) (local.get $b)) br_if $one
          (%s %s) br_if $one
          i32.const 1
          return
        end
        i32.const 2
        """
        .formatted(first, second, operands);
  }

  private static String kept(String type, String first, String second, String changed) {
    return """
        block $two
          block $one
            (%2$s (local.get $a) (%1$s.const %3$d)) local.tee $kept %4$s br_if $one
            (%5$s (local.get $a) (%1$s.const %6$d)) br_if $two
            (i32.add (i32.const 1) (local.get $kept))
            return
          end
          i32.const 7
          return
        end
        (i32.add (i32.const 3) (local.get $kept))
        """
        .formatted(type, first, HotPair.LOW, changed, second, HotPair.HIGH);
  }

  /** Hashes the results for the operands up to an address. */
  private static String pass(int function, String type) {
    return """
        (param $end i32) (result i64) (local $at i32) (local $hash i64)
          loop $next
            (i64.mul (local.get $hash) (i64.const 31))
            (%1$s.load (local.get $at))
            (%1$s.load offset=8 (local.get $at))
            call %2$d
            i64.extend_i32_u
            i64.add
            local.set $hash
            (i32.add (local.get $at) (i32.const 16))
            local.tee $at
            local.get $end
            i32.lt_u
            br_if $next
          end
          local.get $hash)
        """
        .formatted(type, function);
  }
}
