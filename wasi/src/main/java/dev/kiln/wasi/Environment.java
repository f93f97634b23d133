package dev.kiln.wasi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The environment of a program. */
final class Environment {
  private Environment() {}

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

  /**
   * Entries {@code NAME=VALUE}, each as UTF-8 with a NUL at the end.
   *
   * @param inherited whether the environment begins with the variables of this process
   * @param own more variables; they replace those of this process with the same name
   */
  static List<byte[]> entries(boolean inherited, Map<String, String> own) {
    Map<String, String> all = inherited ? ofProcess() : new LinkedHashMap<>();
    all.putAll(own);
    List<byte[]> entries = new ArrayList<>();
    for (Map.Entry<String, String> variable : all.entrySet()) {
      String text = variable.getKey() + "=" + variable.getValue() + '\0';
      entries.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return entries;
  }
}
