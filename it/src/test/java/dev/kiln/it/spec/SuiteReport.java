package dev.kiln.it.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counts of a run on one JDK. Scripts of proposals that are not in WebAssembly 3.0 are counted
 * apart, but for those that are compiled: their modules are no modules to this compiler.
 *
 * @param feature the JDK's feature version
 * @param results one per script
 */
record SuiteReport(int feature, List<FileResult> results) {
  private static final String PROPOSALS = "proposals/";
  private static final List<String> COMPILED =
      List.of(PROPOSALS + "threads/", PROPOSALS + "wide-arithmetic/");

  /**
   * Whether a script belongs to the suite: core, legacy exceptions, custom sections, and of the
   * proposals outside WebAssembly 3.0 threads and wide arithmetic.
   */
  static boolean isInSuite(FileResult result) {
    return !result.name().startsWith(PROPOSALS)
        || COMPILED.stream().anyMatch(result.name()::startsWith);
  }

  private int sum(boolean inSuite, Outcome outcome) {
    return results.stream()
        .filter(result -> isInSuite(result) == inSuite)
        .mapToInt(result -> result.count(outcome))
        .sum();
  }

  /** Assertions of the suite with that outcome. */
  int total(Outcome outcome) {
    return sum(true, outcome);
  }

  /** Everything counted, of the suite and outside. */
  int counted() {
    return Arrays.stream(Outcome.values())
        .mapToInt(outcome -> sum(true, outcome) + sum(false, outcome))
        .sum();
  }

  /** Refused assertions of the suite by proposals. */
  Map<String, Integer> refusals() {
    Map<String, Integer> all = new TreeMap<>();
    results.stream()
        .filter(SuiteReport::isInSuite)
        .forEach(
            result -> result.refusals().forEach((name, n) -> all.merge(name, n, Integer::sum)));
    return all;
  }

  /** One line per script. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(row("script", "passed", "failed", "refused", "text", "custom", "lifted"));
    for (FileResult result : results) {
      Object[] cells = new Object[Outcome.values().length + 1];
      cells[0] = result.name() + (isInSuite(result) ? "" : " (outside 3.0)");
      for (Outcome outcome : Outcome.values()) {
        cells[outcome.ordinal() + 1] = result.count(outcome);
      }
      lines.add(row(cells));
    }
    return lines;
  }

  private static String row(Object... cells) {
    return String.format("%-64s %8s %8s %8s %8s %8s %8s", cells);
  }

  /** The closing lines. */
  List<String> totals() {
    List<String> lines = new ArrayList<>();
    lines.add("Official suite on JDK " + feature + ": " + counts(true));
    refusals().forEach((name, n) -> lines.add(String.format("  refused %6d: %s", n, name)));
    if (results.stream().anyMatch(result -> !isInSuite(result))) {
      lines.add("  apart, proposals outside WebAssembly 3.0: " + counts(false));
    }
    return lines;
  }

  private String counts(boolean inSuite) {
    List<String> counts = new ArrayList<>();
    int all = 0;
    for (Outcome outcome : Outcome.values()) {
      int n = sum(inSuite, outcome);
      all += n;
      counts.add(n + " " + outcome.name().toLowerCase(Locale.ROOT));
    }
    return all + " assertions: " + String.join(", ", counts);
  }
}
