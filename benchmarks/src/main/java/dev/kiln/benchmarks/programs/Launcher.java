package dev.kiln.benchmarks.programs;

import dev.kiln.benchmarks.corpus.Workload;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** An engine on this machine: prepares programs for a process that measures them. */
interface Launcher {
  /** Name and version, for the line that describes the machine. */
  String description();

  /**
   * Compiles what can be compiled before, and gives the command; what a process is to measure
   * follows as further arguments.
   *
   * @return empty where this engine has nothing to run, such as native code without a source
   * @throws MeasurementException where the program cannot be prepared
   */
  Optional<List<String>> prepare(Workload workload) throws IOException;

  /** What the table's reader should know of what was prepared, as whole sentences. */
  default List<String> notes() {
    return List.of();
  }
}
