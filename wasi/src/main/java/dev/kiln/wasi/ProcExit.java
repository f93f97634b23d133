package dev.kiln.wasi;

/**
 * Ends a program. {@code proc_exit} throws it; it passes through the wasm frames and reaches the
 * caller of the entry function unchanged. {@link WasiCommand} returns its code; an embedder that
 * calls {@code _start} itself catches it. Has no stack trace.
 */
public final class ProcExit extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;

  /** The end of a program with an exit code. */
  ProcExit(int code) {
    super("the program exited with code " + Integer.toUnsignedString(code), null, false, false);
    this.code = code;
  }

  /** The program's exit code, an unsigned 32-bit number; 0 is success. */
  public int code() {
    return code;
  }
}
