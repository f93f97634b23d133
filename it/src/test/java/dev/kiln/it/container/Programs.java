package dev.kiln.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.cli.Kiln;
import dev.kiln.compiler.Compiler;
import dev.kiln.it.support.ChildJvm;
import dev.kiln.it.support.WasmBuilder;
import dev.kiln.it.support.WasmCode;
import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;

/** The programs that run in the containers, as executable jars. */
final class Programs {
  private static final int CREATE = 1;
  private static final int EXCLUSIVE = 4;

  /** The first descriptor that is a directory. */
  private static final int PREOPEN = 3;

  private static final int UNREACHABLE = 0x00;
  private static final int I32_STORE8 = 0x3a;

  private Programs() {}

  /** The example, as its own build made it. */
  static Path life() {
    Path jar = Workplace.root().resolve("examples/wasi-command/target/wasi-command.jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing: run ./mvnw verify -pl it -am");
    }
    return jar;
  }

  /** Its {@code _start} calls {@code explode}, which traps. */
  static Path trap() throws IOException, InterruptedException {
    WasmBuilder module = new WasmBuilder();
    int type = module.type("", "");
    int explode = module.function(type, "", new WasmCode().op(UNREACHABLE));
    int start = module.function(type, "", new WasmCode().call(explode));
    module.exportMemory("memory", module.memory(1));
    module.exportFunction("explode", explode).exportFunction("_start", start);
    return jar("trap", module.build());
  }

  /** Creates the file "a" in its directory; the exit code is the error number, 0 for none. */
  static Path create() throws IOException, InterruptedException {
    WasmBuilder module = new WasmBuilder();
    String wasi = "wasi_snapshot_preview1";
    int open = module.importFunction(wasi, "path_open", module.type("iiiiillii", "i"));
    int exit = module.importFunction(wasi, "proc_exit", module.type("i", ""));
    WasmCode code = new WasmCode().i32(0).i32('a').access(I32_STORE8, 0, 0);
    code.i32(PREOPEN).i32(0).i32(0).i32(1).i32(CREATE | EXCLUSIVE).i64(0).i64(0).i32(0).i32(8);
    int start = module.function(module.type("", ""), "", code.call(open).call(exit));
    module.exportMemory("memory", module.memory(1)).exportFunction("_start", start);
    return jar("create", module.build());
  }

  /** Does nothing with a memory of 125 MiB. */
  static Path large() throws IOException, InterruptedException {
    WasmBuilder module = new WasmBuilder();
    int start = module.function(module.type("", ""), "", new WasmCode());
    module.exportMemory("memory", module.memory(2000)).exportFunction("_start", start);
    return jar("large", module.build());
  }

  /** What the command line tool makes of a module. */
  private static Path jar(String name, byte[] wasm) throws IOException, InterruptedException {
    Path folder = Workplace.output("container-programs");
    Path module = Files.write(folder.resolve(name + ".wasm"), wasm);
    Path jar = folder.resolve(name + ".jar");
    ChildJvm java = ChildJvm.of(Runtime.version().feature());
    for (Class<?> type : List.of(Kiln.class, Compiler.class, CommandLine.class)) {
      java.classPath(whereFrom(type));
    }
    ChildJvm.Ended ended =
        java.run(
            Kiln.class,
            Duration.ofSeconds(30),
            List.of("compile", module.toString(), "--class", "it." + name, "-o", jar.toString()));
    assertEquals(0, ended.exit(), ended.errors());
    return jar;
  }

  private static Path whereFrom(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
