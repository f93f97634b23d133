package dev.kiln.benchmarks.programs;

import dev.kiln.benchmarks.corpus.Workload;
import dev.kiln.benchmarks.harness.Jvm;
import dev.kiln.benchmarks.harness.MeasurementException;
import dev.kiln.benchmarks.measure.KilnProcess;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.api.WasmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Kiln: class files in a folder, on the class path of a JVM. */
final class KilnLauncher implements Launcher {
  private final Jvm jvm;
  private final Path folder;

  private final Set<String> options;

  /**
   * Kiln on {@code jvm}.
   *
   * @param options compile options: {@code epochs}, {@code fuel}
   */
  KilnLauncher(Jvm jvm, Path folder, Set<String> options) {
    this.jvm = jvm;
    this.folder = folder;
    this.options = options;
  }

  @Override
  public String description() {
    String with = options.isEmpty() ? "" : " with " + String.join(" and ", options);
    return "Kiln " + Compiler.VERSION + with + " on " + jvm.description();
  }

  @Override
  public Optional<List<String>> prepare(Workload workload) throws IOException {
    String name = "programs." + workload.className();
    Path classes = folder.resolve(workload.className());
    if (Files.notExists(classes)) {
      try {
        Compiler.compile(
                workload.file(),
                Files.readAllBytes(workload.wasm()),
                CompileOptions.of(name)
                    .withInterruption(options.contains("epochs"), options.contains("fuel")))
            .writeTo(classes);
      } catch (WasmException e) {
        throw new MeasurementException("Kiln does not compile " + e.getMessage());
      }
    }
    List<String> command = new ArrayList<>(jvm.command(KilnProcess.class, classes));
    command.add(name);
    return Optional.of(command);
  }
}
