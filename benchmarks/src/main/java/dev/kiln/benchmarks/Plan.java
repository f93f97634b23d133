package dev.kiln.benchmarks;

import java.util.List;

/**
 * What a report measures and how long.
 *
 * @param kernels the rows
 * @param rounds how often each pair of kernel and contender gets a JVM; the median counts
 * @param warmups iterations before the measured ones
 * @param iterations measured iterations
 * @param milliseconds the length of an iteration
 */
record Plan(List<Kernel> kernels, int rounds, int warmups, int iterations, int milliseconds) {
  /** Figures to rely on, in about six minutes. */
  static final Plan FULL = new Plan(List.of(Kernel.values()), 3, 3, 3, 1000);

  /** Checks that everything runs; the figures mean nothing. */
  static final Plan SMOKE = new Plan(List.of(Kernel.values()), 1, 0, 1, 50);

  Plan withRounds(int count) {
    return new Plan(kernels, count, warmups, iterations, milliseconds);
  }

  Plan withKernels(List<Kernel> some) {
    return new Plan(some, rounds, warmups, iterations, milliseconds);
  }
}
