package dev.kiln.runtime;

import dev.kiln.runtime.abi.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Boxed values of the host to and from words of the window, with all checks. */
final class Words {
  private Words() {}

  static void checkArguments(FuncRef function, FuncType type, @Nullable Object[] args) {
    if (args.length != type.params().size()) {
      throw new IllegalArgumentException(
          function + " takes " + type.params().size() + " arguments, not " + args.length);
    }
    for (int i = 0; i < args.length; i++) {
      String wrong = mismatch(function.store(), type.params().get(i), args[i]);
      if (wrong != null) {
        throw new IllegalArgumentException("argument " + i + " of " + function + ": " + wrong);
      }
    }
  }

  /** Whether elements of one table can be elements of another. */
  static boolean elementsMatch(TableType from, TableType to) {
    return from.element().matches(to.element());
  }

  /** Why {@code value} cannot be an element of a table in {@code store}; null where it can. */
  static @Nullable String elementMismatch(Store<?> store, TableType type, @Nullable Object value) {
    return mismatch(store, type.element(), value);
  }

  /** Why {@code value} is not a value of {@code type} in {@code store}; null where it is. */
  static @Nullable String mismatch(Store<?> store, ValType type, @Nullable Object value) {
    if (type instanceof RefType ref) {
      if (!ref.holds(value)) {
        return "expected " + type + ", got " + describe(value);
      }
      if (ref.isFunction() && value instanceof FuncRef f && f.store() != store) {
        return f + " belongs to another store";
      }
      return null;
    }
    return ((NumType) type).boxed.isInstance(value)
        ? null
        : "expected " + type + ", got " + describe(value);
  }

  private static String describe(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    return value instanceof FuncRef f ? f.toString() : value.getClass().getName();
  }

  /** Writes checked values to the words from {@code n} and {@code r} on. */
  static void write(Window window, int n, int r, List<ValType> types, @Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      if (types.get(i) instanceof NumType) {
        window.numbers[n++] = bits(values[i]);
      } else {
        window.references[r++] = values[i];
      }
    }
  }

  /** Reads values from the words from {@code n} and {@code r} on. */
  static @Nullable Object[] read(Window window, int n, int r, List<ValType> types) {
    @Nullable Object[] values = new @Nullable Object[types.size()];
    for (int i = 0; i < values.length; i++) {
      ValType type = types.get(i);
      values[i] =
          type instanceof NumType number
              ? box(number, window.numbers[n++])
              : window.references[r++];
    }
    return values;
  }

  /** The word of a boxed number. */
  static long bits(@Nullable Object value) {
    if (value instanceof Integer i) {
      return i;
    }
    if (value instanceof Long l) {
      return l;
    }
    if (value instanceof Float f) {
      return Float.floatToRawIntBits(f);
    }
    if (value instanceof Double d) {
      return Double.doubleToRawLongBits(d);
    }
    throw new IllegalArgumentException("not a number: " + value);
  }

  /** The boxed number of a word. */
  static Object box(NumType type, long bits) {
    if (type == NumType.I64) {
      return bits;
    }
    if (type == NumType.F64) {
      return Double.longBitsToDouble(bits);
    }
    int low = (int) bits;
    return type == NumType.I32 ? (Object) low : Float.intBitsToFloat(low);
  }
}
