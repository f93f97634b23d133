package dev.kiln.compiler.validate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the official test suite and the corpus of real programs, which lie in a folder {@code
 * shared} beside the repository. Tests that need them are skipped where they are absent.
 */
final class SharedFiles {
  private SharedFiles() {}

  static Optional<Path> suite() {
    return find("shared/spec/testsuite");
  }

  static Optional<Path> corpus() {
    return find("shared/corpus");
  }

  private static Optional<Path> find(String folder) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(folder))) {
        return Optional.of(at.resolve(folder));
      }
    }
    return Optional.empty();
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
