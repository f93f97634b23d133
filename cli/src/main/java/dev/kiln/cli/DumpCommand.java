package dev.kiln.cli;

import dev.kiln.compiler.report.Disassembly;
import dev.kiln.compiler.report.FunctionListing;
import dev.kiln.compiler.report.ListingText;
import dev.kiln.compiler.report.UnknownFunctionException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kiln dump}: one function beside its bytecode. */
@Command(
    name = "dump",
    description = "Shows the instructions of one function, and the bytecode they become.",
    footer = {
      "",
      "Instructions are at the left, with their offsets in the file. Below each group of",
      "instructions is its bytecode. A function that was split is shown with all pieces."
    })
final class DumpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ModuleFile file = new ModuleFile();

  @Option(
      names = "--func",
      required = true,
      paramLabel = "N|NAME",
      description =
          "The function: its index, its name in the name section, or the name of its export.")
  private String function;

  @Mixin private HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    FunctionListing listing;
    byte[] wasm = file.read();
    try {
      listing = Disassembly.of(file.toString(), wasm, file.options(), function);
    } catch (UnknownFunctionException e) {
      throw new CliException(file + ": " + e.getMessage());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(ListingText.of(listing));
    out.flush();
    return 0;
  }
}
