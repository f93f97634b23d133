package dev.kiln.compiler.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns; a column may be aligned to the right. */
final class Columns {
  /** A cell that is wider does not widen its column. */
  private static final int MAX_WIDTH = 48;

  private final String alignment;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * Columns without rows.
   *
   * @param alignment a letter for each column, {@code l} or {@code r}
   */
  Columns(String alignment) {
    this.alignment = alignment;
  }

  Columns row(String... cells) {
    if (cells.length != alignment.length()) {
      throw new IllegalArgumentException(cells.length + " cells for " + alignment);
    }
    rows.add(cells);
    return this;
  }

  /** Adds the lines to {@code out}, each after {@code indent}. */
  void printTo(StringBuilder out, String indent) {
    int[] widths = new int[alignment.length()];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Math.min(row[i].length(), MAX_WIDTH));
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < widths.length; i++) {
        line.append(i == 0 ? "" : "  ");
        String gap = " ".repeat(Math.max(0, widths[i] - row[i].length()));
        boolean right = alignment.charAt(i) == 'r';
        line.append(right ? gap : "").append(row[i]).append(right ? "" : gap);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }
}
