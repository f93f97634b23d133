package dev.kiln.it.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.StagedFiles;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.it.support.ChildJvm;
import dev.kiln.runtime.Store;
import dev.kiln.wasi.Wasi;
import java.io.File;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facades of a WASI command and a WASI reactor, where kiln-wasi is on the class path. */
class WasiFacadeIT {
  @TempDir Path folder;

  /** The facade's class, compiled without a warning. */
  private Class<?> facade(String text) throws Exception {
    CompiledModule module =
        Compiler.compile("p.wasm", Assembler.assemble(text), CompileOptions.of("com.acme.P"));
    Path classes = folder.resolve("classes");
    try (StagedFiles staged = new StagedFiles()) {
      staged.addAll(classes, module.filesBesideSources());
      staged.addSources(folder, module.sources(true));
      staged.commit();
    }
    Path file = folder.resolve("com/acme/PInstance.java");
    String path =
        classes
            + File.pathSeparator
            + ChildJvm.whereFrom(Store.class)
            + File.pathSeparator
            + ChildJvm.whereFrom(Wasi.class);
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    var files = javac.getStandardFileManager(null, null, null);
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "--release",
            "17",
            "-Xlint:all,-path",
            "-Werror",
            "-proc:none",
            "-cp",
            path,
            "-d",
            classes.toString());
    boolean good =
        javac
            .getTask(said, files, null, options, null, files.getJavaFileObjects(file.toFile()))
            .call();
    assertTrue(good, said.toString());
    URL[] urls = {classes.toUri().toURL()};
    return new URLClassLoader(urls, getClass().getClassLoader()).loadClass("com.acme.PInstance");
  }

  @Test
  void commandsRunAndGiveTheirExitCode() throws Exception {
    Class<?> facade =
        facade(
            """
            (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
            (memory (export "memory") 1)
            (func (export "_start") i32.const 7 call $exit)
            """);
    Object words = new String[] {"one", "two"};
    assertEquals(7, facade.getMethod("run", String[].class).invoke(null, words));
    Wasi wasi = Wasi.builder().build();
    assertEquals(7, facade.getMethod("run", Wasi.class).invoke(null, wasi));
  }

  @Test
  void reactorsAreInitializedWithWasi() throws Exception {
    Class<?> facade =
        facade(
            """
            (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
            (memory (export "memory") 1)
            (func (export "_initialize")
              i32.const 0
              i32.const 42
              i32.store
              call $yield
              drop)
            (func (export "get") (result i32) i32.const 0 i32.load)
            """);
    try (Wasi wasi = Wasi.builder().build()) {
      Object reactor = facade.getMethod("create", Wasi.class).invoke(null, wasi);
      assertEquals(42, facade.getMethod("get").invoke(reactor));
      facade.getMethod("initialize").invoke(reactor);
    }
  }
}
