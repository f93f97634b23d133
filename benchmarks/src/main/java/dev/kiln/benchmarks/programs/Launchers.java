package dev.kiln.benchmarks.programs;

import dev.kiln.benchmarks.harness.Jvm;
import dev.kiln.benchmarks.harness.MeasurementException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The engines of this machine that take part.
 *
 * @param byEngine in the order of the columns
 */
record Launchers(Map<Engine, Launcher> byEngine) {
  /**
   * Finds them.
   *
   * @param required whether a missing one is an error; else it is only told
   * @param jvm what Kiln's programs run on
   * @param kilnOptions compile options of Kiln's programs
   * @param folder for what is compiled
   * @throws MeasurementException where one is required and missing
   */
  static Launchers find(
      Set<Engine> engines,
      boolean required,
      Jvm jvm,
      Set<String> kilnOptions,
      Path folder,
      PrintWriter err)
      throws IOException {
    Map<Engine, Launcher> found = new EnumMap<>(Engine.class);
    for (Engine engine : engines) {
      Path own = folder.resolve(engine.name());
      Optional<Launcher> launcher =
          switch (engine) {
            case KILN -> Optional.of(new KilnLauncher(jvm, own, kilnOptions));
            case ENDIVE -> Optional.of(new EndiveLauncher(Jvm.current(), own));
            case V8 -> NodeLauncher.find(own);
            case NATIVE -> NativeLauncher.find(own);
          };
      if (launcher.isPresent()) {
        found.put(engine, launcher.get());
      } else {
        String missing =
            engine.label() + " is not here: no " + (engine == Engine.V8 ? "node" : "gcc");
        if (required) {
          throw new MeasurementException(missing + " is on the path");
        }
        err.println(missing + " is on the path, its cells stay empty");
        err.flush();
      }
    }
    return new Launchers(found);
  }

  /** The engines with their versions. */
  List<String> descriptions() {
    return byEngine.values().stream().map(Launcher::description).toList();
  }

  /** What a reader should know. */
  List<String> notes() {
    return byEngine.values().stream().flatMap(launcher -> launcher.notes().stream()).toList();
  }
}
