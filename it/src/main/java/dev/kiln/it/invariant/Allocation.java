package dev.kiln.it.invariant;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How many bytes a thread allocates. */
final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 40;
  private static final int WARM_UP = 20_000;
  private static final int MEASURED = 10_000;

  private Allocation() {}

  /**
   * The bytes of a call after warm-up, rounded up: the least of several measurements, since the JIT
   * may be late. An action that allocates does so in all of them.
   */
  static long least(Runnable action) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > 0; round++) {
      for (int i = 0; i < WARM_UP; i++) {
        action.run();
      }
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < MEASURED; i++) {
        action.run();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return (least + MEASURED - 1) / MEASURED;
  }
}
