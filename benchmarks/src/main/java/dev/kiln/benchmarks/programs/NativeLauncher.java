package dev.kiln.benchmarks.programs;

import dev.kiln.benchmarks.corpus.Workload;
import dev.kiln.benchmarks.harness.MeasurementException;
import dev.kiln.benchmarks.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The program's source, compiled by gcc or g++ with -O2; each run is a process.
 *
 * @param meter the object file that measures
 * @param folder for what is compiled
 */
record NativeLauncher(String description, Path meter, Path folder) implements Launcher {
  /** Empty where no {@code gcc} is on the path. */
  static Optional<Launcher> find(Path folder) throws IOException {
    Optional<Tool.Ended> version = Tool.run(List.of("gcc", "--version"));
    if (version.isEmpty() || version.get().exit() != 0) {
      return Optional.empty();
    }
    Path meter = folder.resolve("native.o");
    String source = Tool.extract(NativeLauncher.class, "native.c", folder).toString();
    compile(List.of("gcc", "-O2", "-c", source, "-o", meter.toString()));
    return Optional.of(new NativeLauncher(version.get().firstLine() + " -O2", meter, folder));
  }

  @Override
  public Optional<List<String>> prepare(Workload workload) {
    Path source = workload.source();
    if (source == null || Files.notExists(source) || !workload.dirs().isEmpty()) {
      return Optional.empty();
    }
    Path program = folder.resolve(workload.name());
    compile(
        List.of(
            source.toString().endsWith(".cpp") ? "g++" : "gcc",
            "-O2",
            // WebAssembly has no fused operations: the results could not be compared.
            "-ffp-contract=off",
            "-w",
            source.toString(),
            meter.toString(),
            "-Wl,--wrap=main",
            "-lm",
            "-o",
            program.toString()));
    return Optional.of(List.of(program.toString()));
  }

  private static void compile(List<String> command) {
    Optional<Tool.Ended> ended = Tool.run(command);
    if (ended.isEmpty()) {
      throw new MeasurementException("there is no " + command.get(0) + " on the path");
    }
    if (ended.get().exit() != 0) {
      throw new MeasurementException(
          String.join(" ", command) + " failed: " + ended.get().output());
    }
  }
}
