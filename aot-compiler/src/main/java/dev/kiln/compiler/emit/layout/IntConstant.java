package dev.kiln.compiler.emit.layout;

/** How the constant of an {@code int} is pushed. */
public final class IntConstant {
  private IntConstant() {}

  /** The most bytes of bytecode that push {@code value}. */
  public static int size(long value) {
    return value >= -1 && value <= 5 ? 1 : value == (byte) value ? 2 : 3;
  }
}
