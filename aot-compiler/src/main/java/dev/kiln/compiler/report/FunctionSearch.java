package dev.kiln.compiler.report;

import dev.kiln.compiler.model.Export;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.ExternKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the function that a user means. */
final class FunctionSearch {
  /** Most functions that a message offers. */
  private static final int OFFERS = 5;

  private final WasmModule module;

  FunctionSearch(WasmModule module) {
    this.module = module;
  }

  /**
   * The index of a defined function.
   *
   * @param wanted an index, as such or in {@code func[12]}, or a name
   * @throws UnknownFunctionException if there is not exactly one; the message is one sentence
   */
  int find(String wanted) {
    String number = wanted.replaceFirst("^func\\[(\\d+)]$", "$1");
    if (number.matches("\\d{1,9}")) {
      return defined(Integer.parseInt(number));
    }
    TreeSet<Integer> found = new TreeSet<>();
    for (int i = 0; i < module.functionCount(); i++) {
      if (wanted.equals(module.functionName(i))) {
        found.add(i);
      }
    }
    for (Export export : module.exports()) {
      if (export.kind() == ExternKind.FUNC && export.name().equals(wanted)) {
        found.add(export.index());
      }
    }
    if (found.isEmpty()) {
      throw new UnknownFunctionException(
          "no function is called " + Texts.quoted(wanted) + near(wanted));
    }
    if (found.size() > 1) {
      throw new UnknownFunctionException(
          found.size()
              + " functions are called "
              + Texts.quoted(wanted)
              + "; give the index: "
              + found.stream().limit(OFFERS).map(i -> "" + i).collect(Collectors.joining(", "))
              + (found.size() > OFFERS ? ", …" : ""));
    }
    return defined(found.first());
  }

  private int defined(int index) {
    // Of a module that is not validated, the index of an export may be anything.
    if (index < 0 || index >= module.functionCount()) {
      throw new UnknownFunctionException(
          "there is no func["
              + Integer.toUnsignedString(index)
              + "]; the module has "
              + Texts.count(module.functionCount(), "function", "functions"));
    }
    if (index < module.importedFunctions()) {
      throw new UnknownFunctionException(
          Texts.function(index, module.functionName(index)) + " is imported, so it has no code");
    }
    return index;
  }

  /** The end of a sentence with names that are like the wanted one. */
  private String near(String wanted) {
    TreeMap<Integer, List<Integer>> byDistance = new TreeMap<>();
    for (int i = 0; i < module.functionCount(); i++) {
      @Nullable String name = module.functionName(i);
      if (name != null) {
        int distance = distance(wanted, name);
        if (distance <= Math.max(2, wanted.length() / 3)) {
          byDistance.computeIfAbsent(distance, key -> new ArrayList<>()).add(i);
        }
      }
    }
    String offers =
        byDistance.values().stream()
            .flatMap(List::stream)
            .limit(OFFERS)
            .map(i -> Texts.function(i, module.functionName(i)))
            .collect(Collectors.joining(", "));
    if (!offers.isEmpty()) {
      return "; similar names: " + offers;
    }
    return module.names().functions().isEmpty()
        ? ": only exported functions have names in this module; give an index"
        : "; give another part of the name, or an index";
  }

  /** A part of the other name is nearest; else how many letters are to be changed. */
  private static int distance(String wanted, String name) {
    String a = wanted.toLowerCase(Locale.ROOT);
    String b = name.toLowerCase(Locale.ROOT);
    if (b.contains(a)) {
      return b.length() == a.length() ? 0 : 1;
    }
    if (Math.abs(a.length() - b.length()) > Math.max(2, a.length() / 3)) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
