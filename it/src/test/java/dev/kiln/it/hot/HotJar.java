package dev.kiln.it.hot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.it.support.EmittedClasses;
import dev.kiln.it.support.Jars;
import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A module as a jar for the class path of other JVMs. */
final class HotJar {
  private HotJar() {}

  /** Compiles a module to {@code name.jar}, whose classes are as they must be. */
  static Path compile(String name, byte[] wasm, CompileOptions options) throws IOException {
    CompiledModule module = Compiler.compile(name + ".wasm", wasm, options);
    assertEquals(List.of(), new EmittedClasses().check(module));
    Path jar = Workplace.output("hot").resolve(name + ".jar");
    Jars.write(jar, module.files());
    return jar;
  }
}
