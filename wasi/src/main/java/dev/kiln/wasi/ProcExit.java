package dev.kiln.wasi;

/**
 * Ends a program: {@code proc_exit} throws it, it unwinds the wasm frames and reaches the caller of
 * the entry function as itself. {@link WasiCommand} turns it into its result; embedders that call
 * {@code _start} on their own catch it. Has no stack trace.
 */
public final class ProcExit extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;

  /** The end with an exit code. */
  ProcExit(int code) {
    super("the program exited with code " + Integer.toUnsignedString(code), null, false, false);
    this.code = code;
  }

  /** The exit code as the program gave it, an unsigned 32-bit number; 0 is success. */
  public int code() {
    return code;
  }
}
