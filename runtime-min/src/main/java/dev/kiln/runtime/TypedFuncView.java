package dev.kiln.runtime;

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
 * A typed function as the functional interfaces of the JDK; it is handed out as the one that fits.
 */
@SuppressWarnings("overloads") // never seen as more than one of them
final class TypedFuncView
    implements Runnable,
        IntSupplier,
        LongSupplier,
        DoubleSupplier,
        IntConsumer,
        LongConsumer,
        DoubleConsumer,
        IntUnaryOperator,
        LongUnaryOperator,
        DoubleUnaryOperator,
        IntBinaryOperator,
        LongBinaryOperator,
        DoubleBinaryOperator,
        IntToLongFunction,
        IntToDoubleFunction,
        LongToIntFunction,
        LongToDoubleFunction,
        DoubleToIntFunction,
        DoubleToLongFunction {
  private final TypedFunc function;

  TypedFuncView(TypedFunc function) {
    this.function = function;
  }

  @Override
  public void run() {
    function.call();
  }

  @Override
  public int getAsInt() {
    return (int) function.call();
  }

  @Override
  public long getAsLong() {
    return function.call();
  }

  @Override
  public double getAsDouble() {
    return TypedFunc.f64(function.call());
  }

  @Override
  public void accept(int a) {
    function.call(a);
  }

  @Override
  public void accept(long a) {
    function.call(a);
  }

  @Override
  public void accept(double a) {
    function.call(TypedFunc.word(a));
  }

  @Override
  public int applyAsInt(int a) {
    return (int) function.call(a);
  }

  @Override
  public long applyAsLong(long a) {
    return function.call(a);
  }

  @Override
  public double applyAsDouble(double a) {
    return TypedFunc.f64(function.call(TypedFunc.word(a)));
  }

  @Override
  public int applyAsInt(int a, int b) {
    return (int) function.call(a, b);
  }

  @Override
  public long applyAsLong(long a, long b) {
    return function.call(a, b);
  }

  @Override
  public double applyAsDouble(double a, double b) {
    return TypedFunc.f64(function.call(TypedFunc.word(a), TypedFunc.word(b)));
  }

  @Override
  public long applyAsLong(int a) {
    return function.call(a);
  }

  @Override
  public double applyAsDouble(int a) {
    return TypedFunc.f64(function.call(a));
  }

  @Override
  public int applyAsInt(long a) {
    return (int) function.call(a);
  }

  @Override
  public double applyAsDouble(long a) {
    return TypedFunc.f64(function.call(a));
  }

  @Override
  public int applyAsInt(double a) {
    return (int) function.call(TypedFunc.word(a));
  }

  @Override
  public long applyAsLong(double a) {
    return function.call(TypedFunc.word(a));
  }

  @Override
  public String toString() {
    return function.toString();
  }
}
