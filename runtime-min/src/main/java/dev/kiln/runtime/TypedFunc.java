package dev.kiln.runtime;

import static dev.kiln.runtime.NumType.F64;
import static dev.kiln.runtime.NumType.I32;
import static dev.kiln.runtime.NumType.I64;

import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.Shape;
import dev.kiln.runtime.abi.Window;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleToIntFunction;
import java.util.function.DoubleToLongFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;

/**
 * A handle by which the host calls a function without boxing: nothing is allocated, and types are
 * not compared at each call. Made by {@link FuncRef#typed(FuncType)}. There are three ways to use
 * it:
 *
 * <ul>
 *   <li>as one of the JDK's functional interfaces, for the most common types: {@code
 *       IntBinaryOperator add = instance.getFunction("add").typed().asIntBinaryOperator()};
 *   <li>{@code call} with up to six numbers: an i32 is an {@code int}, an i64 a {@code long}, an
 *       f32 or f64 goes through {@link #word(float)} and {@link #word(double)}; the result comes
 *       back in the same form: {@code (int) f.call(1, 2)}, {@code f64(f.call(word(0.5)))};
 *   <li>{@link #prepare} for everything else: references, several results, more parameters.
 * </ul>
 *
 * Whatever the words hold, wasm reads them as its own types: a wrong one is a wrong number, nothing
 * worse. Confined to the thread that uses the store.
 */
public final class TypedFunc {
  private static final int NOT_DIRECT = -1;

  private final FuncRef function;
  private final Store<?> store;
  private final int numbers;
  private final boolean returnsNumber;

  TypedFunc(FuncRef function) {
    int shape = function.definedType().shape();
    this.function = function;
    this.store = function.store();
    this.returnsNumber = shape != Shape.WINDOW && Shape.result(shape) == Shape.NUMBER;
    this.numbers =
        shape == Shape.WINDOW
                || Shape.references(shape) > 0
                || Shape.result(shape) == Shape.REFERENCE
            ? NOT_DIRECT
            : Shape.numbers(shape);
  }

  /** The function. */
  public FuncRef function() {
    return function;
  }

  /** The type of the function. */
  public FuncType type() {
    return function.type();
  }

  /** Arguments and results of any type, for many calls. */
  public TypedCall prepare() {
    return new TypedCall(function);
  }

  /** The word of an f32. */
  public static long word(float value) {
    return Float.floatToRawIntBits(value);
  }

  /** The word of an f64. */
  public static long word(double value) {
    return Double.doubleToRawLongBits(value);
  }

  /** The f32 in a word. */
  public static float f32(long word) {
    return Float.intBitsToFloat((int) word);
  }

  /** The f64 in a word. */
  public static double f64(long word) {
    return Double.longBitsToDouble(word);
  }

  /**
   * Calls a function without arguments; see {@link TypedFunc}.
   *
   * @throws IllegalArgumentException where the function does not take that, or returns a reference
   *     or several results
   * @throws Trap where wasm traps; what a host function throws arrives as itself
   */
  public long call() {
    if (numbers != 0) {
      throw wrong(0);
    }
    int depth = store.enter();
    try {
      Code code = function.code();
      if (code == null) {
        return hole(0, 0, 0, 0, 0, 0);
      }
      if (returnsNumber) {
        return code.call0_N(function, null);
      }
      code.call0_V(function, null);
      return 0;
    } catch (Throwable thrown) {
      throw Boundary.translate(thrown);
    } finally {
      store.leave(depth);
    }
  }

  /** Calls a function with one number; see {@link #call()}. */
  public long call(long n0) {
    if (numbers != 1) {
      throw wrong(1);
    }
    int depth = store.enter();
    try {
      Code code = function.code();
      if (code == null) {
        return hole(n0, 0, 0, 0, 0, 0);
      }
      if (returnsNumber) {
        return code.call1_N(n0, function, null);
      }
      code.call1_V(n0, function, null);
      return 0;
    } catch (Throwable thrown) {
      throw Boundary.translate(thrown);
    } finally {
      store.leave(depth);
    }
  }

