package dev.kiln.benchmarks;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** The exit code of a command, and what it printed. */
public record CommandRun(int code, String output, String errors) {
  /** Runs a command with its options. */
  public static CommandRun of(CommandLine command, String... args) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int code =
        command
            .setOut(new PrintWriter(output, true))
            .setErr(new PrintWriter(errors, true))
            .execute(args);
    return new CommandRun(code, output.toString(), errors.toString());
  }
}
