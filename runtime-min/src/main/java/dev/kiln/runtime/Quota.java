package dev.kiln.runtime;

import dev.kiln.runtime.abi.TableCells;
import org.jspecify.annotations.Nullable;

/**
 * What a store has of what its {@link ResourceLimiter} counts; asked itself by compiled code before
 * a memory or table grows. No API.
 */
public final class Quota {
  /** Null where nothing is limited. */
  private @Nullable ResourceLimiter limiter;

  private int instances;
  private int memories;
  private int tables;

  /** Nothing is limited. */
  public Quota() {}

  /** Limits the store from here on. */
  public Quota limiter(ResourceLimiter of) {
    limiter = of;
    return this;
  }

  /**
   * Checks whether one more instance of {@code module}, with what it defines, is allowed.
   *
   * @throws LinkException where that is too many
   */
  void checkInstance(Module module, int newMemories, int newTables) {
    ResourceLimiter asked = limiter;
    if (asked != null) {
      check(module.name() + ": ", "instances", 1, instances, asked.instances());
      check(module.name() + ": ", "memories", newMemories, memories, asked.memories());
      check(module.name() + ": ", "tables", newTables, tables, asked.tables());
    }
  }

  /** Counts an instance and what it defines. */
  void countInstance(int newMemories, int newTables) {
    instances++;
    memories += newMemories;
    tables += newTables;
  }

  /** Checks whether the host may make a memory. */
  void checkMemory() {
    if (limiter != null) {
      check("", "memories", 1, memories, limiter.memories());
    }
  }

  void countMemory() {
    memories++;
  }

  /** Checks whether the host may make a table. */
  void checkTable() {
    if (limiter != null) {
      check("", "tables", 1, tables, limiter.tables());
    }
  }

  /**
   * The elements of a new table.
   *
   * @param where begins a refusal
   * @param max the most elements, -1 for no maximum
   * @throws LinkException where it is too large, or the limiter or the heap refuses it
   */
  TableCells cells(String where, boolean functions, long min, long max) {
    if (min > TableCells.MAX_SIZE) {
      throw Failures.link(
          where + "a table of " + min + " elements is too large: at most 100000000 can be had");
    }
    if (!allowsTable(0, min, max)) {
      throw Failures.link(where + "the store's limiter refuses a table of " + min + " elements");
    }
    try {
      return new TableCells(functions, (int) min, max, this);
    } catch (OutOfMemoryError e) {
      throw Failures.link(
          where
              + "the heap has no room for a table of "
              + min
              + " elements: give Java more (-Xmx)");
    }
  }

  void countTable() {
    tables++;
  }

  private static void check(String where, String what, int more, int have, int limit) {
    if (more > 0 && more > limit - have) {
      throw Failures.link(
          where + "the store's limiter allows " + limit + " " + what + ", and there are " + have);
    }
  }

  boolean allowsMemory(long current, long desired, long maximum) {
    return limiter == null || limiter.memoryGrowing(current, desired, maximum);
  }

  boolean allowsTable(long current, long desired, long maximum) {
    return limiter == null || limiter.tableGrowing(current, desired, maximum);
  }

  /**
   * {@link ResourceLimiter#memoryGrowing} for compiled code: what the limiter throws travels in a
   * carrier.
   */
  public boolean memoryGrowing(long current, long desired, long maximum) {
    try {
      return allowsMemory(current, desired, maximum);
    } catch (Throwable thrown) {
      throw Caller.failure(thrown);
    }
  }

  /** {@link ResourceLimiter#tableGrowing} for compiled code; see above. */
  public boolean tableGrowing(long current, long desired, long maximum) {
    try {
      return allowsTable(current, desired, maximum);
    } catch (Throwable thrown) {
      throw Caller.failure(thrown);
    }
  }
}
