package dev.kiln.runtime;

import static dev.kiln.runtime.NumType.F32;
import static dev.kiln.runtime.NumType.F64;
import static dev.kiln.runtime.NumType.I32;
import static dev.kiln.runtime.NumType.I64;
import static dev.kiln.runtime.RefType.EXTERNREF;
import static java.util.Collections.nCopies;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleToIntFunction;
import java.util.function.DoubleToLongFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
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
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A function of the host and its type, for any store: {@code linker.function("env", "add",
 * HostBody.ints((a, b) -> a + b))}. Called from wasm it neither boxes nor allocates.
 *
 * <p>The methods are named after the types: {@code ints} takes and returns i32, {@code longs} i64,
 * {@code floats} f32, {@code doubles} f64, {@code references} externref; an {@code Action} returns
 * nothing; {@code WithCaller} gives access to the calling instance and the store's data. For other
 * types there is the constructor, and the compiler makes an interface for each import of a module.
 * Immutable.
 *
 * @param type the type
 * @param words reads the arguments and writes the results
 */
public record HostBody(FuncType type, WordFunction words) {
  /** Of so many parameters of a type, with a result of that type. */
  private static HostBody function(ValType type, int params, WordFunction words) {
    return new HostBody(new FuncType(nCopies(params, type), List.of(type)), words);
  }

  /** Of so many parameters of a type, without a result. */
  private static HostBody action(ValType type, int params, WordFunction words) {
    return new HostBody(new FuncType(nCopies(params, type), List.of()), words);
  }

  /** A function {@code [] -> []}. */
  public static HostBody intAction(Runnable body) {
    return action(I32, 0, (c, w, n, r) -> body.run());
  }

  /** A function {@code [i32] -> []}. */
  public static HostBody intAction(IntConsumer body) {
    return action(I32, 1, (c, w, n, r) -> body.accept(w.i32(n)));
  }

  /** A function {@code [i32, i32] -> []}. */
  public static HostBody intAction(HostShapes.IntAction2 body) {
    return action(I32, 2, (c, w, n, r) -> body.call(w.i32(n), w.i32(n + 1)));
  }

  /** A function {@code [i32, i32, i32] -> []}. */
  public static HostBody intAction(HostShapes.IntAction3 body) {
    return action(I32, 3, (c, w, n, r) -> body.call(w.i32(n), w.i32(n + 1), w.i32(n + 2)));
  }

  /** A function {@code [i32, i32, i32, i32] -> []}. */
  public static HostBody intAction(HostShapes.IntAction4 body) {
    return action(
        I32, 4, (c, w, n, r) -> body.call(w.i32(n), w.i32(n + 1), w.i32(n + 2), w.i32(n + 3)));
  }

  /** A function {@code [] -> [i32]}. */
  public static HostBody ints(IntSupplier body) {
    return function(I32, 0, (c, w, n, r) -> w.i32(n, body.getAsInt()));
  }

  /** A function {@code [i32] -> [i32]}. */
  public static HostBody ints(IntUnaryOperator body) {
    return function(I32, 1, (c, w, n, r) -> w.i32(n, body.applyAsInt(w.i32(n))));
  }

  /** A function {@code [i32, i32] -> [i32]}. */
  public static HostBody ints(IntBinaryOperator body) {
    return function(I32, 2, (c, w, n, r) -> w.i32(n, body.applyAsInt(w.i32(n), w.i32(n + 1))));
  }

  /** A function {@code [i32, i32, i32] -> [i32]}. */
  public static HostBody ints(HostShapes.IntFunction3 body) {
    return function(
        I32, 3, (c, w, n, r) -> w.i32(n, body.call(w.i32(n), w.i32(n + 1), w.i32(n + 2))));
  }

  /** A function {@code [i32, i32, i32, i32] -> [i32]}. */
  public static HostBody ints(HostShapes.IntFunction4 body) {
    return function(
        I32,
        4,
        (c, w, n, r) -> w.i32(n, body.call(w.i32(n), w.i32(n + 1), w.i32(n + 2), w.i32(n + 3))));
  }

  /** A function {@code [] -> [i64]}. */
  public static HostBody longs(LongSupplier body) {
    return function(I64, 0, (c, w, n, r) -> w.i64(n, body.getAsLong()));
  }

  /** A function {@code [i64] -> [i64]}. */
  public static HostBody longs(LongUnaryOperator body) {
    return function(I64, 1, (c, w, n, r) -> w.i64(n, body.applyAsLong(w.i64(n))));
  }

  /** A function {@code [i64, i64] -> [i64]}. */
  public static HostBody longs(LongBinaryOperator body) {
    return function(I64, 2, (c, w, n, r) -> w.i64(n, body.applyAsLong(w.i64(n), w.i64(n + 1))));
  }

