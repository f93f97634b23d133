package dev.kiln.benchmarks.processes;

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

  /** The median time. */
  double median() {
    return median(milliseconds);
  }

  /** Of two in the middle their mean. */
  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  /**
   * The median of the ratios to {@code plain} of the same round: a machine that is slower for a
   * while is so for both.
   */
  double ratio(StartupRow plain) {
    List<Double> ratios = new ArrayList<>();
    for (int run = 0; run < milliseconds.size(); run++) {
      ratios.add(milliseconds.get(run) / plain.milliseconds.get(run));
    }
    return median(ratios);
  }

  /** The shortest. */
  double least() {
    return Collections.min(milliseconds);
  }

  /** The line of the table, with ratios to {@code plain}, which ran as often. */
  String markdown(StartupRow plain) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.2f | %.2f |%n",
        label,
        median(),
        least(),
        ratio(plain),
        least() / plain.least());
  }
}
