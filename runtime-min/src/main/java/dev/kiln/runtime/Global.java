package dev.kiln.runtime;

import dev.kiln.runtime.abi.GlobalCell;
import org.jspecify.annotations.Nullable;

/** A global variable. Confined to the thread that uses the store. */
public final class Global implements Extern {
  private final Store<?> store;
  private final GlobalType type;
  private final GlobalCell state = new GlobalCell();

  private Global(Store<?> store, GlobalType type) {
    this.store = store;
    this.type = type;
  }

  /**
   * A global of its own.
   *
   * @throws IllegalArgumentException where {@code value} is not of the type or belongs to another
   *     store
   */
  public static Global create(Store<?> store, GlobalType type, @Nullable Object value) {
    Global global = new Global(store, type);
    global.write(value);
    return global;
  }

  /** A global for a module, which writes its value itself. */
  static Global uninitialized(Store<?> store, GlobalType type) {
    return new Global(store, type);
  }

  /** The state that compiled code works on. */
  GlobalCell state() {
    return state;
  }

  @Override
  public Store<?> store() {
    return store;
  }

  @Override
  public GlobalType type() {
    return type;
  }

  /** The value: {@code Integer}, {@code Long}, {@code Float}, {@code Double} or a reference. */
  public @Nullable Object get() {
    return type.type() instanceof NumType number ? Lanes.box(number, state.bits) : state.reference;
  }

  /**
   * Sets the value.
   *
   * @throws IllegalStateException where the global is immutable
   * @throws IllegalArgumentException where {@code value} is not of the type or belongs to another
   *     store
   */
  public void set(@Nullable Object value) {
    if (!type.mutable()) {
      throw new IllegalStateException("the global is immutable");
    }
    write(value);
  }

  private void write(@Nullable Object value) {
    String wrong = Lanes.mismatch(store, type.type(), value);
    if (wrong != null) {
      throw new IllegalArgumentException(type + ": " + wrong);
    }
    if (type.type() instanceof NumType) {
      state.bits = Lanes.bits(value);
    } else {
      state.reference = value;
    }
  }

  @Override
  public String toString() {
    return type.toString();
  }
}