  /** A function {@code [] -> [f64]}. */
  public static HostBody doubles(DoubleSupplier body) {
    return function(F64, 0, (c, w, n, r) -> w.f64(n, body.getAsDouble()));
  }

  /** A function {@code [f64] -> [f64]}. */
  public static HostBody doubles(DoubleUnaryOperator body) {
    return function(F64, 1, (c, w, n, r) -> w.f64(n, body.applyAsDouble(w.f64(n))));
  }

  /** A function {@code [f64, f64] -> [f64]}. */
  public static HostBody doubles(DoubleBinaryOperator body) {
    return function(F64, 2, (c, w, n, r) -> w.f64(n, body.applyAsDouble(w.f64(n), w.f64(n + 1))));
  }

  /** A function {@code [i64] -> []}. */
  public static HostBody longAction(LongConsumer body) {
    return action(I64, 1, (c, w, n, r) -> body.accept(w.i64(n)));
  }

  /** A function {@code [f64] -> []}. */
  public static HostBody doubleAction(DoubleConsumer body) {
    return action(F64, 1, (c, w, n, r) -> body.accept(w.f64(n)));
  }

  /** A function {@code [i32] -> [i64]}. */
  public static HostBody intToLong(IntToLongFunction body) {
    return new HostBody(
        FuncType.of(I32).returns(I64), (c, w, n, r) -> w.i64(n, body.applyAsLong(w.i32(n))));
  }

  /** A function {@code [i32] -> [f64]}. */
  public static HostBody intToDouble(IntToDoubleFunction body) {
    return new HostBody(
        FuncType.of(I32).returns(F64), (c, w, n, r) -> w.f64(n, body.applyAsDouble(w.i32(n))));
  }

  /** A function {@code [i64] -> [i32]}. */
  public static HostBody longToInt(LongToIntFunction body) {
    return new HostBody(
        FuncType.of(I64).returns(I32), (c, w, n, r) -> w.i32(n, body.applyAsInt(w.i64(n))));
  }

  /** A function {@code [i64] -> [f64]}. */
  public static HostBody longToDouble(LongToDoubleFunction body) {
    return new HostBody(
        FuncType.of(I64).returns(F64), (c, w, n, r) -> w.f64(n, body.applyAsDouble(w.i64(n))));
  }

  /** A function {@code [f64] -> [i32]}. */
  public static HostBody doubleToInt(DoubleToIntFunction body) {
    return new HostBody(
        FuncType.of(F64).returns(I32), (c, w, n, r) -> w.i32(n, body.applyAsInt(w.f64(n))));
  }

  /** A function {@code [f64] -> [i64]}. */
  public static HostBody doubleToLong(DoubleToLongFunction body) {
    return new HostBody(
        FuncType.of(F64).returns(I64), (c, w, n, r) -> w.i64(n, body.applyAsLong(w.f64(n))));
  }

  /** A function {@code [externref] -> [externref]}. */
  public static HostBody references(UnaryOperator<@Nullable Object> body) {
    return function(EXTERNREF, 1, (c, w, n, r) -> w.reference(r, body.apply(w.reference(r))));
  }

  /** A function {@code [externref] -> [i32]}. */
  public static HostBody referenceToInt(ToIntFunction<@Nullable Object> body) {
    return new HostBody(
        FuncType.of(EXTERNREF).returns(I32),
        (c, w, n, r) -> w.i32(n, body.applyAsInt(w.reference(r))));
  }

  /** A function {@code [i32] -> [externref]}. */
  public static HostBody intToReference(IntFunction<@Nullable Object> body) {
    return new HostBody(
        FuncType.of(I32).returns(EXTERNREF), (c, w, n, r) -> w.reference(r, body.apply(w.i32(n))));
  }

  /** A function {@code [externref] -> []}. */
  public static HostBody referenceAction(Consumer<@Nullable Object> body) {
    return action(EXTERNREF, 1, (c, w, n, r) -> body.accept(w.reference(r)));
  }

  /** A function {@code [f32] -> [f32]}. */
  public static HostBody floats(HostShapes.FloatFunction1 body) {
    return function(F32, 1, (c, w, n, r) -> w.f32(n, body.call(w.f32(n))));
  }

  /** A function {@code [f32, f32] -> [f32]}. */
  public static HostBody floats(HostShapes.FloatFunction2 body) {
    return function(F32, 2, (c, w, n, r) -> w.f32(n, body.call(w.f32(n), w.f32(n + 1))));
  }

  /** A function {@code [] -> [i32]} that sees its caller. */
  public static HostBody intsWithCaller(HostShapes.CallerIntFunction0 body) {
    return function(I32, 0, (c, w, n, r) -> w.i32(n, body.call(c)));
  }

