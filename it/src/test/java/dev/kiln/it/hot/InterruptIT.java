package dev.kiln.it.hot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.it.support.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;

/** Endless loops, recursion and bulk operations that the JVM has compiled are stopped. */
class InterruptIT implements OnBothJdks {
  private static final String CLASS_NAME = "hot.Endless";
  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final int PAGES = 512;

  private static Path jar;

  @BeforeAll
  static void compile() throws IOException {
    CompileOptions options = CompileOptions.of(CLASS_NAME).withInterruption(true, true);
    jar = HotJar.compile("endless", module(), options);
  }

  @Override
  public void run(int feature) throws IOException, InterruptedException {
    ChildJvm.Ended ended =
        ChildJvm.of(feature)
            .classPath(jar)
            .run(InterruptExecutor.class, TIMEOUT, List.of(CLASS_NAME));
    assertEquals("", ended.errors());
    List<String> expected = new ArrayList<>();
    // By hand: 7 for each round of the loop and 1 after it; fib(15) calls itself 1973 times: each
    // call takes 4 to decide and then 1 or 9; filling takes a unit for each 64 bytes and 12 more.
    int spin = 20_000 * 7 + 1;
    int fib = 1973 * 4 + 987 + 986 * 9;
    int fill = PAGES * 65536 / 64 + 12;
    for (String how : List.of("interrupt", "out of fuel")) {
      for (int i = 0; i < 400; i++) {
        expected.add("took " + (spin + fib + fill));
      }
      for (String function : List.of("spin", "fib", "fill")) {
        expected.add(how + " in endless.wasm \"" + function + "\"");
      }
      expected.add("goes on: 55");
    }
    expected.add("interrupt in endless.wasm \"spin\" after 4");
    String said = new String(ended.output(), StandardCharsets.UTF_8);
    assertEquals(String.join("\n", expected) + "\n", said);
    assertEquals(0, ended.exit());
  }

  private static byte[] module() {
    return Assembler.assemble(
        """
        (memory (export "memory") %1$d %1$d)
        (func $fib (export "fib") (param $n i32) (result i32)
          block $large
            (i32.ge_s (local.get $n) (i32.const 2))
            br_if $large
            local.get $n
            return
          end
          (i32.sub (local.get $n) (i32.const 1))
          call $fib
          (i32.sub (local.get $n) (i32.const 2))
          call $fib
          i32.add)
        """
                .formatted(PAGES)
            + counting("spin", "")
            + counting(
                "fill",
                "i32.const 0 i32.const 7 i32.const %d memory.fill".formatted(PAGES * 65536)));
  }

  /** A function that does something as often as its argument says. */
  private static String counting(String name, String what) {
    return """
        (func (export "%s") (param $n i64) (result i64)
          loop $again
            %s
            (i64.sub (local.get $n) (i64.const 1))
            local.tee $n
            i64.const 0
            i64.ne
            br_if $again
          end
          local.get $n)
        """
        .formatted(name, what);
  }
}
