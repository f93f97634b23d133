package dev.kiln.runtime;

import static dev.kiln.runtime.NumType.F32;
import static dev.kiln.runtime.NumType.F64;
import static dev.kiln.runtime.NumType.I32;
import static dev.kiln.runtime.NumType.I64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.abi.Code;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Function references, called by the host with no module in the store. */
class FuncRefTest {
  private final Store<?> store = Store.of(new Engine());

  private static final class SomeCode extends Code {}

  @Test
  void existsOnInsertionAndTheHostCanCallIt() {
    FuncRef add =
        store.function(
            FuncType.of(I32, I32).returns(I32),
            (caller, args) -> new Object[] {(Integer) args[0] + (Integer) args[1]});

    assertNull(add.code());
    assertNotNull(add.uniform());
    assertSame(store, add.store());
    assertArrayEquals(new Object[] {42}, add.call(40, 2));
  }

  @Test
  void everyNumberTypeAndReferencesArriveAndReturn() {
    RefType externref = RefType.EXTERNREF;
    RefType funcref = RefType.FUNCREF;
    ValType[] all = {I32, I64, F32, F64, externref, funcref};
    List<Object> seen = new ArrayList<>();
    FuncRef echo =
        store.function(
            FuncType.of(all).returns(all),
            (caller, args) -> {
              seen.addAll(List.of(args));
              return args;
            });
    Object[] values = {-1, Long.MIN_VALUE, -0.0f, Double.MIN_VALUE, "any", echo};

    Object[] results = echo.call(values);

    assertEquals(List.of(values), seen);
    assertArrayEquals(values, results);
    assertSame(echo, results[5]);
  }

  @Test
  void nullIsAReferenceLikeAnother() {
    FuncRef echo =
        store.function(
            FuncType.of(RefType.EXTERNREF).returns(RefType.EXTERNREF), (caller, args) -> args);

    assertNull(echo.call((Object) null)[0]);
  }

  @Test
  void theNumberOfNanIsKeptBitForBit() {
    FuncRef echo = store.function(FuncType.of(F32, F64).returns(F32, F64), (caller, args) -> args);
    float signalling = Float.intBitsToFloat(0x7fa00001);
    double payload = Double.longBitsToDouble(0xfff4000000000001L);

    Object[] results = echo.call(signalling, payload);

    assertEquals(Float.floatToRawIntBits(signalling), Float.floatToRawIntBits((float) results[0]));
    assertEquals(
        Double.doubleToRawLongBits(payload), Double.doubleToRawLongBits((double) results[1]));
  }

  @Test
  void allArgumentsAreCheckedBeforeAnythingRuns() {
    List<Object> runs = new ArrayList<>();
    FuncRef function =
        store.function(
            FuncType.of(I32, I64),
            (caller, args) -> {
              runs.add(args);
              return new Object[0];
            });

    Throwable last = assertThrows(IllegalArgumentException.class, () -> function.call(1, 2));
    Throwable count = assertThrows(IllegalArgumentException.class, () -> function.call(1));
    Throwable nothing = assertThrows(IllegalArgumentException.class, () -> function.call(null, 2L));

    assertEquals(
        "argument 1 of function host [i32, i64] -> []: expected i64, got java.lang.Integer",
        last.getMessage());
    assertEquals("function host [i32, i64] -> [] takes 2 arguments, not 1", count.getMessage());
    assertTrue(nothing.getMessage().endsWith("expected i32, got null"), nothing.getMessage());
    assertTrue(runs.isEmpty());
    assertEquals(0, store.window().numberTop);
  }

  @Test
  void anArgumentOfAnotherStoreIsRefused() {
    Store<?> other = Store.of(store.engine());
    FuncRef foreign = other.function(FuncType.of(), (caller, args) -> new Object[0]);
    List<Object> runs = new ArrayList<>();
    FuncRef function =
        store.function(
            FuncType.of(RefType.FUNCREF),
            (caller, args) -> {
              runs.add(args[0]);
              return null;
            });

    Throwable refused = assertThrows(IllegalArgumentException.class, () -> function.call(foreign));

    assertTrue(refused.getMessage().endsWith("belongs to another store"), refused.getMessage());
    assertTrue(runs.isEmpty());
    assertEquals(0, store.window().referenceTop);
  }

