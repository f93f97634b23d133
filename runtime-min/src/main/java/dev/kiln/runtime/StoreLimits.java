package dev.kiln.runtime;

/**
 * A {@link ResourceLimiter} of fixed numbers: {@code StoreLimits.UNLIMITED.withMemoryBytes(64L <<
 * 20).withInstances(10)}. Immutable.
 *
 * @param memoryBytes the most bytes each memory may have
 * @param tableElements the most elements each table may have
 * @param instances how many instances may be made
 * @param memories how many memories may be made
 * @param tables how many tables may be made
 */
public record StoreLimits(
    long memoryBytes, long tableElements, int instances, int memories, int tables)
    implements ResourceLimiter {
  /** Limits nothing. */
  public static final StoreLimits UNLIMITED =
      new StoreLimits(
          Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException where one is negative
   */
  public StoreLimits {
    if (memoryBytes < 0 || tableElements < 0 || instances < 0 || memories < 0 || tables < 0) {
      throw new IllegalArgumentException("a limit cannot be negative");
    }
  }

  /** These limits with another one for the bytes of each memory. */
  public StoreLimits withMemoryBytes(long bytes) {
    return new StoreLimits(bytes, tableElements, instances, memories, tables);
  }

  /** These limits with another one for the elements of each table. */
  public StoreLimits withTableElements(long elements) {
    return new StoreLimits(memoryBytes, elements, instances, memories, tables);
  }

  /** These limits with another number of instances. */
  public StoreLimits withInstances(int count) {
    return new StoreLimits(memoryBytes, tableElements, count, memories, tables);
  }

  /** These limits with another number of memories. */
  public StoreLimits withMemories(int count) {
    return new StoreLimits(memoryBytes, tableElements, instances, count, tables);
  }

  /** These limits with another number of tables. */
  public StoreLimits withTables(int count) {
    return new StoreLimits(memoryBytes, tableElements, instances, memories, count);
  }

  @Override
  public boolean memoryGrowing(long current, long desired, long maximum) {
    return desired <= memoryBytes;
  }

  @Override
  public boolean tableGrowing(long current, long desired, long maximum) {
    return desired <= tableElements;
  }
}
