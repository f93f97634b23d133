package dev.kiln.benchmarks.kernels;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measured times by kernel and contender, and the Markdown table made of them. A cell is the median
 * of its samples; a ratio is how many times longer than {@link Contender#KILN} another contender
 * took, so above 1 Kiln is faster.
 */
final class ReportTable {
  private final Map<Kernel, Map<Contender, List<Double>>> samples = new EnumMap<>(Kernel.class);

  /** Adds a sample, in nanoseconds per call. */
  void add(Kernel kernel, Contender contender, double nanoseconds) {
    samples
        .computeIfAbsent(kernel, k -> new EnumMap<>(Contender.class))
        .computeIfAbsent(contender, c -> new ArrayList<>())
        .add(nanoseconds);
  }

  /** How many times longer than Kiln {@code contender} took, of the medians. */
  double ratio(Kernel kernel, Contender contender) {
    return median(samples(kernel, contender)) / median(samples(kernel, Contender.KILN));
  }

  /**
   * The geometric mean of the ratios of the measured kernels.
   *
   * @param random whether those with a random choice count as well
   */
  double geometricMean(Contender contender, boolean random) {
    return Math.exp(
        samples.keySet().stream()
            .filter(kernel -> random || !kernel.isRandom())
            .mapToDouble(kernel -> Math.log(ratio(kernel, contender)))
            .average()
            .orElse(Double.NaN));
  }

  /** The table. */
  String markdown() {
    StringBuilder text = new StringBuilder("| kernel |");
    StringBuilder rule = new StringBuilder("|---|");
    for (Contender contender : Contender.values()) {
      text.append(' ').append(contender.label()).append(" ns | min–max |");
      rule.append("--:|--:|");
    }
    for (Contender other : others()) {
      text.append(' ').append(other.label()).append(" ÷ Kiln |");
      rule.append("--:|");
    }
    text.append('\n').append(rule).append('\n');
    for (Kernel kernel : samples.keySet()) {
      text.append("| ").append(kernel.label()).append(" |");
      for (Contender contender : Contender.values()) {
        List<Double> times = samples(kernel, contender);
        text.append(format(" %,.0f | %s |", median(times), range(times)));
      }
      for (Contender other : others()) {
        text.append(format(" %.2f |", ratio(kernel, other)));
      }
      text.append('\n');
    }
    if (samples.keySet().stream().anyMatch(Kernel::isRandom)) {
      mean(text, "geometric mean without random-*", false);
      mean(text, "geometric mean of all", true);
    } else {
      mean(text, "geometric mean", true);
    }
    return text.toString();
  }

  private void mean(StringBuilder text, String title, boolean random) {
    text.append("| **").append(title).append("** |");
    text.append(" | |".repeat(Contender.values().length));
    for (Contender other : others()) {
      text.append(format(" **%.2f** |", geometricMean(other, random)));
    }
    text.append('\n');
  }

  private static List<Contender> others() {
    return List.of(Contender.values()).stream().filter(c -> c != Contender.KILN).toList();
  }

  private List<Double> samples(Kernel kernel, Contender contender) {
    Map<Contender, List<Double>> row = samples.getOrDefault(kernel, Map.of());
    return row.getOrDefault(contender, List.of());
  }

  /** The smallest and the largest sample as percentages of the median. */
  private static String range(List<Double> times) {
    double middle = median(times);
    double min = times.stream().mapToDouble(t -> t).min().orElse(Double.NaN);
    double max = times.stream().mapToDouble(t -> t).max().orElse(Double.NaN);
    return format("−%.0f…+%.0f%%", 100 * (1 - min / middle), 100 * (max / middle - 1));
  }

  private static double median(List<Double> times) {
    if (times.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = times.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private static String format(String pattern, Object... args) {
    return String.format(Locale.ROOT, pattern, args);
  }
}