  /** A function {@code [i32] -> [i32]} that sees its caller. */
  public static HostBody intsWithCaller(HostShapes.CallerIntFunction1 body) {
    return function(I32, 1, (c, w, n, r) -> w.i32(n, body.call(c, w.i32(n))));
  }

  /** A function {@code [i32, i32] -> [i32]} that sees its caller. */
  public static HostBody intsWithCaller(HostShapes.CallerIntFunction2 body) {
    return function(I32, 2, (c, w, n, r) -> w.i32(n, body.call(c, w.i32(n), w.i32(n + 1))));
  }

  /** A function {@code [i32, i32, i32] -> [i32]} that sees its caller. */
  public static HostBody intsWithCaller(HostShapes.CallerIntFunction3 body) {
    return function(
        I32, 3, (c, w, n, r) -> w.i32(n, body.call(c, w.i32(n), w.i32(n + 1), w.i32(n + 2))));
  }

  /** A function {@code [i32, i32, i32, i32] -> [i32]} that sees its caller. */
  public static HostBody intsWithCaller(HostShapes.CallerIntFunction4 body) {
    return function(
        I32,
        4,
        (c, w, n, r) -> w.i32(n, body.call(c, w.i32(n), w.i32(n + 1), w.i32(n + 2), w.i32(n + 3))));
  }

  /** A function {@code [] -> []} that sees its caller. */
  public static HostBody intActionWithCaller(HostShapes.CallerIntAction0 body) {
    return action(I32, 0, (c, w, n, r) -> body.call(c));
  }

  /** A function {@code [i32] -> []} that sees its caller. */
  public static HostBody intActionWithCaller(HostShapes.CallerIntAction1 body) {
    return action(I32, 1, (c, w, n, r) -> body.call(c, w.i32(n)));
  }

  /** A function {@code [i32, i32] -> []} that sees its caller. */
  public static HostBody intActionWithCaller(HostShapes.CallerIntAction2 body) {
    return action(I32, 2, (c, w, n, r) -> body.call(c, w.i32(n), w.i32(n + 1)));
  }

  /** A function {@code [i32, i32, i32] -> []} that sees its caller. */
  public static HostBody intActionWithCaller(HostShapes.CallerIntAction3 body) {
    return action(I32, 3, (c, w, n, r) -> body.call(c, w.i32(n), w.i32(n + 1), w.i32(n + 2)));
  }

  /** A function {@code [i32, i32, i32, i32] -> []} that sees its caller. */
  public static HostBody intActionWithCaller(HostShapes.CallerIntAction4 body) {
    return action(
        I32, 4, (c, w, n, r) -> body.call(c, w.i32(n), w.i32(n + 1), w.i32(n + 2), w.i32(n + 3)));
  }

  /** A function {@code [i64] -> [i64]} that sees its caller. */
  public static HostBody longsWithCaller(HostShapes.CallerLongFunction1 body) {
    return function(I64, 1, (c, w, n, r) -> w.i64(n, body.call(c, w.i64(n))));
  }

  /** A function {@code [i64, i64] -> [i64]} that sees its caller. */
  public static HostBody longsWithCaller(HostShapes.CallerLongFunction2 body) {
    return function(I64, 2, (c, w, n, r) -> w.i64(n, body.call(c, w.i64(n), w.i64(n + 1))));
  }

  /** A function {@code [f32] -> [f32]} that sees its caller. */
  public static HostBody floatsWithCaller(HostShapes.CallerFloatFunction1 body) {
    return function(F32, 1, (c, w, n, r) -> w.f32(n, body.call(c, w.f32(n))));
  }

  /** A function {@code [f32, f32] -> [f32]} that sees its caller. */
  public static HostBody floatsWithCaller(HostShapes.CallerFloatFunction2 body) {
    return function(F32, 2, (c, w, n, r) -> w.f32(n, body.call(c, w.f32(n), w.f32(n + 1))));
  }

  /** A function {@code [f64] -> [f64]} that sees its caller. */
  public static HostBody doublesWithCaller(HostShapes.CallerDoubleFunction1 body) {
    return function(F64, 1, (c, w, n, r) -> w.f64(n, body.call(c, w.f64(n))));
  }

  /** A function {@code [f64, f64] -> [f64]} that sees its caller. */
  public static HostBody doublesWithCaller(HostShapes.CallerDoubleFunction2 body) {
    return function(F64, 2, (c, w, n, r) -> w.f64(n, body.call(c, w.f64(n), w.f64(n + 1))));
  }

  /** A function {@code [externref] -> [externref]} that sees its caller. */
  public static HostBody referencesWithCaller(HostShapes.CallerReferenceFunction body) {
    return function(EXTERNREF, 1, (c, w, n, r) -> w.reference(r, body.call(c, w.reference(r))));
  }
}
