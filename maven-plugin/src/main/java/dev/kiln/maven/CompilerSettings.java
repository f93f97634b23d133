package dev.kiln.maven;

import dev.kiln.compiler.batch.BatchProtocol;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The compiler's settings, which are the same for all modules. Only constants of {@link
 * BatchProtocol} are used, since this JVM may be too old to load it.
 *
 * @param options what the classes depend on, by the keys of the request
 * @param report whether the compiler reports on each module
 */
record CompilerSettings(SortedMap<String, String> options, boolean report) {
  /** No options, no report. */
  static final CompilerSettings DEFAULT = new CompilerSettings(new TreeMap<>(), false);

  /** Sizes in bytes; 0 for the default. */
  static CompilerSettings of(int methodLimit, int pieceSize, boolean report) {
    SortedMap<String, String> options = new TreeMap<>();
    if (methodLimit != 0) {
      options.put(BatchProtocol.METHOD_LIMIT, Integer.toString(methodLimit));
    }
    if (pieceSize != 0) {
      options.put(BatchProtocol.PIECE_SIZE, Integer.toString(pieceSize));
    }
    return new CompilerSettings(options, report);
  }

  /** The same settings, with or without the code that can be interrupted. */
  CompilerSettings withInterruption(boolean epochs, boolean fuel) {
    SortedMap<String, String> more = new TreeMap<>(options);
    if (epochs) {
      more.put(BatchProtocol.EPOCHS, "true");
    }
    if (fuel) {
      more.put(BatchProtocol.FUEL, "true");
    }
    return new CompilerSettings(more, report);
  }

  /**
   * The same settings, with a facade for each module, as Java source.
   *
   * @param wasi whether kiln-wasi is on the class path that it is compiled with
   */
  CompilerSettings withFacade(boolean wasi) {
    SortedMap<String, String> more = new TreeMap<>(options);
    more.put(BatchProtocol.FACADE, wasi ? BatchProtocol.WASI : BatchProtocol.PLAIN);
    return new CompilerSettings(more, report);
  }

  /** Adds them to a request. */
  void addTo(Properties request) {
    for (Map.Entry<String, String> option : options.entrySet()) {
      request.setProperty(option.getKey(), option.getValue());
    }
    request.setProperty(BatchProtocol.REPORT, Boolean.toString(report));
  }
}
