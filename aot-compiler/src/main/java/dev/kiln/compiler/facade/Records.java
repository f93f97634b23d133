package dev.kiln.compiler.facade;

import dev.kiln.compiler.model.type.FuncType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names records for functions with several results: {@code DivModResult} for {@code divMod}. */
final class Records {
  private Records() {}

  /**
   * The record for a function, or null if it has at most one result.
   *
   * @param taken names in small letters, since file systems may ignore case; the new one is added
   */
  static @Nullable ResultRecord of(String method, FuncType type, Set<String> taken) {
    List<JavaValue> results = JavaValue.of(type.results());
    if (results.size() < 2) {
      return null;
    }
    String words = JavaNames.capitalized(method);
    String stem = words.isEmpty() ? "Many" : words;
    String name = stem + "Result";
    for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
      name = stem + "Result" + i;
    }
    return new ResultRecord(name, results);
  }
}
