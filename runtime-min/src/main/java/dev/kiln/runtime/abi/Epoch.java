package dev.kiln.runtime.abi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An engine's epoch: a number that the host advances, from any thread, and that interruptible code
 * compares with its store's deadline.
 */
public final class Epoch {
  /**
   * The epoch, a {@code long}. Compiled code reads it with {@code getOpaque}: a plain read would be
   * taken out of the loop that it is there to end, and a volatile one costs more.
   */
  public static final VarHandle NOW;

  static {
    try {
      NOW = MethodHandles.lookup().findVarHandle(Epoch.class, "now", long.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the field below exists", e);
    }
  }

  @SuppressWarnings("unused") // through NOW
  private long now;

  /** The first epoch, 0. */
  public Epoch() {
    now(); // what the JDK needs for that is initialised here, not at the end of some stack
  }

  /** The present epoch. */
  public long now() {
    return (long) NOW.getOpaque(this);
  }

  /** Goes on to the next epoch. */
  public void advance() {
    NOW.getAndAdd(this, 1L);
  }
}
