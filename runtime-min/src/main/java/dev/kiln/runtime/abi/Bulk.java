package dev.kiln.runtime.abi;

import org.jspecify.annotations.Nullable;

/**
 * Bulk operations for code that is compiled with epochs or fuel: what may take long goes in slices,
 * each paid for before and checked between. Bounds are checked before the first, so whether an
 * operation traps for them does not depend on the slices; one that is interrupted has done some.
 */
public final class Bulk {
  /** The bytes of a slice. */
  static final int SLICE = 1 << 20;

  /** The elements of a slice. */
  static final int ELEMENTS = 1 << 17;

  /** How many bytes, and how many elements, a unit of fuel moves. */
  private static final int BYTES_PER_UNIT = 64;

  private static final int ELEMENTS_PER_UNIT = 8;

  private Bulk() {}

  /** {@code memory.grow}; what was added is paid for afterwards, so a refusal is free. */
  public static int grow(LinearMemory memory, int delta, Meter meter) {
    int old = memory.grow(delta);
    if (old >= 0) {
      meter.spend((long) delta * (LinearMemory.PAGE / BYTES_PER_UNIT));
    }
    return old;
  }

  /** {@code table.grow}; see above. */
  public static int grow(TableCells table, @Nullable Object value, int delta, Meter meter) {
    int old = table.grow(value, delta);
    if (old >= 0) {
      meter.spend(delta / ELEMENTS_PER_UNIT);
    }
    return old;
  }

  /** {@code memory.fill}. */
  public static void fill(LinearMemory memory, int to, int value, int count, Meter meter) {
    memory.check(to, count);
    int done = 0;
    for (int n; (n = slice(count - done, SLICE, BYTES_PER_UNIT, meter)) > 0; done += n) {
      memory.fill(to + done, value, n);
    }
  }

  /** {@code memory.copy}; ranges that overlap are copied from the end that is not overwritten. */
  public static void copy(
      LinearMemory memory, LinearMemory source, int to, int from, int count, Meter meter) {
    source.check(from, count);
    memory.check(to, count);
    boolean backwards = memory == source && to > from;
    int done = 0;
    for (int n; (n = slice(count - done, SLICE, BYTES_PER_UNIT, meter)) > 0; done += n) {
      int at = backwards ? count - done - n : done;
      memory.copy(source, to + at, from + at, n);
    }
  }

  /** {@code memory.init}. */
  public static void init(
      LinearMemory memory, byte[] segment, int to, int from, int count, Meter meter) {
    LinearMemory.check(segment.length, from, count);
    memory.check(to, count);
    int done = 0;
    for (int n; (n = slice(count - done, SLICE, BYTES_PER_UNIT, meter)) > 0; done += n) {
      memory.init(segment, to + done, from + done, n);
    }
  }

  /** {@code table.fill}. */
  public static void fill(
      TableCells table, int to, @Nullable Object value, int count, Meter meter) {
    TableCells.check(table.size, to, count);
    int done = 0;
    for (int n; (n = slice(count - done, ELEMENTS, ELEMENTS_PER_UNIT, meter)) > 0; done += n) {
      table.fill(to + done, value, n);
    }
  }

  /** {@code table.copy}; see {@code memory.copy}. */
  public static void copy(
      TableCells table, TableCells source, int to, int from, int count, Meter meter) {
    TableCells.check(source.size, from, count);
    TableCells.check(table.size, to, count);
    boolean backwards = table == source && to > from;
    int done = 0;
    for (int n; (n = slice(count - done, ELEMENTS, ELEMENTS_PER_UNIT, meter)) > 0; done += n) {
      int at = backwards ? count - done - n : done;
      table.copy(source, to + at, from + at, n);
    }
  }

  /** {@code table.init}. */
  public static void init(
      TableCells table, @Nullable Object[] segment, int to, int from, int count, Meter meter) {
    TableCells.check(segment.length, from, count);
    TableCells.check(table.size, to, count);
    int done = 0;
    for (int n; (n = slice(count - done, ELEMENTS, ELEMENTS_PER_UNIT, meter)) > 0; done += n) {
      table.init(segment, to + done, from + done, n);
    }
  }

  /** How many of {@code left} come next, paid for; 0 at the end. */
  private static int slice(int left, int most, int perUnit, Meter meter) {
    int n = Math.min(left, most);
    if (n > 0) {
      meter.spend(n / perUnit);
    }
    return n;
  }
}
