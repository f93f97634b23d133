package dev.kiln.wasi;

import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Trap;
import dev.kiln.runtime.WasmBacktrace;
import dev.kiln.runtime.abi.ModuleClass;
import dev.kiln.wasi.descriptor.DescriptorTable;
import dev.kiln.wasi.descriptor.StreamOutput;
import dev.kiln.wasi.guest.GuestMemory;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a compiled program as this process. It is the superclass of an executable jar's main class.
 *
 * <p>The program has the process's arguments, environment and standard streams, and no directory.
 * System properties give it more:
 *
 * <ul>
 *   <li>{@code kiln.dir}: directories, {@code HOST::GUEST} or {@code HOST}, several separated by
 *       commas; such as {@code -Dkiln.dir=data::/data,.::.}
 *   <li>{@code kiln.stack}: the size of the stack in MiB, 1 to 2047; 64 without it. Programs for
 *       wasm recurse deeper than Java's default stack holds.
 * </ul>
 */
public abstract class WasiMain implements Runnable {
  /** The exit code of a process that was aborted: 128 + SIGABRT. */
  private static final int TRAPPED = 134;

  private static final int FAILED = 1;
  private static final int STACK_MIB = 64;
  private static final int MAX_FRAMES = 64;

  private String[] args = {};

  /** The program's functions; null until its thread has made them. */
  private @Nullable Preview1 functions;

  /** The exit code, once the program's thread has ended. */
  private int code = FAILED;

  private @Nullable Throwable failure;

  /** For compiled main classes. */
  protected WasiMain() {}

  /**
   * A new object of the module class. Both the program's thread and the thread that started it make
   * one, so that neither waits for the other to load the class.
   */
  protected abstract ModuleClass module();

  /**
   * Runs the program and ends the process with its exit code: 134 if it traps, 1 if it cannot run.
   * Returns if the code is 0. The process then ends with its last thread, which takes less time
   * than {@link System#exit}.
   *
   * @param arguments the program's arguments, without its name
   */
  public final void run(String[] arguments) {
    int code;
    args = arguments;
    try {
      code = execute(stackSize(System.getProperty("kiln.stack")));
    } catch (IllegalArgumentException e) {
      System.err.println(module().fileName() + ": " + e.getMessage());
      code = FAILED;
    }
    if (code != 0) {
      System.exit(code);
    }
  }

  private static Preview1 functions(ModuleClass compiled, String[] args) {
    List<String> all = new ArrayList<>();
    all.add(compiled.fileName());
    all.addAll(List.of(args));
    String directories = System.getProperty("kiln.dir");
    return directories == null || directories.isEmpty()
        ? new Preview1(Program.ofProcess(all))
        : Preopens.program(all, directories);
  }

  /** The stack size in bytes that a {@code kiln.stack} property asks for. */
  static long stackSize(@Nullable String property) {
    int mib = STACK_MIB;
    if (property != null) {
      try {
        mib = Integer.parseInt(property);
      } catch (IllegalArgumentException e) { // a NumberFormatException, not loaded for this
        mib = 0;
      }
      if (mib < 1 || mib > 2047) {
        throw new IllegalArgumentException(
            "kiln.stack: \"" + property + "\" is not a number of MiB from 1 to 2047");
      }
    }
    return (long) mib << 20;
  }

  /**
   * Runs the program on a thread with a large stack, waits for it, and closes {@code wasi}. Reports
   * failures on {@code System.err}; a trap with the wasm functions that were running.
   *
   * @param stackSize bytes
   * @return the exit code: 134 if the program trapped, 1 if it could not run
   */
  public static int execute(Wasi wasi, ModuleClass compiled, long stackSize) {
    return Given.execute(compiled, wasi.functions(), stackSize);
  }

  /** A program of which the caller has the module class. */
  private static final class Given extends WasiMain {
    private final ModuleClass compiled;

    private Given(ModuleClass compiled) {
      this.compiled = compiled;
    }

    /** In this class, so that compiled main classes do not load it. */
    static int execute(ModuleClass compiled, Preview1 functions, long stackSize) {
      WasiMain program = new Given(compiled);
      program.functions = functions;
      return program.execute(stackSize);
    }

    @Override
    protected ModuleClass module() {
      return compiled;
    }
  }

  /** Starts the thread first: until here, only the main class and this one are loaded. */
  private int execute(long stackSize) {
    Thread thread = new Thread(null, this, "wasm", stackSize);
    thread.start();
    prepare();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (Exception e) { // an InterruptedException, not loaded for this
        interrupted = true;
        thread.interrupt(); // a program that waits gets EINTR
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable thrown = failure;
    if (functions == null && thrown instanceof IllegalArgumentException wrong) {
      throw wrong; // a property has a wrong value
    }
    return thrown == null ? code : report(module(), thrown, System.err);
  }

  /** Loads what the program needs later, while its thread starts. This thread would only wait. */
  private void prepare() {
    load(StreamOutput.class, DescriptorTable.class, Preview1.class);
    load(FdFunctions.class, GuestMemory.class);
    Module.prepare(module());
  }

  /** Does nothing: the constants in the call load the classes. */
  private static void load(Class<?>... classes) {}

  /** Runs the program on its thread. */
  @Override
  public final void run() {
    try {
      ModuleClass compiled = module();
      Thread.currentThread().setName(compiled.fileName());
      Preview1 program = functions;
      if (program == null) {
        program = functions(compiled, args);
        functions = program;
      }
      code = WasiCommand.run(program, compiled, null);
    } catch (Throwable thrown) {
      failure = thrown;
    }
  }

  /** Reports a failure; returns the exit code. */
  static int report(ModuleClass compiled, Throwable thrown, PrintStream err) {
    String program = compiled.fileName();
    if (thrown instanceof Trap trap) {
      err.println(program + ": trap: " + trap.reason());
      printFrames(trap.backtrace(), MAX_FRAMES, err::println);
      return TRAPPED;
    }
    if (thrown instanceof LinkException) {
      String message = String.valueOf(thrown.getMessage());
      err.println(visible(message.startsWith(program) ? message : program + ": " + message));
    } else if (thrown instanceof UncheckedIOException) {
      err.println(program + ": " + thrown.getMessage());
    } else if (thrown instanceof OutOfMemoryError) {
      err.println(
          program + ": out of memory (" + thrown.getMessage() + "): give Java more with -Xmx");
    } else {
      err.println(program + ": an unexpected failure ended the program:");
      thrown.printStackTrace(err);
    }
    return FAILED;
  }

  /**
   * Prints the functions that were active, a line each.
   *
   * @param most the number of lines after which the other functions are only counted
   * @param line takes each line
   */
  public static void printFrames(WasmBacktrace backtrace, int most, Consumer<String> line) {
    List<WasmBacktrace.Frame> frames = backtrace.frames();
    int shown = Math.min(most, frames.size());
    for (WasmBacktrace.Frame frame : frames.subList(0, shown)) {
      String name = frame.functionName();
      line.accept("    at " + (name == null ? "func" + frame.functionIndex() : visible(name)));
    }
    if (shown < frames.size()) {
      line.accept("    ... " + (frames.size() - shown) + " more");
    }
  }

  /** Escapes control characters, so that a module's names cannot change the terminal's state. */
  public static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        visible.append("\\u00").append(Character.forDigit(c >> 4, 16));
        visible.append(Character.forDigit(c & 15, 16));
      } else {
        visible.append(c);
      }
    }
    return visible.toString();
  }
}
