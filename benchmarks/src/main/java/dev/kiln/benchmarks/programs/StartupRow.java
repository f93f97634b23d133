package dev.kiln.benchmarks.programs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A process and how long it took. */
final class StartupRow {
  /** The programs, plain Java first. */
  static final List<String> LABELS = List.of("plain Java", "Kiln", "Endive");

  private final String label;
  private final WholeProcess process;
  private final List<Double> milliseconds = new ArrayList<>();

  StartupRow(String label, WholeProcess process) {
    this.label = label;
    this.process = process;
  }

  /** What to run. */
  WholeProcess process() {
    return process;
  }

  /**
   * Runs all processes so many times: one after the other, in each second round in the opposite
   * order.
   */
  static void measure(List<StartupRow> rows, int runs) throws IOException, InterruptedException {
    List<StartupRow> order = new ArrayList<>(rows);
    for (int run = 1; run <= runs; run++) {
      for (StartupRow row : order) {
        row.add(row.process.milliseconds());
      }
      Collections.reverse(order);
    }
  }

  /** Adds a run. */
  void add(double time) {
    milliseconds.add(time);
  }

  /** Of two in the middle their mean. */
  double median() {
    List<Double> sorted = milliseconds.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  /** The shortest. */
  double least() {
    return Collections.min(milliseconds);
  }

  /** The line of the table, with ratios to {@code plain}. */
  String markdown(StartupRow plain) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.2f | %.2f |%n",
        label,
        median(),
        least(),
        median() / plain.median(),
        least() / plain.least());
  }
}
