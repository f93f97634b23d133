package dev.kiln.cli;

import dev.kiln.compiler.report.Disassembly;
import dev.kiln.compiler.report.FunctionListing;
import dev.kiln.compiler.report.ListingText;
import dev.kiln.compiler.report.UnknownFunctionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kiln dump}: one function beside its bytecode. */
@Command(
    name = "dump",
    description = "Shows the instructions of one function, and the bytecode they become.",
    footer = {
      "",
      "Instructions are at the left, with their offsets in the file. Below each group of "
          + "instructions is its bytecode. A function that was split is shown with all pieces."
    })
final class DumpCommand extends ModuleCommand {
  @Option(
      names = "--func",
      required = true,
      paramLabel = "N|NAME",
      description =
          "The function: its index, its name in the name section, or the name of its export.")
  private String function;

  @Override
  public Integer call() {
    FunctionListing listing;
    byte[] wasm = file.read();
    try {
      listing = Disassembly.of(file.toString(), wasm, file.options(), function);
    } catch (UnknownFunctionException e) {
      throw new CliException(file + ": " + e.getMessage());
    }
    print(ListingText.of(listing));
    return 0;
  }
}
