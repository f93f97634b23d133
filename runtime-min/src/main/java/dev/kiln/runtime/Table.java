package dev.kiln.runtime;

import dev.kiln.runtime.abi.TableCells;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table of references: {@link FuncRef}s, or any objects where the elements are externref. Indices
 * and counts are unsigned 32-bit. Confined to the thread that uses the store.
 */
public final class Table implements Extern {
  private final Store<?> store;
  private final TableCells state;
  private final long max;

  /** Null until somebody asks for it. */
  private @Nullable TableType declared;

  /** What the declared type is then read from. */
  private final @Nullable Module module;

  private final int index;

  private Table(
      Store<?> store, boolean functions, long min, long max, @Nullable Module module, int index) {
    String where = module == null ? "" : module.name() + ": ";
    if (min > TableCells.MAX_SIZE) {
      throw Failures.link(
          where + "a table of " + min + " elements is too large: at most 100000000 can be had");
    }
    if (!store.quota().allowsTable(0, min, max)) {
      throw Failures.link(where + "the store's limiter refuses a table of " + min + " elements");
    }
    this.store = store;
    this.max = max;
    this.module = module;
    this.index = index;
    try {
      this.state = new TableCells(functions, (int) min, max, store.quota());
    } catch (OutOfMemoryError e) {
      throw Failures.link(
          where
              + "the heap has no room for a table of "
              + min
              + " elements: give Java more (-Xmx)");
    }
  }

  private TableType declared() {
    TableType known = declared;
    if (known == null) {
      known = DescriptorTypes.table(Objects.requireNonNull(module).descriptor(), index);
      declared = known;
    }
    return known;
  }

  /**
   * A table of its own.
   *
   * @param initial the value of its elements
   * @throws IllegalArgumentException where {@code initial} is not of the element type or not of
   *     this store, or the type is of another engine
   * @throws LinkException where it is larger than 100,000,000 elements, or the store's limiter or
   *     the heap refuses it
   */
  public static Table create(Store<?> store, TableType type, @Nullable Object initial) {
    store.checkThread();
    HostTypes.check(store.engine(), type);
    check(store, type, initial);
    store.quota().checkTable();
    Table table = new Table(store, type.element().isFunction(), type.min(), type.max(), null, 0);
    table.declared = type;
    store.quota().countTable();
    table.state.fill(0, initial, (int) type.min());
    return table;
  }

  /** Table {@code index} of a module, which defines it and writes its elements itself. */
  static Table forModule(Store<?> store, Module module, int index) {
    ModuleDescriptor descriptor = module.descriptor();
    long[] raw = descriptor.tables.get(index);
    return new Table(store, descriptor.holdsFunctions(index), raw[1], raw[2], module, index);
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
    return new TableType(declared().element(), state.size, max);
  }

  /** The number of elements. */
  public int size() {
    return state.size;
  }

  /** Whether the type, the current size and the maximum fit what an import wants. */
  boolean fits(TableType wanted) {
    return declared().element().equals(wanted.element())
        && Limits.fit(state.size, max, wanted.min(), wanted.max());
  }

  /**
   * An element.
   *
   * @throws Trap where {@code index} is not below {@link #size()}
   */
  public @Nullable Object get(int index) {
    return state.get(index);
  }

  /**
   * An element of a table of functions; null where the element is null.
   *
   * @throws Trap where {@code index} is not below {@link #size()}
   * @throws IllegalStateException where the elements are not functions
   */
  public @Nullable FuncRef getFunction(int index) {
    if (!state.holdsFunctions) {
      throw Failures.state(this + " holds no functions");
    }
    return state.getFunction(index);
  }

  /**
   * Sets an element.
   *
   * @throws Trap where {@code index} is not below {@link #size()}
   * @throws IllegalArgumentException where {@code value} is not of the element type or of another
   *     store
   */
  public void set(int index, @Nullable Object value) {
    check(store, declared(), value);
    state.set(index, value);
  }

  /**
   * Grows the table by {@code delta} elements.
   *
   * @param delta elements to add, at least 0
   * @param value the value of the new elements
   * @return the old size, or -1 where the maximum, the store's limiter or the heap refuses
   * @throws IllegalArgumentException where {@code delta} is negative, or {@code value} is not of
   *     the element type or of another store
   */
  public int grow(int delta, @Nullable Object value) {
    if (delta < 0) {
      throw new IllegalArgumentException("cannot grow a table by " + delta + " elements");
    }
    check(store, declared(), value);
    store.checkThread();
    try {
      return state.grow(value, delta);
    } catch (RuntimeException thrown) {
      throw Boundary.translate(thrown); // a HostException, by the limiter
    }
  }

  /**
   * Sets {@code count} elements from {@code index} on.
   *
   * @throws Trap where they are not all in the table; nothing was changed
   * @throws IllegalArgumentException where {@code value} is not of the element type or of another
   *     store
   */
  public void fill(int index, @Nullable Object value, int count) {
    check(store, declared(), value);
    state.fill(index, value, count);
  }

  /**
   * Copies {@code count} elements of {@code source}, which may be this table.
   *
   * @throws Trap where they are not all in the tables; nothing was changed
   * @throws IllegalArgumentException where {@code source} belongs to another store, or its elements
   *     are not of this table's element type
   */
  public void copy(int to, Table source, int from, int count) {
    if (source.store != store) {
      throw new IllegalArgumentException(source + " belongs to another store");
    }
    if (!Lanes.elementsMatch(source.declared(), declared())) {
      throw new IllegalArgumentException("cannot copy elements of " + source + " to " + this);
    }
    state.copy(source.state, to, from, count);
  }

  private static void check(Store<?> store, TableType type, @Nullable Object value) {
    String wrong = Lanes.elementMismatch(store, type, value);
    if (wrong != null) {
      throw new IllegalArgumentException("element of " + type + ": " + wrong);
    }
  }

  @Override
  public String toString() {
    return type().toString();
  }
}
