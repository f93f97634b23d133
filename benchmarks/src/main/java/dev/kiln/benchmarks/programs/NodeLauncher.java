package dev.kiln.benchmarks.programs;

import dev.kiln.benchmarks.corpus.Workload;
import dev.kiln.benchmarks.harness.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * V8 in Node, with a WASI of our own: Node's cannot be instantiated thousands of times.
 *
 * @param script what measures
 */
record NodeLauncher(String description, Path script) implements Launcher {
  /** Empty where no {@code node} is on the path. */
  static Optional<Launcher> find(Path folder) throws IOException {
    Optional<Tool.Ended> versions =
        Tool.run(
            List.of("node", "-p", "`V8 ${process.versions.v8} in Node ${process.versions.node}`"));
    if (versions.isEmpty() || versions.get().exit() != 0) {
      return Optional.empty();
    }
    Tool.extract(NodeLauncher.class, "wasi.mjs", folder);
    Path script = Tool.extract(NodeLauncher.class, "v8.mjs", folder);
    return Optional.of(new NodeLauncher(versions.get().firstLine(), script));
  }

  @Override
  public Optional<List<String>> prepare(Workload workload) {
    return Optional.of(List.of("node", script.toString(), workload.wasm().toString()));
  }
}
