package dev.kiln.benchmarks.embedding;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measured times and allocations, and the Markdown table of their medians. */
final class EmbeddingTable {
  private final Map<Row, List<Sample>> kiln = new EnumMap<>(Row.class);
  private final Map<Row, List<Sample>> endive = new EnumMap<>(Row.class);

  /** The nanoseconds and bytes of doing a row once. */
  record Sample(double nanoseconds, double bytes) {}

  void add(Row row, boolean inKiln, Sample sample) {
    (inKiln ? kiln : endive).computeIfAbsent(row, r -> new ArrayList<>()).add(sample);
  }

  /** The table; a row has both engines, or it is left out. */
  String markdown() {
    StringBuilder text =
        new StringBuilder("| | Kiln ns | bytes | Endive ns | bytes | Endive ÷ Kiln |\n");
    text.append("|---|--:|--:|--:|--:|--:|\n");
    for (Row row : kiln.keySet()) {
      Sample ours = median(kiln.getOrDefault(row, List.of()));
      Sample theirs = median(endive.getOrDefault(row, List.of()));
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %,.1f | %,.0f | %,.1f | %,.0f | %.2f |%n",
              row.label(),
              ours.nanoseconds,
              ours.bytes,
              theirs.nanoseconds,
              theirs.bytes,
              theirs.nanoseconds / ours.nanoseconds));
    }
    return text.toString();
  }

  /** That of the times and that of the bytes; of two in the middle the greater. */
  private static Sample median(List<Sample> samples) {
    if (samples.isEmpty()) {
      return new Sample(Double.NaN, Double.NaN);
    }
    int middle = samples.size() / 2;
    return new Sample(
        samples.stream().mapToDouble(Sample::nanoseconds).sorted().toArray()[middle],
        samples.stream().mapToDouble(Sample::bytes).sorted().toArray()[middle]);
  }
}
