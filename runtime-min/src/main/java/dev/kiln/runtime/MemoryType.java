package dev.kiln.runtime;

/**
 * The type of a memory.
 *
 * @param min the initial size in pages of 65,536 bytes, 0 to 65,536
 * @param max the maximum in pages, {@link #NO_MAX} where there is none
 */
public record MemoryType(long min, long max) implements ExternType {
  /** No declared maximum. */
  public static final long NO_MAX = -1;

  /** A memory type without a maximum. */
  public MemoryType(long min) {
    this(min, NO_MAX);
  }

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException where not 0 ≤ min ≤ max ≤ 65,536 pages
   */
  public MemoryType {
    Limits.check(min, max, 65536, "memory");
  }

  @Override
  public String toString() {
    return "memory " + Limits.text(min, max);
  }
}
