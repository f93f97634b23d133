package dev.kiln.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * JMH finds the benchmark and runs every pair, in this JVM and for an instant: times mean nothing.
 */
class KernelBenchmarkTest {
  @Test
  void jmhRunsEveryPair() throws Exception {
    var results =
        new Runner(
                new OptionsBuilder()
                    .include("^" + KernelBenchmark.class.getName() + "\\.run$")
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(10))
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    assertEquals(Kernel.values().length * Contender.values().length, results.size());
  }
}
