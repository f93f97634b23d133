package dev.kiln.benchmarks.processes;

import dev.kiln.benchmarks.harness.HelpOption;
import dev.kiln.benchmarks.harness.MeasurementException;
import dev.kiln.benchmarks.harness.Workbench;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands have in common that measure whole processes and print a table. */
abstract class ProcessesCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  @Option(names = "--runs", paramLabel = "N")
  private int runs;

  @Mixin private HelpOption help = new HelpOption();

  /** With so many runs where the user does not say. */
  ProcessesCommand(int runs) {
    this.runs = runs;
  }

  /**
   * Measures.
   *
   * @param folder for jars and caches; gone afterwards
   * @param times how often each process runs, at least 1
   * @return the table
   * @throws MeasurementException where a process does not what it shall
   */
  abstract String measure(Path folder, int times) throws IOException, InterruptedException;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    if (runs < 1) {
      throw new ParameterException(
          spec.commandLine(), "--runs takes a number from 1 on, not \"" + runs + "\"");
    }
    try (Workbench bench = Workbench.open()) {
      String table = measure(bench.folder(), runs);
      PrintWriter output = spec.commandLine().getOut();
      output.print(table);
      output.flush();
      return 0;
    } catch (MeasurementException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("benchmarks: " + e.getMessage());
      err.flush();
      return FAILED;
    }
  }

  /** Such as "5 runs". */
  static String counted(int times) {
    return times + (times == 1 ? " run" : " runs");
  }
}
