package dev.kiln.benchmarks.corpus;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the real programs are. */
public final class TestCorpus {
  private TestCorpus() {}

  /**
   * {@code -Dkiln.corpus}, else beside the repository. Where it is missing the test is skipped and
   * says so; it fails with {@code -Dkiln.require.shared=true}.
   */
  public static Path folder() {
    Path corpus = Path.of(System.getProperty("kiln.corpus", "../../shared/corpus"));
    if (Files.isRegularFile(corpus.resolve("cases.json"))) {
      return corpus.toAbsolutePath().normalize();
    }
    String message =
        "this test needs the real programs in ../shared/corpus (or in -Dkiln.corpus=FOLDER),"
            + " which are not here";
    return Boolean.getBoolean("kiln.require.shared") ? fail(message) : abort(message);
  }

  /** A program, with the arguments of {@code cases.json}. */
  public static Workload workload(String name) throws IOException {
    return Corpus.read(folder(), true).stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
