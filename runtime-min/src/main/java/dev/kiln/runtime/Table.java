package dev.kiln.runtime;

import dev.kiln.runtime.abi.TableCells;
import org.jspecify.annotations.Nullable;

/** A table of references. Confined to the thread that uses the store. */
public final class Table implements Extern {
  private final Store<?> store;
  private final TableType declared;
  private final TableCells state;

  private Table(Store<?> store, TableType type) {
    if (type.min() > TableCells.MAX_SIZE) {
      throw new LinkException(
          "a table of " + type.min() + " elements is too large: at most 100000000 can be had");
    }
    this.store = store;
    this.declared = type;
    long max = type.max() == TableType.NO_MAX ? TableCells.MAX_SIZE : type.max();
    this.state =
        new TableCells(
            type.element().isFunction(), (int) type.min(), max, (current, desired) -> true);
  }

  /**
   * A table of its own.
   *
   * @param initial the value of its elements
   * @throws IllegalArgumentException where {@code initial} is not of the element type or not of
   *     this store
   */
  public static Table create(Store<?> store, TableType type, @Nullable Object initial) {
    Table table = new Table(store, type);
    table.check(initial);
    table.state.fill(0, initial, (int) type.min());
    return table;
  }

  /** A table for a module, which writes its elements itself. */
  static Table uninitialized(Store<?> store, TableType type) {
    return new Table(store, type);
  }

  /** The state that compiled code works on. */
  TableCells state() {
    return state;
  }

  @Override
  public Store<?> store() {
    return store;
  }

  @Override
  public TableType type() {
    return new TableType(declared.element(), state.size, declared.max());
  }

  /** The number of elements. */
  public int size() {
    return state.size;
  }

  /**
   * An element.
   *
   * @throws Trap where {@code index} is not within 0 to {@link #size()}
   */
  public @Nullable Object get(int index) {
    return state.get(index);
  }

  /**
   * Sets an element.
   *
   * @throws Trap where {@code index} is not within 0 to {@link #size()}
   * @throws IllegalArgumentException where {@code value} is not of the element type or of another
   *     store
   */
  public void set(int index, @Nullable Object value) {
    check(value);
    state.set(index, value);
  }

  /**
   * Grows the table by {@code delta} elements.
   *
   * @return the old size, or -1 where the maximum or the heap refuses
   */
  public int grow(int delta, @Nullable Object value) {
    if (delta < 0) {
      throw new IllegalArgumentException("cannot grow a table by " + delta + " elements");
    }
    check(value);
    return state.grow(value, delta);
  }

  /** Sets {@code count} elements from {@code index} on. */
  public void fill(int index, @Nullable Object value, int count) {
    check(value);
    state.fill(index, value, count);
  }

  private void check(@Nullable Object value) {
    String wrong = Lanes.mismatch(store, declared.element(), value);
    if (wrong != null) {
      throw new IllegalArgumentException("element of " + this + ": " + wrong);
    }
  }

  @Override
  public String toString() {
    return type().toString();
  }
}