  @Test
  void aHostResultOfAnotherStoreIsRefused() {
    FuncRef foreign =
        Store.of(store.engine()).function(FuncType.of(), (caller, args) -> new Object[0]);
    FuncType type = FuncType.of().returns(RefType.FUNCREF);
    FuncRef boxed = store.function(type, (caller, args) -> new Object[] {foreign});
    FuncRef words =
        store.wordFunction(type, (caller, window, n, r) -> window.reference(r, foreign));

    for (FuncRef function : List.of(boxed, words)) {
      Throwable refused = assertThrows(IllegalArgumentException.class, function::call);
      assertTrue(refused.getMessage().contains("belongs to another store"), refused.getMessage());
      assertEquals(0, store.window().referenceTop);
      assertNull(store.window().references[0]);
    }
  }

  @Test
  void wrongHostResultsAreRefusedWithTheirType() {
    FuncType type = FuncType.of().returns(I32);

    Throwable wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> store.function(type, (caller, args) -> new Object[] {"text"}).call());
    Throwable missing =
        assertThrows(
            IllegalArgumentException.class,
            () -> store.function(type, (caller, args) -> null).call());

    assertEquals(
        "result 0 of host function [] -> [i32]: expected i32, got java.lang.String",
        wrong.getMessage());
    assertEquals("host function [] -> [i32] returned 0 results", missing.getMessage());
  }

  @Test
  void whatTheHostThrowsArrivesAsItself() {
    for (Throwable thrown :
        List.of(
            new IOException("checked"),
            new IndexOutOfBoundsException("the host's own"),
            new AssertionError("an error"),
            new Trap(Trap.Kind.UNREACHABLE))) {
      FuncRef function =
          store.function(
              FuncType.of(I32),
              (caller, args) -> {
                if (thrown instanceof Error e) {
                  throw e;
                }
                throw (Exception) thrown;
              });

      assertSame(thrown, assertThrows(Throwable.class, () -> function.call(1)));
      assertEquals(0, store.window().numberTop);
    }
  }

  @Test
  void whatTheHostThrowsPassesThroughNestedCallsAsItself() {
    IndexOutOfBoundsException thrown = new IndexOutOfBoundsException("inner");
    FuncRef inner =
        store.function(
            FuncType.of(),
            (caller, args) -> {
              throw thrown;
            });
    FuncRef outer = store.function(FuncType.of(), (caller, args) -> inner.call());

    assertSame(thrown, assertThrows(IndexOutOfBoundsException.class, outer::call));
  }

  @Test
  void endlessRecursionIsATrapAndTheStoreWorksOn() {
    FuncRef[] self = new FuncRef[1];
    self[0] = store.function(FuncType.of(I32).returns(I32), (caller, args) -> self[0].call(args));

    Trap trap = assertThrows(Trap.class, () -> self[0].call(1));

    assertEquals(Trap.Kind.CALL_STACK_EXHAUSTED, trap.kind());
    assertEquals(0, store.window().numberTop);
    FuncRef echo = store.function(FuncType.of(I32).returns(I32), (caller, args) -> args);
    assertEquals(7, echo.call(7)[0]);
  }

  @Test
  void theTypedEntryIsWrittenOnce() {
    FuncRef function = store.function(FuncType.of(), (caller, args) -> new Object[0]);
    Code first = new SomeCode();

    function.fill(first);
    function.fill(new SomeCode());

    assertSame(first, function.code());
  }

  @Test
  void anEntryWithoutABodyIsALinkageErrorThatNamesIt() {
    FuncRef function = store.function(FuncType.of(), (caller, args) -> new Object[0]);

    Throwable missing =
        assertThrows(LinkageError.class, () -> new SomeCode().call0_V(function, null));

    assertEquals("no body for call0_V of function host [] -> []", missing.getMessage());
  }

  @Test
  void aHostCallHasNoCallingInstance() {
    List<Caller> seen = new ArrayList<>();
    FuncRef function =
        store.function(
            FuncType.of(),
            (caller, args) -> {
              seen.add(caller);
              return new Object[0];
            });

    function.call();

    assertSame(store, seen.get(0).store());
    assertTrue(seen.get(0).instance().isEmpty());
    assertNull(seen.get(0).memory("memory"));
  }

  @Test
  void wordsThatAHostFunctionLeavesBehindAreTakenBack() {
    FuncRef function =
        store.wordFunction(FuncType.of(), (caller, window, n, r) -> window.reserve(3, 2));

    function.invoke(store.window(), 0, 0, null);

    assertEquals(0, store.window().numberTop);
    assertEquals(0, store.window().referenceTop);
  }
}
