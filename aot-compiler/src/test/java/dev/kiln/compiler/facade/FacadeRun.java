package dev.kiln.compiler.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.Compiled;
import dev.kiln.compiler.testing.JavaProject;
import java.nio.file.Path;

/**
 * Runs Java code that uses the facade of a module: the class {@code M} of package {@code t}. It
 * runs twice, with the sources of the interfaces for imports and with their class files, and must
 * not see a difference.
 */
final class FacadeRun {
  private FacadeRun() {}

  /** What the statements return, with {@code members} beside them; see {@link #of}. */
  static Object of(Path folder, String wasm, String members, String statements)
      throws ReflectiveOperationException {
    return of(folder, Assembler.assemble(wasm), members, statements);
  }

  /**
   * What the statements return.
   *
   * @param folder empty; receives classes and sources
   */
  static Object of(Path folder, byte[] wasm, String members, String statements)
      throws ReflectiveOperationException {
    Compiled.of(wasm); // verifies all classes
    CompiledModule module = Compiler.compile("m.wasm", wasm, CompileOptions.of("t.M"));
    JavaProject sources = new JavaProject(folder.resolve("sources")).module(module);
    Object result = run(sources, members, statements);
    JavaProject classFiles =
        new JavaProject(folder.resolve("class-files")).moduleWithClassFiles(module);
    assertEquals(result, run(classFiles, members, statements), "with class files");
    return result;
  }

  /** What the statements return where {@code project} has the module. */
  static Object run(JavaProject project, String members, String statements)
      throws ReflectiveOperationException {
    return project
        .source(
            "t/Main.java",
            """
            package t;
            import dev.kiln.runtime.*;
            import dev.kiln.runtime.Module;
            import java.util.*;
            public final class Main {
              private Main() {}
              %s
              static long allocated(Runnable action) {
                var threads = (com.sun.management.ThreadMXBean)
                    java.lang.management.ManagementFactory.getThreadMXBean();
                long least = Long.MAX_VALUE;
                for (int i = 0; i < 30 && least > 0; i++) {
                  for (int k = 0; k < 20_000; k++) action.run();
                  long before = threads.getCurrentThreadAllocatedBytes();
                  for (int k = 0; k < 1000; k++) action.run();
                  least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                }
                return least / 1000;
              }
              static String failure(Runnable action) {
                try {
                  action.run();
                  return "nothing";
                } catch (Throwable t) {
                  return t.getClass().getSimpleName() + ": " + t.getMessage();
                }
              }
              public static Object run() throws Throwable {
                %s
              }
            }
            """
                .formatted(members, statements))
        .run();
  }
}
