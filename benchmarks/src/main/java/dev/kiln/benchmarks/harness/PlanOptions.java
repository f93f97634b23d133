package dev.kiln.benchmarks.harness;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --smoke} and {@code --rounds}, which every command has that measures with JMH. */
public final class PlanOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--smoke")
  private boolean smoke;

  @Option(names = "--rounds", paramLabel = "N")
  private @Nullable Integer rounds;

  /** For a command's field. */
  public PlanOptions() {}

  /**
   * The plan that the options ask for.
   *
   * @throws ParameterException with one sentence for the user
   */
  public Plan plan() {
    Plan plan = smoke ? Plan.SMOKE : Plan.FULL;
    if (rounds == null) {
      return plan;
    }
    if (rounds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--rounds takes a number from 1 on, not \"" + rounds + "\"");
    }
    return plan.withRounds(rounds);
  }
}
