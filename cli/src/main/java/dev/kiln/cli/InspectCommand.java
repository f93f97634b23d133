package dev.kiln.cli;

import dev.kiln.compiler.report.Inspection;
import dev.kiln.compiler.report.ModuleReport;
import dev.kiln.compiler.report.ReportJson;
import dev.kiln.compiler.report.ReportText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code kiln inspect}: what a module is, what it needs, and what became of it. */
@Command(
    name = "inspect",
    description =
        "Shows what a WebAssembly module contains and imports, and which classes it becomes.",
    footer = {
      "",
      "A module that needs an unsupported proposal is shown, too. The report names the "
          + "proposal."
    })
final class InspectCommand extends ModuleCommand {
  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Show the N largest functions (default: 10; with --json: all).")
  private @Nullable Integer top;

  @Option(names = "--all", description = "Show all lists in full.")
  private boolean all;

  @Option(names = "--json", description = "Print JSON. All lists are in full.")
  private boolean json;

  @Override
  public Integer call() {
    if (top != null && top < 0) {
      throw new ParameterException(spec.commandLine(), "--top: " + top + " is less than 0");
    }
    ModuleReport report = Inspection.of(file.toString(), file.read(), file.options());
    print(
        json
            ? ReportJson.of(report, top == null ? Integer.MAX_VALUE : top)
            : ReportText.of(report, top == null ? ReportText.TOP : top, all));
    return 0;
  }
}
