package dev.kiln.benchmarks.harness;

/**
 * How often and how long JMH measures.
 *
 * @param rounds how often each benchmark gets a JVM; the median counts
 * @param warmups iterations before the measured ones
 * @param iterations measured iterations
 * @param milliseconds the length of an iteration
 */
public record Plan(int rounds, int warmups, int iterations, int milliseconds) {
  /** Figures to rely on. */
  public static final Plan FULL = new Plan(3, 3, 3, 1000);

  /** Checks that everything runs; the figures mean nothing. */
  public static final Plan SMOKE = new Plan(1, 0, 1, 50);

  /** The same with another number of rounds. */
  public Plan withRounds(int count) {
    return new Plan(count, warmups, iterations, milliseconds);
  }
}
