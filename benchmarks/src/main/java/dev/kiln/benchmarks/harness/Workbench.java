package dev.kiln.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for compiled programs and their output; gone when closed.
 *
 * @param folder where it is
 */
public record Workbench(Path folder) implements AutoCloseable {
  /** A new folder. */
  public static Workbench open() throws IOException {
    return new Workbench(Files.createTempDirectory("kiln-benchmarks"));
  }

  @Override
  public void close() throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
