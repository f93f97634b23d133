package dev.kiln.benchmarks.harness;

import picocli.CommandLine.Option;

/** {@code --help}, which every command has. */
public final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  private boolean help;

  /** For a command's field. */
  public HelpOption() {}
}
