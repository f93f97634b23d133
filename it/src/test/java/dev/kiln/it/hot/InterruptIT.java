package dev.kiln.it.hot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.it.support.ChildJvm;
import dev.kiln.it.support.Need;
import dev.kiln.it.support.Needs;
import dev.kiln.it.support.WasmBuilder;
import dev.kiln.it.support.WasmCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Endless loops, recursion and bulk operations that the JVM has compiled are stopped. */
class InterruptIT {
  private static final String CLASS_NAME = "hot.Endless";
  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final int PAGES = 512;

  private static Path jar;

  @BeforeAll
  static void compile() throws IOException {
    CompileOptions options = CompileOptions.of(CLASS_NAME).withInterruption(true, true);
    jar = HotJar.compile("endless", module(), options);
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
    WasmBuilder module = new WasmBuilder();
    int wide = module.type("l", "l");
    int narrow = module.type("i", "i");
    WasmCode spin = new WasmCode().loop();
    spin.get(0).i64(1).op(0x7d).tee(0).i64(0).op(0x52).brIf(0); // i64.sub, i64.ne
    module.exportFunction("spin", module.function(wide, "", spin.end().get(0)));
    WasmCode fib = new WasmCode().block();
    fib.get(0).i32(2).op(0x4e).brIf(0).get(0).ret().end(); // i32.ge_s
    fib.get(0).i32(1).op(0x6b).call(1).get(0).i32(2).op(0x6b).call(1).op(0x6a);
    module.exportFunction("fib", module.function(narrow, "", fib));
    WasmCode fill = new WasmCode().loop();
    fill.i32(0).i32(7).i32(PAGES * 65536).op(0xfc, 0x0b, 0x00); // memory.fill
    fill.get(0).i64(1).op(0x7d).tee(0).i64(0).op(0x52).brIf(0).end().get(0);
    module.exportFunction("fill", module.function(wide, "", fill));
    module.exportMemory("memory", module.memory(PAGES));
    return module.build();
  }
}
