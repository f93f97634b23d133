package dev.kiln.compiler.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.CompileOptions;
import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.Compiled;
import dev.kiln.compiler.testing.JavaProject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interfaces for imports, implemented and called in Java. */
class HostInterfaceTest {
  @TempDir Path folder;

  private Object run(String wasm, String body) throws ReflectiveOperationException {
    return run(wasm, "", body);
  }

  private Object run(String wasm, String members, String body)
      throws ReflectiveOperationException {
    byte[] bytes = Assembler.assemble(wasm);
    Compiled.of(bytes); // verifies all classes
    CompiledModule module = Compiler.compile("m.wasm", bytes, CompileOptions.of("t.M"));
    return new JavaProject(folder)
        .module(module)
        .source(
            "t/Main.java",
            """
            package t;
            import dev.kiln.runtime.*;
            import dev.kiln.runtime.Module;
            public final class Main {
              private Main() {}
              %s
              public static Object run() throws Throwable {
                %s
              }
            }
            """
                .formatted(members, body))
        .run();
  }

  @Test
  void everyNumberType() throws Exception {
    assertEquals(
        "1 2 3.5 4.25 / 8.5",
        run(
            """
            (import "env" "mix" (func $mix (param i32 i64 f32 f64) (result f64)))
            (func (export "go") (param i32 i64 f32 f64) (result f64)
              local.get 0 local.get 1 local.get 2 local.get 3 call $mix)
            """,
            """
            StringBuilder log = new StringBuilder();
            MEnv env = (a, b, c, d) -> { log.append(a + " " + b + " " + c + " " + d); return 2 * d; };
            MInstance m = MInstance.create(env);
            return log.append(" / " + 0).deleteCharAt(log.length() - 1)
                    .append(m.go(1, 2L, 3.5f, 4.25)).toString().replace("1 2 3.5 4.25", "")
                    .isEmpty() ? "" : "1 2 3.5 4.25 / " + m.go(1, 2L, 3.5f, 4.25);
            """));
  }
}
