package dev.kiln.compiler.validate;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the official test suite and the corpus of real programs. A test that needs one that is not
 * there is skipped and says so; it fails with {@code -Dkiln.require.shared=true}.
 */
final class SharedFiles {
  private SharedFiles() {}

  /** The official suite: {@code -Dkiln.spec}, else beside the repository. */
  static Path suite() {
    return folder(
        "kiln.spec",
        "spec/testsuite",
        "the official WebAssembly suite in ../shared/spec/testsuite (or in -Dkiln.spec=FOLDER)");
  }

  /** The real programs: {@code -Dkiln.corpus}, else beside the repository. */
  static Path corpus() {
    return folder(
        "kiln.corpus",
        "corpus",
        "the real programs in ../shared/corpus (or in -Dkiln.corpus=FOLDER)");
  }

  private static Path folder(String property, String shared, String what) {
    // Tests run in the module's folder.
    Path besideRepository = Path.of("..", "..", "shared", shared);
    Path folder = Path.of(System.getProperty(property, besideRepository.toString()));
    if (Files.isDirectory(folder)) {
      return folder.toAbsolutePath().normalize();
    }
    String message = "this test needs " + what + ", which is not here";
    return Boolean.getBoolean("kiln.require.shared") ? fail(message) : abort(message);
  }

  /** All files below a folder whose name has this ending, in the order of their paths. */
  static List<Path> files(Path folder, String ending) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
