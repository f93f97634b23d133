package dev.kiln.it.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.StagedFiles;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.it.support.WasmBuilder;
import dev.kiln.it.support.WasmCode;
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

  private static Path whereFrom(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** The facade's class, compiled without a warning. */
  private Class<?> facade(WasmBuilder builder) throws Exception {
    CompiledModule module =
        Compiler.compile("p.wasm", builder.build(), CompileOptions.of("com.acme.P"));
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
            + whereFrom(Store.class)
            + File.pathSeparator
            + whereFrom(Wasi.class);
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
    WasmBuilder builder = new WasmBuilder();
    int exitType = builder.type("i", "");
    int startType = builder.type("", "");
    int exit = builder.importFunction("wasi_snapshot_preview1", "proc_exit", exitType);
    int start = builder.function(startType, "", new WasmCode().i32(7).call(exit));
    builder.exportFunction("_start", start).exportMemory("memory", builder.memory(1));
    Class<?> facade = facade(builder);
    Object words = new String[] {"one", "two"};
    assertEquals(7, facade.getMethod("run", String[].class).invoke(null, words));
    Wasi wasi = Wasi.builder().build();
    assertEquals(7, facade.getMethod("run", Wasi.class).invoke(null, wasi));
  }

  @Test
  void reactorsAreInitializedWithWasi() throws Exception {
    WasmBuilder builder = new WasmBuilder();
    int yieldType = builder.type("", "i");
    int voidType = builder.type("", "");
    int yield = builder.importFunction("wasi_snapshot_preview1", "sched_yield", yieldType);
    WasmCode store = new WasmCode().i32(0).i32(42).access(0x36, 2, 0).call(yield).op(0x1a);
    int initialize = builder.function(voidType, "", store);
    WasmCode load = new WasmCode().i32(0).access(0x28, 2, 0);
    int get = builder.function(yieldType, "", load);
    builder.exportFunction("_initialize", initialize).exportFunction("get", get);
    builder.exportMemory("memory", builder.memory(1));
    Class<?> facade = facade(builder);
    try (Wasi wasi = Wasi.builder().build()) {
      Object reactor = facade.getMethod("create", Wasi.class).invoke(null, wasi);
      assertEquals(42, facade.getMethod("get").invoke(reactor));
      facade.getMethod("initialize").invoke(reactor);
    }
  }
}
