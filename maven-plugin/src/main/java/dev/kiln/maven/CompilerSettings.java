package dev.kiln.maven;

import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the plugin passes to the compiler, the same for all modules.
 *
 * @param options what the classes depend on, under the names of the batch compiler's request
 * @param report whether it shall report on each module that it compiles
 */
record CompilerSettings(SortedMap<String, String> options, boolean report) {
  /** No options, no report. */
  static final CompilerSettings DEFAULT = new CompilerSettings(new TreeMap<>(), false);

  /** Sizes in bytes; 0 for the default. */
  static CompilerSettings of(int methodLimit, int pieceSize, boolean report) {
    SortedMap<String, String> options = new TreeMap<>();
    if (methodLimit != 0) {
      options.put("methodLimit", Integer.toString(methodLimit));
    }
    if (pieceSize != 0) {
      options.put("pieceSize", Integer.toString(pieceSize));
    }
    return new CompilerSettings(options, report);
  }

  /** The same with or without what interrupts code. */
  CompilerSettings withInterruption(boolean epochs, boolean fuel) {
    SortedMap<String, String> more = new TreeMap<>(options);
    if (epochs) {
      more.put("epochs", "true");
    }
    if (fuel) {
      more.put("fuel", "true");
    }
    return new CompilerSettings(more, report);
  }

  /**
   * The same with a facade for each module, as Java source.
   *
   * @param wasi whether kiln-wasi is on the class path that it is compiled with
   */
  CompilerSettings withFacade(boolean wasi) {
    SortedMap<String, String> more = new TreeMap<>(options);
    more.put("facade", wasi ? "wasi" : "plain");
    return new CompilerSettings(more, report);
  }

  /** Adds them to a request. */
  void addTo(Properties request) {
    for (Map.Entry<String, String> option : options.entrySet()) {
      request.setProperty(option.getKey(), option.getValue());
    }
    request.setProperty("report", Boolean.toString(report));
  }
}
