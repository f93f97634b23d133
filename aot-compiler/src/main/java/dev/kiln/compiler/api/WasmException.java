package dev.kiln.compiler.api;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A module that cannot be compiled, and why. {@link #getMessage()} is one line:
 *
 * <pre>{@code a.wasm:0x1f3a: func[12] "parse": type mismatch: expected i32, got f64}</pre>
 *
 * <p>Parts that are not known are left out. Instances are immutable and may be shared.
 */
public final class WasmException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the module. */
  public enum Reason {
    /** The bytes are not a module (specification chapter 5, binary format). */
    MALFORMED,
    /** The module breaks a validation rule (specification chapter 3). */
    INVALID,
    /** The module is of a proposal that this version does not compile. */
    UNSUPPORTED,
    /** The module is larger than a limit of this compiler or of the JVM. */
    LIMIT
  }

  private final Reason reason;
  private final Place place;
  private final String detail;

  /** Where the problem is; see the accessors. */
  private record Place(String file, long offset, int functionIndex, @Nullable String functionName)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private WasmException(Reason reason, Place place, String detail) {
    super(message(place, detail));
    this.reason = reason;
    this.place = place;
    this.detail = detail;
  }

  /**
   * Creates an exception without a function.
   *
   * @param offset byte offset in the module, or -1
   * @param detail the sentence without its location
   */
  public static WasmException of(Reason reason, String file, long offset, String detail) {
    Place place = new Place(Objects.requireNonNull(file), offset, -1, null);
    return new WasmException(Objects.requireNonNull(reason), place, detail);
  }

  /**
   * The same problem, with the function that it is in. If this exception already has a function, it
   * is this exception itself.
   *
   * @param index index in the function index space of the module
   * @param name the function's name, if it has one
   */
  public WasmException inFunction(int index, @Nullable String name) {
    if (place.functionIndex() >= 0) {
      return this;
    }
    Place function = new Place(place.file(), place.offset(), index, name);
    WasmException located = new WasmException(reason, function, detail);
    located.setStackTrace(getStackTrace());
    return located;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }

  /** The file as the caller named it. */
  public String file() {
    return place.file();
  }

  /** The byte offset in the module, or -1 if none is known. */
  public long offset() {
    return place.offset();
  }

  /** The index in the function index space, or -1 if the problem is not in a function. */
  public int functionIndex() {
    return place.functionIndex();
  }

  /** The function's name, or null if it has none or the problem is not in a function. */
  public @Nullable String functionName() {
    return place.functionName();
  }

  /** The sentence without file, offset and function. */
  public String detail() {
    return detail;
  }

  private static String message(Place place, String detail) {
    StringBuilder text = new StringBuilder(place.file());
    if (place.offset() >= 0) {
      text.append(":0x").append(Long.toHexString(place.offset()));
    }
    text.append(": ");
    if (place.functionIndex() >= 0) {
      text.append("func[").append(place.functionIndex()).append(']');
      if (place.functionName() != null) {
        text.append(" \"");
        appendVisible(text, place.functionName());
        text.append('"');
      }
      text.append(": ");
    }
    appendVisible(text, detail);
    return text.toString();
  }

  /** Names come from the module: keep the message on one line whatever they hold. */
  private static void appendVisible(StringBuilder text, String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
  }
}
