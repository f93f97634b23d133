package dev.kiln.benchmarks.programs;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long programs are measured. */
final class MeasurementOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--warmup", paramLabel = "SECONDS", defaultValue = "10")
  private int warmup;

  @Option(names = "--sample", paramLabel = "MS", defaultValue = "100")
  private int sample;

  @Option(names = "--samples", paramLabel = "N", defaultValue = "5")
  private int samples;

  /**
   * What was asked for.
   *
   * @throws ParameterException with one sentence for the user
   */
  Measurement measurement() {
    if (warmup < 0 || sample < 0 || samples < 1) {
      throw new ParameterException(
          spec.commandLine(), "--warmup and --sample take 0 or more, --samples 1 or more");
    }
    return new Measurement(Duration.ofSeconds(warmup), Duration.ofMillis(sample), samples);
  }
}
