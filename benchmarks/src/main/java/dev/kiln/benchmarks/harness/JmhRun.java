package dev.kiln.benchmarks.harness;

import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One benchmark with one set of parameters, measured by JMH in a JVM of its own. */
public final class JmhRun {
  /** JMH's own use of Unsafe is no news in a report. */
  private static final String QUIET_UNSAFE = "--sun-misc-unsafe-memory-access=allow";

  private final RunResult result;

  private JmhRun(RunResult result) {
    this.result = result;
  }

  /**
   * Runs the method {@code run} of a class.
   *
   * @param parameters the values of its parameters by name
   * @param plan how long; its rounds are the caller's
   * @throws RunnerException where it fails
   */
  public static JmhRun of(Class<?> benchmark, Map<String, String> parameters, Plan plan)
      throws RunnerException {
    TimeValue time = TimeValue.milliseconds(plan.milliseconds());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + benchmark.getName() + "\\.run$")
            .forks(1)
            .jvmArgsAppend(QUIET_UNSAFE)
            .warmupIterations(plan.warmups())
            .warmupTime(time)
            .measurementIterations(plan.iterations())
            .measurementTime(time)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    parameters.forEach(options::param);
    return new JmhRun(new Runner(options.build()).runSingle());
  }

  /**
   * A counter of the benchmark, divided by its counter {@code calls}.
   *
   * @throws IllegalStateException if it has none of that name
   */
  public double perCall(String name) {
    return counter(name) / counter("calls");
  }

  private double counter(String name) {
    Result<?> counter = result.getSecondaryResults().get(name);
    if (counter == null) {
      throw new IllegalStateException("JMH did not report the counter \"" + name + "\"");
    }
    return counter.getScore();
  }
}
