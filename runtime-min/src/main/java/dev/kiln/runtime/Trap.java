package dev.kiln.runtime;

import java.util.Objects;

/**
 * A trap: execution of wasm was aborted. The Java stack trace names the wasm functions; the store
 * stays usable.
 */
public final class Trap extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong. */
  public enum Kind {
    /** {@code unreachable} was executed. */
    UNREACHABLE("unreachable"),
    /** Division or remainder by zero. */
    INTEGER_DIVIDE_BY_ZERO("integer divide by zero"),
    /** A result that its integer type does not hold. */
    INTEGER_OVERFLOW("integer overflow"),
    /** NaN where an integer is wanted. */
    INVALID_CONVERSION_TO_INTEGER("invalid conversion to integer"),
    /** A memory access past the end of the memory or data segment. */
    MEMORY_OUT_OF_BOUNDS("out of bounds memory access"),
    /** A table access past the end of the table or element segment. */
    TABLE_OUT_OF_BOUNDS("out of bounds table access"),
    /** An indirect call past the end of its table. */
    UNDEFINED_ELEMENT("undefined element"),
    /** An indirect call of a null element. */
    UNINITIALIZED_ELEMENT("uninitialized element"),
    /** An indirect call of a function of another type. */
    INDIRECT_CALL_TYPE_MISMATCH("indirect call type mismatch"),
    /** A null reference where none may be. */
    NULL_REFERENCE("null reference"),
    /** A call through a null function reference. */
    NULL_FUNCTION_REFERENCE("null function reference"),
    /** Calls nested too deep. */
    CALL_STACK_EXHAUSTED("call stack exhausted"),
    /** A call of an import that {@link Linker#unknownImportsAsTraps} defined; Kiln's own. */
    UNKNOWN_IMPORT("unknown import"),
    /** The store's deadline came; see {@link Store#setEpochDeadline}. */
    INTERRUPT("interrupt"),
    /** The store's fuel is used up; see {@link Store#setFuel}. */
    OUT_OF_FUEL("out of fuel");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** The specification's words, as far as it has any. */
    public String text() {
      return text;
    }
  }

  private final Kind kind;
  private final String reason;

  /** A trap with the specification's words as message. */
  public Trap(Kind kind) {
    this(kind, kind.text);
  }

  /** A trap with a message of its own. */
  public Trap(Kind kind, String message) {
    super(message);
    this.kind = kind;
    this.reason = message;
  }

  /**
   * Makes sure that what a trap needs, also of the JDK, is initialised: it may be the end of the
   * stack, and an initialiser that is struck there leaves its class unusable for ever. Classes
   * without one may be loaded there: that is tried again the next time.
   */
  static void prepare() {
    try {
      Objects.requireNonNull(null); // a trace with the JDK in it, as those of threads are
    } catch (NullPointerException e) {
      from(Kind.CALL_STACK_EXHAUSTED, e);
    }
  }

  /** A trap for what the JVM threw in compiled code. */
  static Trap from(Kind kind, Throwable thrown) {
    Trap trap = new Trap(kind);
    trap.setStackTrace(thrown.getStackTrace());
    return trap;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** What went wrong, in words, without the place. */
  public String reason() {
    return reason;
  }

  /** The wasm functions that were active, innermost first. */
  public WasmBacktrace backtrace() {
    return WasmBacktrace.read(getStackTrace());
  }

  /** The reason and the place: {@code integer divide by zero in calculator.wasm "div"}. */
  @Override
  public String getMessage() {
    WasmBacktrace.Frame place = WasmBacktrace.innermost(getStackTrace());
    return place == null ? reason : reason + " in " + place;
  }
}
