package dev.kiln.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folders that tests read and write. */
public final class Workplace {
  private Workplace() {}

  /** The root of this repository, whichever of its folders the tests run in. */
  public static Path root() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("runtime-min"))
          && Files.isDirectory(folder.resolve("aot-compiler"))) {
        return folder;
      }
    }
    throw new IllegalStateException(start + " is not inside the repository");
  }

  /** The official suite: {@code -Dkiln.spec}, else beside the repository. It may be missing. */
  public static Path suite() {
    return place("kiln.spec", "spec/testsuite");
  }

  /** The real programs: {@code -Dkiln.corpus}, else beside the repository. They may be missing. */
  public static Path corpus() {
    return place("kiln.corpus", "corpus");
  }

  private static Path place(String property, String shared) {
    String named = System.getProperty(property);
    return named != null
        ? Path.of(named).toAbsolutePath()
        : root().resolve("../shared").resolve(shared).normalize();
  }

  /** A folder for the output of a test, below {@code it/target}; made where it is missing. */
  public static Path output(String name) {
    try {
      return Files.createDirectories(root().resolve("it/target").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
