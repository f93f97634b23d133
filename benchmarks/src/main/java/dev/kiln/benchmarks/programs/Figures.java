package dev.kiln.benchmarks.programs;

import java.util.List;

/**
 * What a process measured.
 *
 * @param startUp nanoseconds on the clock from the start of the process to the end of the first run
 * @param first loading the module and the first run
 * @param samples the samples after the warm-up, at least one
 */
record Figures(long startUp, Sample first, List<Sample> samples) {
  /**
   * Runs directly after each other.
   *
   * @param wall nanoseconds on the clock, of all runs together
   * @param cpu nanoseconds of a processor, likewise
   * @param runs how many
   */
  record Sample(long wall, long cpu, int runs) {
    /** Milliseconds of one run. */
    double milliseconds(Clock clock) {
      return (clock == Clock.WALL ? wall : cpu) / 1e6 / runs;
    }
  }

  /** The median of the samples, in milliseconds of one run. */
  double steady(Clock clock) {
    double[] sorted = sorted(clock);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The shortest sample, in milliseconds of one run. */
  double min(Clock clock) {
    return sorted(clock)[0];
  }

  /** The longest sample, in milliseconds of one run. */
  double max(Clock clock) {
    return sorted(clock)[samples.size() - 1];
  }

  private double[] sorted(Clock clock) {
    return samples.stream().mapToDouble(sample -> sample.milliseconds(clock)).sorted().toArray();
  }
}
