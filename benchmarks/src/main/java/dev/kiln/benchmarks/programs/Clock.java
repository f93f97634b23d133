package dev.kiln.benchmarks.programs;

/** Which time a table shows. */
enum Clock {
  /** That on the clock. */
  WALL("wall time"),
  /** That of a processor. */
  CPU("processor time");

  private final String label;

  Clock(String label) {
    this.label = label;
  }

  /** The name in the table's heading. */
  String label() {
    return label;
  }
}
