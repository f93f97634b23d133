package dev.kiln.runtime;

import dev.kiln.runtime.abi.LinearMemory;

/** What a store has of what its {@link ResourceLimiter} counts. */
final class Quota {
  private ResourceLimiter limiter = StoreLimits.UNLIMITED;
  private int instances;
  private int memories;
  private int tables;

  void limiter(ResourceLimiter of) {
    limiter = of;
  }

  /**
   * Checks whether one more instance of {@code module}, with what it defines, is allowed.
   *
   * @throws LinkException where that is too many
   */
  void checkInstance(Module module, int newMemories, int newTables) {
    check(module.name() + ": ", "instances", 1, instances, limiter.instances());
    check(module.name() + ": ", "memories", newMemories, memories, limiter.memories());
    check(module.name() + ": ", "tables", newTables, tables, limiter.tables());
  }

  /** Counts an instance and what it defines. */
  void countInstance(int newMemories, int newTables) {
    instances++;
    memories += newMemories;
    tables += newTables;
  }

  /** Checks whether the host may make a memory. */
  void checkMemory() {
    check("", "memories", 1, memories, limiter.memories());
  }

  void countMemory() {
    memories++;
  }

  /** Checks whether the host may make a table. */
  void checkTable() {
    check("", "tables", 1, tables, limiter.tables());
  }

  void countTable() {
    tables++;
  }

  private static void check(String where, String what, int more, int have, int limit) {
    if (more > 0 && more > limit - have) {
      throw new LinkException(
          where + "the store's limiter allows " + limit + " " + what + ", and there are " + have);
    }
  }

  boolean allowsMemory(long current, long desired, long maximum) {
    return limiter.memoryGrowing(current, desired, maximum);
  }

  boolean allowsTable(long current, long desired, long maximum) {
    return limiter.tableGrowing(current, desired, maximum);
  }

  /**
   * Asked by compiled code before a memory or table grows: what the limiter throws travels in a
   * carrier.
   */
  static final class Guard implements LinearMemory.GrowthGuard {
    private final Quota quota;
    private final boolean memory;
    private final long maximum;

    Guard(Quota quota, boolean memory, long maximum) {
      this.quota = quota;
      this.memory = memory;
      this.maximum = maximum;
    }

    @Override
    public boolean allow(long current, long desired) {
      try {
        return memory
            ? quota.allowsMemory(current, desired, maximum)
            : quota.allowsTable(current, desired, maximum);
      } catch (Throwable thrown) {
        throw Caller.failure(thrown);
      }
    }
  }
}
