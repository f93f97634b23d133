package dev.kiln.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.cli.Kiln;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.it.support.ChildJvm;
import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;

/** The programs that run in the containers, as executable jars. */
final class Programs {
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
    String text =
        """
        (memory (export "memory") 1)
        (func (export "explode") unreachable)
        (func (export "_start") call 0)
        """;
    return jar("trap", text);
  }

  /** Creates the file "a" in its directory; the exit code is the error number, 0 for none. */
  static Path create() throws IOException, InterruptedException {
    String text =
        """
        (import "wasi_snapshot_preview1" "path_open"
          (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (memory (export "memory") 1)
        (data (i32.const 0) "a")
        (func (export "_start")
          i32.const 3 ;; the first descriptor that is a directory
          i32.const 0
          i32.const 0 ;; the path: a byte at 0
          i32.const 1
          i32.const 5 ;; create it, it must not be there
          i64.const 0
          i64.const 0
          i32.const 0
          i32.const 8 ;; where the descriptor goes
          call $open
          call $exit)
        """;
    return jar("create", text);
  }

  /** Does nothing with a memory of 125 MiB. */
  static Path large() throws IOException, InterruptedException {
    return jar("large", "(memory (export \"memory\") 2000) (func (export \"_start\"))");
  }

  /** What the command line tool makes of a module. */
  private static Path jar(String name, String text) throws IOException, InterruptedException {
    Path folder = Workplace.output("container-programs");
    Path module = Files.write(folder.resolve(name + ".wasm"), Assembler.assemble(text));
    Path jar = folder.resolve(name + ".jar");
    ChildJvm java = ChildJvm.of(Runtime.version().feature());
    for (Class<?> type : List.of(Kiln.class, Compiler.class, CommandLine.class)) {
      java.classPath(type);
    }
    ChildJvm.Ended ended =
        java.run(
            Kiln.class,
            Duration.ofSeconds(30),
            List.of("compile", module.toString(), "--class", "it." + name, "-o", jar.toString()));
    assertEquals(0, ended.exit(), ended.errors());
    return jar;
  }
}
