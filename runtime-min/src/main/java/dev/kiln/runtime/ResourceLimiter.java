package dev.kiln.runtime;

/**
 * What a store may have; see {@link Store#limit}. Asked before anything is allocated, in the thread
 * that uses the store. Initial sizes count as growth from 0. What it throws reaches whoever called
 * the store as itself.
 */
public interface ResourceLimiter {
  /** No declared maximum. */
  long NO_MAX = -1;

  /**
   * Whether a memory may grow. Refused growth gives wasm -1; a refused initial size fails the
   * instantiation.
   *
   * @param current bytes it has, 0 for a new memory
   * @param desired bytes it would have
   * @param maximum bytes its type allows, {@link #NO_MAX} where it sets no maximum
   */
  default boolean memoryGrowing(long current, long desired, long maximum) {
    return true;
  }

  /**
   * Whether a table may grow; as for memories.
   *
   * @param current elements it has, 0 for a new table
   * @param desired elements it would have
   * @param maximum elements its type allows, {@link #NO_MAX} where it sets no maximum
   */
  default boolean tableGrowing(long current, long desired, long maximum) {
    return true;
  }

  /** How many instances may be made in the store, from its beginning on. */
  default int instances() {
    return Integer.MAX_VALUE;
  }

  /** How many memories may be made in the store. */
  default int memories() {
    return Integer.MAX_VALUE;
  }

  /** How many tables may be made in the store. */
  default int tables() {
    return Integer.MAX_VALUE;
  }
}
