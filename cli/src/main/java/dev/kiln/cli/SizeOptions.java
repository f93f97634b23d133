package dev.kiln.cli;

import dev.kiln.compiler.api.CompileOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How large emitted methods are: what commands that compile have in common. */
final class SizeOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--method-limit",
      paramLabel = "BYTES",
      description =
          "Split functions whose method could have more bytes of bytecode, 1000 to 60000;"
              + " for measurement: HotSpot compiles none over 8000.")
  private int methodLimit;

  @Option(
      names = "--piece-size",
      paramLabel = "BYTES",
      description = "The size that the pieces of a split function should have, from 1000.")
  private int pieceSize;

  /**
   * The options with these sizes.
   *
   * @throws ParameterException if a size is out of its range
   */
  CompileOptions applyTo(CompileOptions options) {
    try {
      return options.withSizes(methodLimit, pieceSize);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
  }
}
