package dev.kiln.benchmarks;

import dev.kiln.benchmarks.embedding.EmbeddingCommand;
import dev.kiln.benchmarks.harness.HelpOption;
import dev.kiln.benchmarks.kernels.KernelsCommand;
import dev.kiln.benchmarks.processes.OnceCommand;
import dev.kiln.benchmarks.processes.StartupCommand;
import dev.kiln.benchmarks.programs.ProgramsCommand;
import java.util.ResourceBundle;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command of the benchmarks' jar; without arguments it is {@code kernels}. */
@Command(
    name = "benchmarks",
    description = "Measures Kiln beside other engines. Without a command: kernels.",
    synopsisHeading = "Usage: ",
    commandListHeading = "%nCommands:%n")
public final class Main implements Callable<Integer> {
  private static final int USAGE = 2;

  /** What is said of the options of all commands. */
  private static final String HELP = "dev.kiln.benchmarks.Help";

  @Spec private CommandSpec spec;

  @Mixin private HelpOption help = new HelpOption();

  /** Made by {@link #commandLine} only. */
  private Main() {}

  /** Runs the command and ends the JVM: 0, 1 where something failed, 2 for a wrong line. */
  public static void main(String[] args) {
    String[] line = args.length == 0 ? new String[] {"kernels"} : args;
    System.exit(commandLine().execute(line));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .addSubcommand(new KernelsCommand())
        .addSubcommand(new ProgramsCommand())
        .addSubcommand(new EmbeddingCommand())
        .addSubcommand(new StartupCommand())
        .addSubcommand(new OnceCommand())
        .addSubcommand(new HelpCommand())
        .setResourceBundle(ResourceBundle.getBundle(HELP))
        .setParameterExceptionHandler(Main::refuse);
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int refuse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(e.getMessage() + " (try \"" + name + " --help\")");
    command.getErr().flush();
    return USAGE;
  }
}
