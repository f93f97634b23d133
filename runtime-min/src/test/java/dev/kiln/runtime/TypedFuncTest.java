package dev.kiln.runtime;

import static dev.kiln.runtime.NumType.F32;
import static dev.kiln.runtime.NumType.F64;
import static dev.kiln.runtime.NumType.I32;
import static dev.kiln.runtime.NumType.I64;
import static dev.kiln.runtime.RefType.EXTERNREF;
import static dev.kiln.runtime.RefType.FUNCREF;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.abi.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Calls by the host without boxing: of wasm, and of host functions with a hole. */
class TypedFuncTest {
  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);

  /** Sums its number arguments, and shows them. */
  private FuncRef sum(List<Long> seen, int params, boolean result) {
    ValType[] types = Collections.nCopies(params, (ValType) I64).toArray(ValType[]::new);
    FuncType type = FuncType.of(types);
    return store.wordFunction(
        result ? type.returns(I64) : type,
        (caller, window, n, r) -> {
          long sum = 0;
          for (int i = 0; i < params; i++) {
            seen.add(window.i64(n + i));
            sum += window.i64(n + i);
          }
          if (result) {
            window.i64(n, sum);
          }
        });
  }

  private static long call(TypedFunc f, int params) {
    return switch (params) {
      case 0 -> f.call();
      case 1 -> f.call(1);
      case 2 -> f.call(1, 2);
      case 3 -> f.call(1, 2, 3);
      case 4 -> f.call(1, 2, 3, 4);
      case 5 -> f.call(1, 2, 3, 4, 5);
      default -> f.call(1, 2, 3, 4, 5, 6);
    };
  }

  @Test
  void everyNumberOfArgumentsReachesAHostFunctionWithAHole() {
    for (int params = 0; params <= 6; params++) {
      for (boolean result : new boolean[] {true, false}) {
        List<Long> seen = new ArrayList<>();
        FuncRef function = sum(seen, params, result);
        assertNull(function.code());

        long returned = call(function.typed(), params);

        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L).subList(0, params), seen);
        assertEquals(result ? params * (params + 1) / 2 : 0, returned);
        assertEquals(0, store.window().numberTop);
      }
    }
  }

  @Test
  void everyNumberOfArgumentsReachesATypedEntry() {
    for (int params = 0; params <= 6; params++) {
      for (boolean result : new boolean[] {true, false}) {
        FuncRef function = sum(new ArrayList<>(), params, result);
        EveryShape entry = new EveryShape();
        function.fill(entry);

        long returned = call(function.typed(), params);

        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L).subList(0, params), entry.seen);
        assertEquals(result ? 70 + params : 0, returned);
        assertSame(function, entry.callee);
      }
    }
  }

  @Test
  void aWrongNumberOfArgumentsIsRefusedBeforeAnythingRuns() {
    for (int params = 0; params <= 6; params++) {
      List<Long> seen = new ArrayList<>();
      TypedFunc f = sum(seen, (params + 1) % 7, true).typed();
      int given = params;

      Throwable refused = assertThrows(IllegalArgumentException.class, () -> call(f, given));

      assertTrue(
          refused.getMessage().endsWith("takes " + (params + 1) % 7 + " arguments, not " + params),
          refused.getMessage());
      assertTrue(seen.isEmpty());
    }
  }

  @Test
  void whatCallCannotDoIsLeftToPrepare() {
    ValType[] seven = Collections.nCopies(7, (ValType) I32).toArray(ValType[]::new);
    for (FuncType type :
        List.of(
            FuncType.of(seven),
            FuncType.of(EXTERNREF),
            FuncType.of().returns(EXTERNREF),
            FuncType.of().returns(I32, I32))) {
      TypedFunc f = store.function(type, (caller, args) -> null).typed();

      Throwable refused = assertThrows(IllegalArgumentException.class, f::call);

      assertTrue(refused.getMessage().endsWith("use prepare()"), refused.getMessage());
    }
  }

  @Test
  void typesAreComparedOnce() {
    FuncType type = FuncType.of(I32, FUNCREF).returns(FUNCREF);
    FuncRef f = store.function(type, (caller, args) -> new Object[] {args[1]});
    RefType any = new RefType(true, f.definedType());

    assertEquals(type, f.typed(type).type());
    assertSame(f, f.typed(FuncType.of(I32, any).returns(FUNCREF)).function());
    for (FuncType wrong :
        List.of(
            FuncType.of(I32).returns(FUNCREF),
            FuncType.of(I64, FUNCREF).returns(FUNCREF),
            FuncType.of(I32, FUNCREF),
            FuncType.of(I32, FUNCREF).returns(any),
            FuncType.of(I32, EXTERNREF).returns(FUNCREF))) {
      Throwable refused = assertThrows(IllegalArgumentException.class, () -> f.typed(wrong));
      assertEquals(f + " cannot be called as " + wrong, refused.getMessage());
    }
  }

  @Test
  void wordsHoldEveryBitOfAFloat() {
    float single = Float.intBitsToFloat(0xffa00001);
    double wide = Double.longBitsToDouble(0xfff4000000000001L);

    assertEquals(0xffa00001, Float.floatToRawIntBits(TypedFunc.f32(TypedFunc.word(single))));
    assertEquals(
        0xfff4000000000001L, Double.doubleToRawLongBits(TypedFunc.f64(TypedFunc.word(wide))));
    TypedFunc f = store.function(HostBody.floats((a, b) -> a - b)).typed();
    assertEquals(1.5f, TypedFunc.f32(f.call(TypedFunc.word(2.0f), TypedFunc.word(0.5f))));
  }

  private TypedFunc typed(HostBody body) {
    return store.function(body).typed();
  }

  @Test
  void theFunctionalInterfacesOfTheJdk() {
    List<Object> seen = new ArrayList<>();
    typed(HostBody.intAction(() -> seen.add("run"))).asRunnable().run();
    typed(HostBody.intAction((int a) -> seen.add(a))).asIntConsumer().accept(-3);
    typed(HostBody.longAction(seen::add)).asLongConsumer().accept(1L << 40);
    typed(HostBody.doubleAction(seen::add)).asDoubleConsumer().accept(0.25);
    assertEquals(List.of("run", -3, 1L << 40, 0.25), seen);

    assertEquals(-7, typed(HostBody.ints(() -> -7)).asIntSupplier().getAsInt());
    assertEquals(1L << 33, typed(HostBody.longs(() -> 1L << 33)).asLongSupplier().getAsLong());
    assertEquals(0.5, typed(HostBody.doubles(() -> 0.5)).asDoubleSupplier().getAsDouble());

    assertEquals(-4, typed(HostBody.ints(a -> -a)).asIntUnaryOperator().applyAsInt(4));
    assertEquals(
        -4L << 32, typed(HostBody.longs(a -> -a)).asLongUnaryOperator().applyAsLong(4L << 32));
    assertEquals(-0.5, typed(HostBody.doubles(a -> -a)).asDoubleUnaryOperator().applyAsDouble(0.5));
    assertEquals(3, typed(HostBody.ints((a, b) -> a - b)).asIntBinaryOperator().applyAsInt(5, 2));
    assertEquals(
        3L << 32,
        typed(HostBody.longs((a, b) -> a - b))
            .asLongBinaryOperator()
            .applyAsLong(5L << 32, 2L << 32));
    assertEquals(
        0.25,
        typed(HostBody.doubles((a, b) -> a - b)).asDoubleBinaryOperator().applyAsDouble(0.5, 0.25));

    assertEquals(
        5L << 32,
        typed(HostBody.intToLong(a -> (long) a << 32)).asIntToLongFunction().applyAsLong(5));
    assertEquals(
        2.5, typed(HostBody.intToDouble(a -> a / 2.0)).asIntToDoubleFunction().applyAsDouble(5));
    assertEquals(
        5,
        typed(HostBody.longToInt(a -> (int) (a >> 32))).asLongToIntFunction().applyAsInt(5L << 32));
    assertEquals(
        2.5, typed(HostBody.longToDouble(a -> a / 2.0)).asLongToDoubleFunction().applyAsDouble(5));
    assertEquals(
        5, typed(HostBody.doubleToInt(a -> (int) (a * 2))).asDoubleToIntFunction().applyAsInt(2.5));
    assertEquals(
        5,
        typed(HostBody.doubleToLong(a -> (long) (a * 2)))
            .asDoubleToLongFunction()
            .applyAsLong(2.5));
  }

  @Test
  void aViewOfAnotherTypeIsRefused() {
    TypedFunc f = typed(HostBody.ints(a -> a));

    for (Executable wrong :
        List.<Executable>of(
            f::asRunnable,
            f::asIntSupplier,
            f::asLongSupplier,
            f::asDoubleSupplier,
            f::asIntConsumer,
            f::asLongConsumer,
            f::asDoubleConsumer,
            f::asLongUnaryOperator,
            f::asDoubleUnaryOperator,
            f::asIntBinaryOperator,
            f::asLongBinaryOperator,
            f::asDoubleBinaryOperator,
            f::asIntToLongFunction,
            f::asIntToDoubleFunction,
            f::asLongToIntFunction,
            f::asLongToDoubleFunction,
            f::asDoubleToIntFunction,
            f::asDoubleToLongFunction)) {
      Throwable refused = assertThrows(IllegalArgumentException.class, wrong);
      assertTrue(refused.getMessage().contains("cannot be called as ["), refused.getMessage());
    }
    assertEquals("function host [i32] -> [i32]", f.asIntUnaryOperator().toString());
    assertEquals("function host [i32] -> [i32]", f.toString());
  }

  @Test
  void prepareTakesEverything() {
    FuncType type = FuncType.of(I32, EXTERNREF, I64, F32, FUNCREF, F64);
    FuncRef f =
        store.function(
            type.returns(F64, FUNCREF, F32, I64, EXTERNREF, I32),
            (caller, args) -> new Object[] {args[5], args[4], args[3], args[2], args[1], args[0]});
    TypedCall call = f.typed().prepare();

    call.setInt(0, -1)
        .setReference(1, "text")
        .setLong(2, Long.MIN_VALUE)
        .setFloat(3, 1.5f)
        .setReference(4, f)
        .setDouble(5, -0.0);
    assertSame(call, call.run());

    assertEquals(-0.0, call.getDouble(0));
    assertSame(f, call.getReference(1));
    assertEquals(1.5f, call.getFloat(2));
    assertEquals(Long.MIN_VALUE, call.getLong(3));
    assertEquals("text", call.getReference(4));
    assertEquals(-1, call.getInt(5));
    assertSame(f, call.function());
    assertEquals(0, store.window().numberTop);
    assertEquals(0, store.window().referenceTop);
    call.setInt(0, 9).run();
    assertEquals(9, call.getInt(5));
    assertEquals("text", call.getReference(4));
  }

  @Test
  void prepareChecksPositionsAndTypes() {
    FuncRef f = store.function(FuncType.of(I32, EXTERNREF).returns(I64, EXTERNREF), (c, a) -> null);
    FuncRef foreign = Store.of(engine).function(FuncType.of(), (c, a) -> null);
    TypedCall call = f.typed().prepare();
    TypedCall functions = store.function(FuncType.of(FUNCREF), (c, a) -> null).typed().prepare();

    assertEquals(
        "argument 0 of " + f + ": expected i32, got i64", refusal(() -> call.setLong(0, 1)));
    assertEquals(
        "argument 0 of " + f + ": expected i32, got f32", refusal(() -> call.setFloat(0, 1)));
    assertEquals(
        "argument 0 of " + f + ": expected i32, got f64", refusal(() -> call.setDouble(0, 1)));
    assertEquals(
        "argument 1 of " + f + ": expected externref, got i32", refusal(() -> call.setInt(1, 1)));
    assertEquals(
        "argument 0 of " + f + ": expected i32, got a reference",
        refusal(() -> call.setReference(0, 1)));
    assertEquals(f + " has no argument 2", refusal(() -> call.setInt(2, 1)));
    assertEquals(f + " has no argument -1", refusal(() -> call.setReference(-1, null)));
    assertEquals("result 0 of " + f + ": expected i64, got i32", refusal(() -> call.getInt(0)));
    assertEquals("result 0 of " + f + ": expected i64, got f32", refusal(() -> call.getFloat(0)));
    assertEquals("result 0 of " + f + ": expected i64, got f64", refusal(() -> call.getDouble(0)));
    assertEquals(
        "result 0 of " + f + ": expected a reference, got i64",
        refusal(() -> call.getReference(0)));
    assertEquals(
        "result 1 of " + f + ": expected externref, got i64", refusal(() -> call.getLong(1)));
    assertEquals(f + " has no result 2", refusal(() -> call.getInt(2)));
    assertTrue(
        refusal(() -> functions.setReference(0, foreign)).endsWith("belongs to another store"));
    assertTrue(
        refusal(() -> functions.setReference(0, "text"))
            .endsWith("expected funcref, got java.lang.String"));
  }

  private static String refusal(Executable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong).getMessage();
  }

  @Test
  void aReferenceThatMayNotBeNullHasToBeSet() {
    FuncRef target = store.function(FuncType.of(), (caller, args) -> null);
    RefType nonNull = new RefType(false, target.definedType());
    List<Object> seen = new ArrayList<>();
    FuncRef f =
        store.function(
            FuncType.of(EXTERNREF, nonNull),
            (caller, args) -> {
              seen.add(args[1]);
              return null;
            });
    TypedCall call = f.typed().prepare();

    assertEquals("argument 1 of " + f + ": expected " + nonNull + ", got null", refusal(call::run));
    assertTrue(seen.isEmpty());
    call.setReference(1, target).run();
    assertEquals(List.of(target), seen);
  }

  @Test
  void aPreparedCallMayBeUsedWhileItRuns() {
    TypedCall[] call = new TypedCall[1];
    FuncRef f =
        store.function(
            HostBody.ints(a -> a == 0 ? 0 : a + call[0].setInt(0, a - 1).run().getInt(0)));
    call[0] = f.typed().prepare();

    assertEquals(15, call[0].setInt(0, 5).run().getInt(0));
  }

  @Test
  void uncheckedCallsCopyWords() {
    FuncRef f =
        store.function(
            FuncType.of(I32, EXTERNREF).returns(EXTERNREF, F64, I64),
            (caller, args) -> new Object[] {args[1] + "!", 0.5, (long) (Integer) args[0]});
    long[] numbers = {-9, 1, 77};
    Object[] references = {"a", "kept"};

    f.callUnchecked(numbers, references);

    assertArrayEquals(new long[] {Double.doubleToRawLongBits(0.5), -9, 77}, numbers);
    assertArrayEquals(new Object[] {"a!", "kept"}, references);
    assertEquals(0, store.window().numberTop);
    assertEquals(
        f + " needs 2 number words and 1 reference words",
        refusal(() -> f.callUnchecked(new long[1], references)));
    assertEquals(
        f + " needs 2 number words and 1 reference words",
        refusal(() -> f.callUnchecked(numbers, new Object[0])));
  }

  @Test
  void whatFailsArrivesAsItselfAndLeavesNoWords() {
    IOException thrown = new IOException("mine");
    FuncRef f =
        store.wordFunction(
            FuncType.of(I32).returns(I32),
            (caller, window, n, r) -> {
              window.reserve(5, 5);
              throw thrown;
            });

    assertSame(thrown, assertThrows(IOException.class, () -> f.typed().call(1)));
    assertSame(thrown, assertThrows(IOException.class, () -> f.typed().prepare().run()));
    assertSame(
        thrown, assertThrows(IOException.class, () -> f.callUnchecked(new long[1], new Object[0])));
    assertSame(thrown, assertThrows(IOException.class, () -> f.call(1)));
    Window window = store.window();
    assertEquals(0, window.numberTop);
    assertEquals(0, window.referenceTop);
  }

  @Test
  void aSecondThreadIsRefused() throws Exception {
    List<Throwable> refused = new ArrayList<>();
    FuncRef echo = store.function(HostBody.ints(a -> a));
    FuncRef f =
        store.wordFunction(
            FuncType.of(),
            (caller, window, n, r) -> {
              Thread other =
                  new Thread(
                      () -> {
                        for (Executable call :
                            List.<Executable>of(
                                () -> echo.typed().call(1),
                                () -> echo.typed().prepare().run(),
                                () -> echo.callUnchecked(new long[1], new Object[0]))) {
                          refused.add(assertThrows(IllegalStateException.class, call));
                        }
                      });
              other.start();
              other.join();
            });

    f.call();

    assertEquals(3, refused.size());
  }

  @Test
  void numbersOfAllTypesInAndOut() {
    FuncRef f =
        store.function(
            FuncType.of(F32).returns(F64), (c, a) -> new Object[] {(double) (float) a[0]});

    assertEquals(0.5, TypedFunc.f64(f.typed().call(TypedFunc.word(0.5f))));
  }

  /** A typed entry for every number of words. */
  private static final class EveryShape extends NumberShapes {
    final List<Long> seen = new ArrayList<>();
    FuncRef callee;

    @Override
    long take(FuncRef function, long... words) {
      callee = function;
      for (long word : words) {
        seen.add(word);
      }
      return 70 + words.length;
    }
  }
}
