package dev.kiln.cli;

import dev.kiln.compiler.CompiledClassLoader;
import dev.kiln.compiler.CompiledModule;
import dev.kiln.runtime.Trap;
import dev.kiln.runtime.abi.ModuleClass;
import dev.kiln.wasi.ProcExit;
import dev.kiln.wasi.Wasi;
import dev.kiln.wasi.WasiCommand;
import dev.kiln.wasi.WasiMain;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kiln run}: compiles a module in memory and runs it. */
@Command(
    name = "run",
    description = "Compiles a WebAssembly module in memory and runs it.",
    footer = {
      "",
      "A WASI command uses the standard streams of this process. kiln ends with its exit "
          + "code, or with 134 if it traps. With --invoke, kiln prints the results, one per "
          + "line."
    })
final class RunCommand extends ModuleCommand {
  /** What a shell shows for a program that was aborted, and other runtimes give for a trap. */
  static final int TRAPPED = 134;

  /** WebAssembly programs recurse deeper than a default Java stack is large, in bytes. */
  private static final long STACK_SIZE = 256L << 20;

  /** Most functions shown of a stack: the rest of a deep recursion tells nothing new. */
  private static final int MAX_FRAMES = 32;

  @Parameters(
      index = "1..*",
      paramLabel = "ARGS",
      description = "Arguments for the program; with --invoke, for the function.")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = "--invoke",
      paramLabel = "NAME",
      description = "Call this exported function instead of _start.")
  private @Nullable String function;

  @Option(
      names = "--dir",
      paramLabel = "HOST[::GUEST]",
      description =
          "Let the program use the directory HOST, under the name GUEST. Without this option it"
              + " sees no files.")
  private List<String> directories = new ArrayList<>();

  @Option(
      names = "--env",
      paramLabel = "K[=V]",
      description = "Set an environment variable. Without =V, copy it from this process.")
  private List<String> environment = new ArrayList<>();

  @Mixin private RunLimits limits = new RunLimits();

  @Override
  public Integer call() throws Exception {
    CompiledModule compiled = file.compile(null, limits.hasTimeout(), limits.hasFuel());
    if (function == null && compiled.mainClass().isEmpty()) {
      throw new CliException(
          file
              + ": not a WASI command: it exports no function _start without parameters and results;"
              + " to call another function, put --invoke NAME before the file");
    }
    ModuleClass module = CompiledClassLoader.load(compiled);
    Wasi wasi = wasi();
    FutureTask<Integer> run =
        new FutureTask<>(
            () ->
                function == null
                    ? WasiCommand.run(wasi, module, limits::prepare)
                    : invoke(module, wasi, function));
    new Thread(null, run, "kiln", STACK_SIZE).start();
    try {
      return run.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Trap trap -> {
          print(trap);
          return TRAPPED;
        }
        case ProcExit exit -> {
          return exit.code();
        }
        case UncheckedIOException problem -> throw new CliException(problem.getMessage());
        case OutOfMemoryError _ ->
            throw new CliException(
                file + ": out of memory; give Java more, for example with KILN_JAVA_OPTS=-Xmx8g");
        case RuntimeException problem -> throw problem;
        case null, default -> throw e;
      }
    }
  }

  private int invoke(ModuleClass module, Wasi wasi, String name) throws IOException {
    List<String> results;
    try (wasi) {
      results = Invocation.run(file.toString(), module, wasi, limits::prepare, name, arguments);
    }
    results.forEach(result -> print(result + System.lineSeparator()));
    return 0;
  }

  private Wasi wasi() {
    List<String> words = new ArrayList<>();
    words.add(file.name());
    if (function == null) {
      words.addAll(arguments);
    }
    try {
      Wasi.Builder builder = Wasi.builder().inheritStdio().args(words);
      for (String variable : environment) {
        int equals = variable.indexOf('=');
        String own = equals < 0 ? System.getenv(variable) : null;
        if (equals >= 0) {
          builder.env(variable.substring(0, equals), variable.substring(equals + 1));
        } else if (own != null) {
          builder.env(variable, own);
        }
      }
      for (String directory : directories) {
        String[] pair = directory.split("::", 2);
        builder.preopen(Path.of(pair[0]), pair[pair.length - 1]);
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new CliException(e.getMessage());
    }
  }

  /** The trap and the program's functions on the stack, innermost first. */
  private void print(Trap trap) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("kiln: " + file + ": trap: " + trap.reason());
    WasiMain.printFrames(trap.backtrace(), MAX_FRAMES, err::println);
    err.flush();
  }
}
