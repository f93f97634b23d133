package dev.kiln.runtime.abi;

import dev.kiln.runtime.Trap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a store allows its code: until when, and how much. Code that was compiled for it compares
 * {@link #epoch} with {@link #deadline}, or takes from {@link #fuel}, where it is entered and where
 * it loops. One per store; like the store confined to one thread, except for the epoch.
 *
 * <p>Bulk operations of such code go in slices, each paid for before and checked between. Bounds
 * are checked before the first, so whether one traps for them does not depend on the slices; one
 * that is interrupted has done some.
 */
public abstract class Meter {
  /** No deadline, and the fuel of a store that was given none. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** The bytes, and the elements, of a slice. */
  private static final int BYTES = 1 << 20;

  private static final int ELEMENTS = 1 << 17;

  /** How many bytes, and how many elements, a unit of fuel moves. */
  private static final int BYTES_PER_UNIT = 64;

  private static final int ELEMENTS_PER_UNIT = 8;

  /**
   * The engine's epoch. Compiled code reads it with {@code getOpaque}: a plain read would be taken
   * out of the loop that it is there to end, and a volatile one costs more.
   */
  public final AtomicLong epoch;

  /** The first epoch in which code is interrupted. */
  public long deadline = UNLIMITED;

  /** What is left; below zero between the instruction that took too much and the next check. */
  public long fuel = UNLIMITED;

  /** A meter without limits. */
  protected Meter(AtomicLong epoch) {
    this.epoch = epoch;
  }

  /** Compiled code has found that the deadline has come: traps, or has it moved. */
  public abstract void interrupt();

  /** Compiled code has found that the fuel is used up. */
  public final Trap outOfFuel() {
    fuel = 0;
    return new Trap(Trap.Kind.OUT_OF_FUEL);
  }

  /** Takes {@code units} of fuel, and checks that and the deadline. */
  private void spend(int units) {
    fuel -= units;
    if (fuel < 0) {
      throw outOfFuel();
    }
    if (epoch.getOpaque() >= deadline) {
      interrupt();
    }
  }

  private int bytes(int left) {
    int n = Math.min(left, BYTES);
    spend(n / BYTES_PER_UNIT);
    return n;
  }

  private int elements(int left) {
    int n = Math.min(left, ELEMENTS);
    spend(n / ELEMENTS_PER_UNIT);
    return n;
  }

  /** {@code memory.grow}; what was added is paid for afterwards, so a refusal is free. */
  public final int grow(LinearMemory memory, int delta) {
    int old = memory.grow(delta);
    if (old >= 0) {
      spend(delta * (LinearMemory.PAGE / BYTES_PER_UNIT));
    }
    return old;
  }

  /** {@code table.grow}; see above. */
  public final int grow(TableCells table, @Nullable Object value, int delta) {
    int old = table.grow(value, delta);
    if (old >= 0) {
      spend(delta / ELEMENTS_PER_UNIT);
    }
    return old;
  }

  /** {@code memory.fill}. */
  public final void fill(LinearMemory memory, int to, int value, int count) {
    memory.check(to, count);
    for (int done = 0; done < count; ) {
      int n = bytes(count - done);
      memory.fill(to + done, value, n);
      done += n;
    }
  }

  /** {@code memory.copy}; what overlaps is copied from the end that is not overwritten. */
  public final void copy(LinearMemory memory, LinearMemory source, int to, int from, int count) {
    source.check(from, count);
    memory.check(to, count);
    for (int done = 0; done < count; ) {
      int n = bytes(count - done);
      int at = to > from ? count - done - n : done;
      memory.copy(source, to + at, from + at, n);
      done += n;
    }
  }

  /** {@code memory.init}. */
  public final void init(LinearMemory memory, byte[] segment, int to, int from, int count) {
    LinearMemory.check(segment.length, from, count);
    memory.check(to, count);
    for (int done = 0; done < count; ) {
      int n = bytes(count - done);
      memory.init(segment, to + done, from + done, n);
      done += n;
    }
  }

  /** {@code table.fill}. */
  public final void fill(TableCells table, int to, @Nullable Object value, int count) {
    TableCells.check(table.size, to, count);
    for (int done = 0; done < count; ) {
      int n = elements(count - done);
      table.fill(to + done, value, n);
      done += n;
    }
  }

  /** {@code table.copy}; see {@code memory.copy}. */
  public final void copy(TableCells table, TableCells source, int to, int from, int count) {
    TableCells.check(source.size, from, count);
    TableCells.check(table.size, to, count);
    for (int done = 0; done < count; ) {
      int n = elements(count - done);
      int at = to > from ? count - done - n : done;
      table.copy(source, to + at, from + at, n);
      done += n;
    }
  }

  /** {@code table.init}. */
  public final void init(
      TableCells table, @Nullable Object[] segment, int to, int from, int count) {
    TableCells.check(segment.length, from, count);
    TableCells.check(table.size, to, count);
    for (int done = 0; done < count; ) {
      int n = elements(count - done);
      table.init(segment, to + done, from + done, n);
      done += n;
    }
  }
}
