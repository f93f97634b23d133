package dev.kiln.it.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.it.support.Need;
import dev.kiln.it.support.Needs;
import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Invariant 25: a scan of the compiled classes finds no {@code invokedynamic}, no reflection, no
 * method handles. See {@link ClassScan} for what counts as that.
 */
class CompiledClassesTest {
  private static List<String> findings(CompiledModule module) {
    List<String> all = new ArrayList<>();
    module
        .files()
        .forEach(
            (path, bytes) -> {
              if (path.endsWith(".class")) {
                ClassScan.of(bytes).forEach(finding -> all.add(path + ": " + finding));
              }
            });
    return all;
  }

  @Test
  void invariant25TheModulesOfTheInvariants() {
    for (CompiledModule module : Modules.compile().values()) {
      assertEquals(List.of(), findings(module));
    }
  }

  @Test
  @Needs(Need.CORPUS)
  void invariant25RealPrograms() throws IOException {
    List<Path> programs;
    try (Stream<Path> files = Files.walk(Workplace.corpus())) {
      programs =
          files
              .filter(
                  file ->
                      List.of("fib.wasm", "lz4t.wasm", "rs-wc.wasm", "json.wasm")
                          .contains(file.getFileName().toString()))
              .toList();
    }
    assertFalse(programs.isEmpty(), "no program of the corpus was found");
    for (Path program : programs) {
      CompileOptions options = CompileOptions.of("real.Program");
      assertEquals(
          List.of(),
          findings(Compiler.compile("p.wasm", Files.readAllBytes(program), options)),
          program::toString);
    }
  }

  /** The scan sees what it looks for: this class has it all. */
  @Test
  void theScanFindsWhatItForbids() throws IOException {
    Runnable lambda = () -> {};
    String name = "/" + CompiledClassesTest.class.getName().replace('.', '/') + ".class";
    try (InputStream in = CompiledClassesTest.class.getResourceAsStream(name)) {
      List<String> found = ClassScan.of(in.readAllBytes());
      assertTrue(found.stream().anyMatch(s -> s.contains("invokedynamic")), found::toString);
      assertTrue(found.stream().anyMatch(s -> s.contains("method handle")), found::toString);
      assertTrue(found.stream().anyMatch(s -> s.contains("java/lang/Class.")), found::toString);
    }
    lambda.run();
  }
}
