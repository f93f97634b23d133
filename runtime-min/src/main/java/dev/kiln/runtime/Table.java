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

  private Table(Store<?> store, TableCells state, long max, @Nullable Module module, int index) {
    this.store = store;
    this.state = state;
    this.max = max;
    this.module = module;
    this.index = index;
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
    TableCells cells = store.quota().cells("", type.element().isFunction(), type.min(), type.max());
    Table table = new Table(store, cells, type.max(), null, 0);
    table.declared = type;
    store.quota().countTable();
    table.state.fill(0, initial, (int) type.min());
    return table;
  }

  /** Table {@code index} of an instance of a module that defines it: the elements are there. */
  static Table forModule(Store<?> store, Module module, int index, TableCells cells) {
    return new Table(store, cells, module.descriptor().tables.get(index)[2], module, index);
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
    if (!Words.elementsMatch(source.declared(), declared())) {
      throw new IllegalArgumentException("cannot copy elements of " + source + " to " + this);
    }
    state.copy(source.state, to, from, count);
  }

  private static void check(Store<?> store, TableType type, @Nullable Object value) {
    String wrong = Words.elementMismatch(store, type, value);
    if (wrong != null) {
      throw new IllegalArgumentException("element of " + type + ": " + wrong);
    }
  }

  @Override
  public String toString() {
    return type().toString();
  }
}
