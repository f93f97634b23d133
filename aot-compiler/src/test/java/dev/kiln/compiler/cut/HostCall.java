package dev.kiln.compiler.cut;

import java.util.function.IntUnaryOperator;

/**
 * What hand-made functions call. Not a host function: what that throws is carried through compiled
 * code in another exception. Public, since generated classes call it.
 */
public final class HostCall {
  private static final ThreadLocal<IntUnaryOperator> CURRENT = new ThreadLocal<>();

  private HostCall() {}

  /** Sets what calls on this thread do. */
  static void set(IntUnaryOperator operator) {
    CURRENT.set(operator);
  }

  /** Called by generated code. */
  public static int call(int argument) {
    return CURRENT.get().applyAsInt(argument);
  }
}
