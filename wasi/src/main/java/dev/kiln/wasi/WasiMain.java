package dev.kiln.wasi;

import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Trap;
import dev.kiln.runtime.WasmBacktrace;
import dev.kiln.runtime.abi.ModuleClass;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a compiled program as this process: the superclass of the main class of an executable jar.
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
  /** What a process gives that was aborted: 128 + SIGABRT. */
  private static final int TRAPPED = 134;

  private static final int FAILED = 1;
  private static final int STACK_MIB = 64;
  private static final int MAX_FRAMES = 64;

  private String[] args = {};

  /** Null until the program's thread has made it. */
  private @Nullable Wasi wasi;

  /** How the program ended, for whoever joined its thread. */
  private int code = FAILED;

  private @Nullable Throwable failure;

  /** For compiled main classes. */
  protected WasiMain() {}

  /**
   * A new object of the module class. It is asked for by the program's thread and by the one that
   * started it, so that neither waits for the other to load the class.
   */
  protected abstract ModuleClass module();

  /**
   * Runs the program and ends the process with its exit code; 134 where it traps, 1 where it cannot
   * run. Returns where the code is 0: the process ends with its last thread, as after any {@code
   * main}, which takes less time than to ask for the end.
   *
   * @param arguments those of the program, without its name
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

  private static Wasi wasi(ModuleClass compiled, String[] args) {
    List<String> all = new ArrayList<>();
    all.add(compiled.fileName());
    all.addAll(List.of(args));
    String directories = System.getProperty("kiln.dir");
    return directories == null || directories.isEmpty()
        ? Wasi.ofProcess(all)
        : Preopens.program(all, directories);
  }

  /** The stack size in bytes of a {@code kiln.stack} property. */
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
   * Runs the program on a thread with a large stack, waits for it, and closes {@code wasi}. What
   * goes wrong is told on {@code System.err}: a trap with the wasm functions that were running.
   *
   * @param stackSize bytes
   * @return the exit code; 134 where the program trapped, 1 where it could not run
   */
  public static int execute(Wasi wasi, ModuleClass compiled, long stackSize) {
    return Given.execute(compiled, wasi, stackSize);
  }

  /** A program whose module class somebody has. */
  private static final class Given extends WasiMain {
    private final ModuleClass compiled;

    private Given(ModuleClass compiled) {
      this.compiled = compiled;
    }

    /** Here, so that only who calls it loads this class. */
    static int execute(ModuleClass compiled, Wasi wasi, long stackSize) {
      WasiMain program = new Given(compiled);
      program.wasi = wasi;
      return program.execute(stackSize);
    }

    @Override
    protected ModuleClass module() {
      return compiled;
    }
  }

  /** The thread comes first: until here only the main class and this one are loaded. */
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
        thread.interrupt(); // the program's waiting ends with EINTR
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable thrown = failure;
    if (wasi == null && thrown instanceof IllegalArgumentException wrong) {
      throw wrong; // of a property
    }
    return thrown == null ? code : report(module(), thrown, System.err);
  }

  /** This thread would only wait: it loads what the program needs later. */
  private void prepare() {
    load(StreamOutput.class, DescriptorTable.class, Imports.class);
    load(FdFunctions.class, GuestMemory.class);
    Module.prepare(module());
  }

  /** To name them is to load them. */
  private static void load(Class<?>... classes) {}

  /** What the program's thread does. */
  @Override
  public final void run() {
    try {
      ModuleClass compiled = module();
      Thread.currentThread().setName(compiled.fileName());
      Wasi program = wasi;
      if (program == null) {
        program = wasi(compiled, args);
        wasi = program;
      }
      code = WasiCommand.run(program, compiled);
    } catch (Throwable thrown) {
      failure = thrown;
    }
  }

  /** Tells what went wrong; returns the exit code. */
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
      err.println(program + ": out of memory; give Java more with -Xmx: " + thrown.getMessage());
    } else {
      err.println(program + ": the program could not go on:");
      thrown.printStackTrace(err);
    }
    return FAILED;
  }

  /**
   * Tells which functions were active, a line each.
   *
   * @param most how many lines are printed before the rest is only counted
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

  /** Text with control characters escaped: a module's names must not steer the terminal. */
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
