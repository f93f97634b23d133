package dev.kiln.runtime;

/** Where calls by the host end: what compiled code let through becomes what the host shall see. */
final class Boundary {
  private Boundary() {}

  /**
   * The exception to throw in place of {@code thrown}. Compiled code throws traps itself, except
   * for two that the JVM finds: {@code Objects.checkIndex} fails only for memories, and the stack
   * ends.
   */
  static RuntimeException translate(Throwable thrown) {
    if (thrown instanceof HostException carrier) {
      try {
        WasmBacktrace.attach(carrier.thrown, carrier);
      } catch (StackOverflowError e) {
        // No room for it here: what the host threw matters more than where it passed.
        return sneaky(carrier.thrown);
      }
      return sneaky(carrier.thrown);
    }
    if (thrown instanceof StackOverflowError) {
      return Trap.from(Trap.Kind.CALL_STACK_EXHAUSTED, thrown);
    }
    if (thrown instanceof IndexOutOfBoundsException) {
      return Trap.from(Trap.Kind.MEMORY_OUT_OF_BOUNDS, thrown);
    }
    return sneaky(thrown);
  }

  /** Throws whatever it is, checked or not: a host function's exception arrives as itself. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
