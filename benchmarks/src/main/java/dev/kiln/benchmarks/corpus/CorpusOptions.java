package dev.kiln.benchmarks.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which programs of which corpus. */
public final class CorpusOptions {
  @Option(names = "--corpus", paramLabel = "FOLDER", required = true)
  private Path corpus;

  @Option(names = "--program", paramLabel = "NAME", split = ",", converter = ProgramName.class)
  private @Nullable List<String> programs;

  /** For a command's field. */
  public CorpusOptions() {}

  /**
   * The programs.
   *
   * @param small with the arguments of {@code cases.json} instead of the benchmarks'
   * @throws MeasurementException where the folder is no corpus
   */
  public List<Workload> read(boolean small) throws IOException {
    List<String> selected = programs;
    return Corpus.read(corpus.toAbsolutePath().normalize(), small).stream()
        .filter(workload -> selected == null || selected.contains(workload.name()))
        .toList();
  }
}
