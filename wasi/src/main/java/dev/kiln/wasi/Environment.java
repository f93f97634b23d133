package dev.kiln.wasi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment of a program. It is put together on its first use, because few programs ask. */
final class Environment {
  private final boolean inherited;
  private final Map<String, String> own;
  private @Nullable List<byte[]> entries;

  /**
   * An environment.
   *
   * @param inherited whether it begins with the variables of this process
   * @param own more variables; they replace those of this process with the same name
   */
  Environment(boolean inherited, Map<String, String> own) {
    this.inherited = inherited;
    this.own = new LinkedHashMap<>(own);
  }

  /** The variables of this process. */
  static Map<String, String> ofProcess() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
      String name = variable.getKey();
      // Windows has hidden variables such as "=C:".
      if (!name.isEmpty() && name.indexOf('=') < 0) {
        all.put(name, variable.getValue());
      }
    }
    return all;
  }

  /** Entries {@code NAME=VALUE}, each as UTF-8 with a NUL at the end. */
  List<byte[]> entries() {
    List<byte[]> known = entries;
    if (known == null) {
      Map<String, String> all = inherited ? ofProcess() : new LinkedHashMap<>();
      all.putAll(own);
      known = new ArrayList<>();
      for (Map.Entry<String, String> variable : all.entrySet()) {
        String text = variable.getKey() + "=" + variable.getValue() + '\0';
        known.add(text.getBytes(StandardCharsets.UTF_8));
      }
      entries = known;
    }
    return known;
  }
}
