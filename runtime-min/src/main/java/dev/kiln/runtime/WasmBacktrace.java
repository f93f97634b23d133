package dev.kiln.runtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wasm functions that were active, innermost first: of a {@link Trap}, or of what a host
 * function threw through wasm. A large function that was compiled to several methods is one frame.
 * Immutable.
 *
 * @param frames the functions, innermost first; empty where no wasm was active
 */
public record WasmBacktrace(List<Frame> frames) {
  private static final String UNNAMED = "func";

  /** Copies the list. */
  public WasmBacktrace {
    frames = List.copyOf(frames);
  }

  /**
   * A function that was active.
   *
   * @param module the name of the wasm file, without folders
   * @param functionIndex the index in the module's function index space, {@link #UNKNOWN} where the
   *     compiled class does not tell it
   * @param functionName the name from the module's name section, with {@code _} and the like for
   *     what the JVM forbids in names; null where it has none
   */
  public record Frame(String module, int functionIndex, @Nullable String functionName) {
    /** No function index. */
    public static final int UNKNOWN = -1;

    @Override
    public String toString() {
      return module
          + (functionName != null ? " \"" + functionName + "\"" : " func[" + functionIndex + "]");
    }
  }

  /**
   * The wasm functions that {@code thrown} passed through on its way to the host.
   *
   * @return an empty one where there were none, or where {@code thrown} does not take suppressed
   *     exceptions
   */
  public static WasmBacktrace of(Throwable thrown) {
    if (thrown instanceof Trap trap) {
      return trap.backtrace();
    }
    Attached attached = attachedTo(thrown);
    return attached == null ? new WasmBacktrace(List.of()) : read(attached.getStackTrace());
  }

  /** The frames of wasm functions in a Java stack trace. */
  static WasmBacktrace read(StackTraceElement[] trace) {
    List<Frame> frames = new ArrayList<>();
    for (StackTraceElement element : trace) {
      if (isFunction(element)) {
        frames.add(frame(element));
      }
    }
    return new WasmBacktrace(frames);
  }

  /** The innermost wasm function, null where there is none. */
  static @Nullable Frame innermost(StackTraceElement[] trace) {
    for (StackTraceElement element : trace) {
      if (isFunction(element)) {
        return frame(element);
      }
    }
    return null;
  }

  /**
   * Whether it is a compiled function: a method of {@code Module$F<n>} or of {@code Module$F<n>T},
   * which holds the twins; their source is the wasm file. Chunks of a function are in other classes
   * and always called by the function itself.
   */
  private static boolean isFunction(StackTraceElement element) {
    String name = element.getClassName();
    String file = element.getFileName();
    int at = name.lastIndexOf('$') + 1;
    if (at == 0 || !name.startsWith("F", at) || file == null || file.endsWith(".java")) {
      return false;
    }
    int end = name.endsWith("T") ? name.length() - 1 : name.length();
    return isNumber(name, at + 1, end);
  }

  private static boolean isNumber(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return from < to && to - from < 10;
  }

  /** The line of a compiled function is its index plus 1, where the compiler wrote lines. */
  private static Frame frame(StackTraceElement element) {
    String method = element.getMethodName();
    int index = Math.max(element.getLineNumber() - 1, Frame.UNKNOWN);
    boolean unnamed =
        method.startsWith(UNNAMED) && isNumber(method, UNNAMED.length(), method.length());
    if (unnamed) {
      int number = Integer.parseInt(method.substring(UNNAMED.length()));
      unnamed = index == Frame.UNKNOWN || index == number;
      index = unnamed ? number : index;
    }
    return new Frame(String.valueOf(element.getFileName()), index, unnamed ? null : method);
  }

  /**
   * Attaches the wasm frames of {@code carrier}'s stack trace to {@code thrown}, once. They are a
   * suppressed exception: the thrown object stays what it is, and printing it shows them.
   */
  static void attach(Throwable thrown, Throwable carrier) {
    if (thrown instanceof Trap || attachedTo(thrown) != null) {
      return;
    }
    List<StackTraceElement> wasm = new ArrayList<>();
    for (StackTraceElement element : carrier.getStackTrace()) {
      if (isFunction(element)) {
        wasm.add(element);
      }
    }
    if (!wasm.isEmpty()) {
      thrown.addSuppressed(new Attached(wasm.toArray(new StackTraceElement[0])));
    }
  }

  private static @Nullable Attached attachedTo(Throwable thrown) {
    for (Throwable suppressed : thrown.getSuppressed()) {
      if (suppressed instanceof Attached attached) {
        return attached;
      }
    }
    return null;
  }

  /** Shows the wasm frames where the exception it is attached to is printed. Never thrown. */
  private static final class Attached extends RuntimeException {
    private static final long serialVersionUID = 1;

    Attached(StackTraceElement[] wasm) {
      super("thrown through these wasm functions", null, false, true);
      setStackTrace(wasm);
    }

    @Override
    public Throwable fillInStackTrace() {
      return this; // its frames are those of another place
    }

    @Override
    public String toString() {
      return String.valueOf(getMessage());
    }
  }
}
