package dev.kiln.cli;

import dev.kiln.compiler.api.CompileOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options for the sizes of emitted methods, which all commands that compile have. */
final class SizeOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--method-limit",
      paramLabel = "BYTES",
      description =
          "Split a function if its method could have more bytecode than this: 1000 to 60000 bytes"
              + " (default: 7600). For measurements; HotSpot compiles no method over 8000 bytes.")
  private int methodLimit;

  @Option(
      names = "--piece-size",
      paramLabel = "BYTES",
      description =
          "Bytecode in each piece of a split function: at least 1000 bytes (default: 3600).")
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
