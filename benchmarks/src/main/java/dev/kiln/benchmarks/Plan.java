package dev.kiln.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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
  /** How to write the arguments. */
  static final String USAGE = "arguments: [--smoke] [--rounds N] [--kernels NAME,NAME…]";

  /** Figures to rely on, in about six minutes. */
  static final Plan FULL = new Plan(List.of(Kernel.values()), 3, 3, 3, 1000);

  /** Checks that everything runs; the figures mean nothing. */
  static final Plan SMOKE = new Plan(List.of(Kernel.values()), 1, 0, 1, 50);

  /**
   * The plan that the arguments of the command line ask for.
   *
   * @throws IllegalArgumentException with one sentence for the user
   */
  static Plan parse(String... args) {
    Plan plan = List.of(args).contains("--smoke") ? SMOKE : FULL;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--smoke" -> {}
        case "--rounds" -> plan = plan.withRounds(rounds(value(args, ++i)));
        case "--kernels" -> plan = plan.withKernels(kernels(value(args, ++i)));
        default -> throw new IllegalArgumentException("unknown \"" + args[i] + "\"; " + USAGE);
      }
    }
    return plan;
  }

  private Plan withRounds(int count) {
    return new Plan(kernels, count, warmups, iterations, milliseconds);
  }

  private Plan withKernels(List<Kernel> some) {
    return new Plan(some, rounds, warmups, iterations, milliseconds);
  }

  private static String value(String[] args, int index) {
    if (index == args.length) {
      throw new IllegalArgumentException(args[index - 1] + " lacks its value; " + USAGE);
    }
    return args[index];
  }

  private static int rounds(String text) {
    try {
      int count = Integer.parseInt(text);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // The same sentence for both.
    }
    throw new IllegalArgumentException("--rounds takes a number from 1 on, not \"" + text + "\"");
  }

  private static List<Kernel> kernels(String text) {
    List<Kernel> some = new ArrayList<>();
    for (String label : text.toLowerCase(Locale.ROOT).split(",")) {
      some.add(
          Arrays.stream(Kernel.values())
              .filter(kernel -> kernel.label().equals(label))
              .findFirst()
              .orElseThrow(() -> unknown(label)));
    }
    return some;
  }

  private static IllegalArgumentException unknown(String label) {
    List<String> known = Arrays.stream(Kernel.values()).map(Kernel::label).toList();
    return new IllegalArgumentException(
        "no kernel \"" + label + "\"; there are " + String.join(", ", known));
  }
}
