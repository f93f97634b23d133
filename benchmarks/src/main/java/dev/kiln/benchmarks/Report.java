package dev.kiln.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures all kernels in all contenders and prints the table of the README. The contenders of a
 * kernel run directly after each other, each first in every other round, and each time in a JVM of
 * their own: what slows the machine down for a while slows both down.
 */
public final class Report {
  /** JMH's own use of Unsafe is no news in a report. */
  private static final String QUIET_UNSAFE = "--sun-misc-unsafe-memory-access=allow";

  private Report() {}

  /** Runs the plan that {@code args} ask for; exit code 2 where they are wrong. */
  public static void main(String[] args) throws RunnerException {
    Plan plan;
    try {
      plan = Plan.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    System.out.println(measure(plan).markdown());
    if (plan.warmups() == 0) {
      System.out.println(
          "Nothing was warmed up: the checksums were right, the times mean nothing.");
    }
  }

  private static ReportTable measure(Plan plan) throws RunnerException {
    ReportTable table = new ReportTable();
    List<Contender> order = new ArrayList<>(List.of(Contender.values()));
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Kernel kernel : plan.kernels()) {
        for (Contender contender : order) {
          double time = measure(plan, kernel, contender);
          System.err.printf(
              "round %d of %d: %s, %s: %,.0f ns%n",
              round, plan.rounds(), kernel.label(), contender.label(), time);
          table.add(kernel, contender, time);
        }
      }
      Collections.reverse(order);
    }
    return table;
  }

  private static double measure(Plan plan, Kernel kernel, Contender contender)
      throws RunnerException {
    TimeValue time = TimeValue.milliseconds(plan.milliseconds());
    RunResult result =
        new Runner(
                new OptionsBuilder()
                    .include("^" + KernelBenchmark.class.getName() + "\\.run$")
                    .param("kernel", kernel.name())
                    .param("contender", contender.name())
                    .forks(1)
                    .jvmArgsAppend(QUIET_UNSAFE)
                    .warmupIterations(plan.warmups())
                    .warmupTime(time)
                    .measurementIterations(plan.iterations())
                    .measurementTime(time)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .runSingle();
    return counter(result, "nanoseconds") / counter(result, "calls");
  }

  private static double counter(RunResult result, String name) {
    Result<?> counter = result.getSecondaryResults().get(name);
    if (counter == null) {
      throw new IllegalStateException("JMH did not report the counter \"" + name + "\"");
    }
    return counter.getScore();
  }
}
