package dev.kiln.cli;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.runtime.LinkException;
import dev.kiln.wasi.WasiMain;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code kiln} command. */
@Command(
    name = "kiln",
    description = "Compiles WebAssembly modules to JVM classes, and runs them.",
    synopsisHeading = "Usage: ",
    commandListHeading = "%nCommands:%n",
    versionProvider = Kiln.Version.class)
public final class Kiln implements Callable<Integer> {
  /** The user's input cannot be compiled, linked, read or written. */
  static final int FAILED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  @Spec private CommandSpec spec;

  @Mixin private HelpOption help = new HelpOption();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  private boolean version;

  /** Made by {@link #main} only. */
  private Kiln() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line parser with all sub-commands. */
  static CommandLine commandLine() {
    return new CommandLine(new Kiln())
        .addSubcommand(new CompileCommand())
        // What follows the module's file belongs to the program that runs.
        .addSubcommand(new CommandLine(new RunCommand()).setStopAtPositional(true))
        .addSubcommand(new InspectCommand())
        .addSubcommand(new DumpCommand())
        .addSubcommand(new HelpCommand())
        .registerConverter(Path.class, Kiln::path)
        .setParameterExceptionHandler(Kiln::refuse)
        .setExecutionExceptionHandler(Kiln::report);
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "no command is given");
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "\"" + text + "\" is not a path in this locale: " + e.getReason());
    }
  }

  private static int refuse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    boolean noSuchCommand =
        e instanceof UnmatchedArgumentException unmatched
            && !unmatched.isUnknownOption()
            && command.getCommandSpec().userObject() instanceof Kiln;
    String message =
        noSuchCommand ? "unknown command \"" + args[0] + "\"" : String.valueOf(e.getMessage());
    complain(command, message + " (try \"" + name + " --help\")");
    return USAGE;
  }

  private static int report(Exception e, CommandLine command, ParseResult parsed) throws Exception {
    if (e instanceof WasmException || e instanceof LinkException || e instanceof CliException) {
      complain(command, String.valueOf(e.getMessage()));
      return FAILED;
    }
    throw e;
  }

  /**
   * Prints one line, even if the message has several. Names from a module cannot control the
   * terminal.
   */
  private static void complain(CommandLine command, String message) {
    PrintWriter err = command.getErr();
    err.println("kiln: " + WasiMain.visible(message.replaceAll("\\s*\\R\\s*", " ")));
    err.flush();
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Kiln.class.getPackage().getImplementationVersion();
      return new String[] {"kiln " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
