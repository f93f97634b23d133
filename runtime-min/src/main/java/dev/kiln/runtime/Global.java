package dev.kiln.runtime;

import dev.kiln.runtime.abi.GlobalCell;
import org.jspecify.annotations.Nullable;

/**
 * A global variable. {@link #get} and {@link #set} take any type; the others box nothing and want
 * the exact type. Confined to the thread that uses the store.
 */
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
   *     store, or the type is of another engine
   */
  public static Global create(Store<?> store, GlobalType type, @Nullable Object value) {
    HostTypes.check(store.engine(), type.type());
    Global global = new Global(store, type);
    global.write(value);
    return global;
  }

  /** A global for a module, which writes its value itself. */
  static Global forModule(Store<?> store, GlobalType type) {
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

  /** Whether the type fits what an import wants. */
  boolean fits(GlobalType wanted) {
    return type.mutable() == wanted.mutable()
        && (type.mutable()
            ? type.type().equals(wanted.type())
            : type.type().matches(wanted.type()));
  }

  /** The value: {@code Integer}, {@code Long}, {@code Float}, {@code Double} or a reference. */
  public @Nullable Object get() {
    return type.type() instanceof NumType number ? Words.box(number, state.bits) : state.reference;
  }

  /**
   * Sets the value.
   *
   * @throws IllegalStateException where the global is immutable
   * @throws IllegalArgumentException where {@code value} is not of the type or belongs to another
   *     store
   */
  public void set(@Nullable Object value) {
    checkMutable();
    write(value);
  }

  /**
   * The value of an i32.
   *
   * @throws IllegalStateException where the type is another one
   */
  public int getInt() {
    return (int) bits(NumType.I32);
  }

  /**
   * The value of an i64.
   *
   * @throws IllegalStateException where the type is another one
   */
  public long getLong() {
    return bits(NumType.I64);
  }

  /**
   * The value of an f32.
   *
   * @throws IllegalStateException where the type is another one
   */
  public float getFloat() {
    return Float.intBitsToFloat((int) bits(NumType.F32));
  }

  /**
   * The value of an f64.
   *
   * @throws IllegalStateException where the type is another one
   */
  public double getDouble() {
    return Double.longBitsToDouble(bits(NumType.F64));
  }

  /**
   * Sets an i32.
   *
   * @throws IllegalStateException where the type is another one, or the global is immutable
   */
  public void setInt(int value) {
    bits(NumType.I32, value);
  }

  /**
   * Sets an i64.
   *
   * @throws IllegalStateException where the type is another one, or the global is immutable
   */
  public void setLong(long value) {
    bits(NumType.I64, value);
  }

  /**
   * Sets an f32.
   *
   * @throws IllegalStateException where the type is another one, or the global is immutable
   */
  public void setFloat(float value) {
    bits(NumType.F32, Float.floatToRawIntBits(value));
  }

  /**
   * Sets an f64.
   *
   * @throws IllegalStateException where the type is another one, or the global is immutable
   */
  public void setDouble(double value) {
    bits(NumType.F64, Double.doubleToRawLongBits(value));
  }

  private long bits(NumType wanted) {
    checkType(wanted);
    return state.bits;
  }

  private void bits(NumType wanted, long bits) {
    checkType(wanted);
    checkMutable();
    state.bits = bits;
  }

  private void checkType(NumType wanted) {
    if (type.type() != wanted) {
      throw new IllegalStateException(type + " is no " + wanted);
    }
  }

  private void checkMutable() {
    if (!type.mutable()) {
      throw new IllegalStateException("the global is immutable");
    }
  }

  private void write(@Nullable Object value) {
    String wrong = Words.mismatch(store, type.type(), value);
    if (wrong != null) {
      throw new IllegalArgumentException(type + ": " + wrong);
    }
    if (type.type() instanceof NumType) {
      state.bits = Words.bits(value);
    } else {
      state.reference = value;
    }
  }

  @Override
  public String toString() {
    return type.toString();
  }
}