  /** Calls a function with 2 numbers; see {@link #call()}. */
  public long call(long n0, long n1) {
    if (numbers != 2) {
      throw wrong(2);
    }
    int depth = store.enter();
    try {
      Code code = function.code();
      if (code == null) {
        return hole(n0, n1, 0, 0, 0, 0);
      }
      if (returnsNumber) {
        return code.call2_N(n0, n1, function, null);
      }
      code.call2_V(n0, n1, function, null);
      return 0;
    } catch (Throwable thrown) {
      throw Boundary.translate(thrown);
    } finally {
      store.leave(depth);
    }
  }

  /** Calls a function with 3 numbers; see {@link #call()}. */
  public long call(long n0, long n1, long n2) {
    if (numbers != 3) {
      throw wrong(3);
    }
    int depth = store.enter();
    try {
      Code code = function.code();
      if (code == null) {
        return hole(n0, n1, n2, 0, 0, 0);
      }
      if (returnsNumber) {
        return code.call3_N(n0, n1, n2, function, null);
      }
      code.call3_V(n0, n1, n2, function, null);
      return 0;
    } catch (Throwable thrown) {
      throw Boundary.translate(thrown);
    } finally {
      store.leave(depth);
    }
  }

  /** Calls a function with 4 numbers; see {@link #call()}. */
  public long call(long n0, long n1, long n2, long n3) {
    if (numbers != 4) {
      throw wrong(4);
    }
    int depth = store.enter();
    try {
      Code code = function.code();
      if (code == null) {
        return hole(n0, n1, n2, n3, 0, 0);
      }
      if (returnsNumber) {
        return code.call4_N(n0, n1, n2, n3, function, null);
      }
      code.call4_V(n0, n1, n2, n3, function, null);
      return 0;
    } catch (Throwable thrown) {
      throw Boundary.translate(thrown);
    } finally {
      store.leave(depth);
    }
  }

  /** Calls a function with 5 numbers; see {@link #call()}. */
  public long call(long n0, long n1, long n2, long n3, long n4) {
    if (numbers != 5) {
      throw wrong(5);
    }
    int depth = store.enter();
    try {
      Code code = function.code();
      if (code == null) {
        return hole(n0, n1, n2, n3, n4, 0);
      }
      if (returnsNumber) {
        return code.call5_N(n0, n1, n2, n3, n4, function, null);
      }
      code.call5_V(n0, n1, n2, n3, n4, function, null);
      return 0;
    } catch (Throwable thrown) {
      throw Boundary.translate(thrown);
    } finally {
      store.leave(depth);
    }
  }

  /** Calls a function with 6 numbers; see {@link #call()}. */
  public long call(long n0, long n1, long n2, long n3, long n4, long n5) {
    if (numbers != 6) {
      throw wrong(6);
    }
    int depth = store.enter();
    try {
      Code code = function.code();
      if (code == null) {
        return hole(n0, n1, n2, n3, n4, n5);
      }
      if (returnsNumber) {
        return code.call6_N(n0, n1, n2, n3, n4, n5, function, null);
      }
      code.call6_V(n0, n1, n2, n3, n4, n5, function, null);
      return 0;
    } catch (Throwable thrown) {
      throw Boundary.translate(thrown);
    } finally {
      store.leave(depth);
    }
  }

  private IllegalArgumentException wrong(int given) {
    return new IllegalArgumentException(
        numbers == NOT_DIRECT
            ? function + " takes or returns more than call() can: use prepare()"
            : function + " takes " + numbers + " arguments, not " + given);
  }

  /** A host function that no module has an adapter for: through its uniform entry. */
  private long hole(long n0, long n1, long n2, long n3, long n4, long n5) {
    Window window = store.window();
    int n = window.numberTop;
    int r = window.referenceTop;
    window.reserve(Shape.MAX_NUMBERS, 0);
    long[] words = window.numbers;
    words[n] = n0;
    words[n + 1] = n1;
    words[n + 2] = n2;
    words[n + 3] = n3;
    words[n + 4] = n4;
    words[n + 5] = n5;
    function.uniform().callWindow(window, n, r, function, null);
    return returnsNumber ? window.numbers[n] : 0;
  }

  private TypedFuncView as(FuncType type) {
    if (!type.equals(type())) {
      throw new IllegalArgumentException(function + " cannot be called as " + type);
    }
    return new TypedFuncView(this);
  }

  /**
   * This function as {@code [] -> []}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public Runnable asRunnable() {
    return as(FuncType.of());
  }

  /**
   * This function as {@code [] -> [i32]}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public IntSupplier asIntSupplier() {
    return as(FuncType.of().returns(I32));
  }

  /**
   * This function as {@code [] -> [i64]}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public LongSupplier asLongSupplier() {
    return as(FuncType.of().returns(I64));
  }

  /**
   * This function as {@code [] -> [f64]}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public DoubleSupplier asDoubleSupplier() {
    return as(FuncType.of().returns(F64));
  }

  /**
   * This function as {@code [i32] -> []}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public IntConsumer asIntConsumer() {
    return as(FuncType.of(I32));
  }

  /**
   * This function as {@code [i64] -> []}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public LongConsumer asLongConsumer() {
    return as(FuncType.of(I64));
  }

  /**
   * This function as {@code [f64] -> []}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public DoubleConsumer asDoubleConsumer() {
    return as(FuncType.of(F64));
  }

  /**
   * This function as {@code [i32] -> [i32]}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public IntUnaryOperator asIntUnaryOperator() {
    return as(FuncType.of(I32).returns(I32));
  }

  /**
   * This function as {@code [i64] -> [i64]}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public LongUnaryOperator asLongUnaryOperator() {
    return as(FuncType.of(I64).returns(I64));
  }

  /**
   * This function as {@code [f64] -> [f64]}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public DoubleUnaryOperator asDoubleUnaryOperator() {
    return as(FuncType.of(F64).returns(F64));
  }

  /**
   * This function as {@code [i32, i32] -> [i32]}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public IntBinaryOperator asIntBinaryOperator() {
    return as(FuncType.of(I32, I32).returns(I32));
  }

  /**
   * This function as {@code [i64, i64] -> [i64]}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public LongBinaryOperator asLongBinaryOperator() {
    return as(FuncType.of(I64, I64).returns(I64));
  }

  /**
   * This function as {@code [f64, f64] -> [f64]}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public DoubleBinaryOperator asDoubleBinaryOperator() {
    return as(FuncType.of(F64, F64).returns(F64));
  }

  /**
   * This function as {@code [i32] -> [i64]}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public IntToLongFunction asIntToLongFunction() {
    return as(FuncType.of(I32).returns(I64));
  }

  /**
   * This function as {@code [i32] -> [f64]}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public IntToDoubleFunction asIntToDoubleFunction() {
    return as(FuncType.of(I32).returns(F64));
  }

  /**
   * This function as {@code [i64] -> [i32]}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public LongToIntFunction asLongToIntFunction() {
    return as(FuncType.of(I64).returns(I32));
  }

  /**
   * This function as {@code [i64] -> [f64]}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public LongToDoubleFunction asLongToDoubleFunction() {
    return as(FuncType.of(I64).returns(F64));
  }

  /**
   * This function as {@code [f64] -> [i32]}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public DoubleToIntFunction asDoubleToIntFunction() {
    return as(FuncType.of(F64).returns(I32));
  }

  /**
   * This function as {@code [f64] -> [i64]}.
   *
   * @throws IllegalArgumentException where it has another type
   */
  public DoubleToLongFunction asDoubleToLongFunction() {
    return as(FuncType.of(F64).returns(I64));
  }

  @Override
  public String toString() {
    return function.toString();
  }
}
