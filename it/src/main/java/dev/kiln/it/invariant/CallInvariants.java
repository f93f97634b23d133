package dev.kiln.it.invariant;

import static dev.kiln.runtime.NumType.I32;

import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.HostBody;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.Trap;
import dev.kiln.runtime.WasmBacktrace;
import java.io.IOException;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntUnaryOperator;

/** Calls in both directions: invariants 23, 24 and 27. */
public final class CallInvariants extends World {
  private int ran;

  /** Nothing was called yet. */
  public CallInvariants() {}

  /** One wrong argument after the other, and too few and too many: wasm does not begin. */
  public void invariant23ADynamicCallChecksEveryArgumentBeforeAnythingRuns() {
    FuncRef count = store.function(HostBody.intAction(() -> ran++));
    FuncRef check = instance("Arguments", count).getFunction("check");
    Object[] right = {1, 2L, 3f, 4.0, count, "six"};
    Object[] wrong = {2L, 3, 4.0, 5f, "no function", null};
    for (int i = 0; i < 5; i++) {
      Object[] args = right.clone();
      args[i] = wrong[i];
      IllegalArgumentException e =
          Check.thrown(IllegalArgumentException.class, () -> check.call(args));
      Check.contains("argument " + i, e.getMessage());
    }
    Object[] foreign = right.clone();
    foreign[4] = Store.of(engine).function(HostBody.intAction(() -> ran++));
    Check.thrown(IllegalArgumentException.class, () -> check.call(foreign));
    Check.thrown(IllegalArgumentException.class, () -> check.call(1, 2L, 3f, 4.0, count));
    Check.thrown(IllegalArgumentException.class, () -> check.call(1, 2L, 3f, 4.0, count, "six", 7));
    Check.thrown(IllegalArgumentException.class, () -> check.call());
    Check.equal(0, ran);

    Check.result(1, check.call(right));
    right[5] = null;
    right[4] = null;
    Check.result(1, check.call(right));
    Check.equal(2, ran);
  }

  /** Host to wasm, by each of the typed ways. */
  public void invariant24ATypedCallIntoWasmAllocatesNothing() {
    Instance caller = instance("Caller", instance("Holder", addTen()).getFunction("a"));
    FuncRef call = caller.getFunction("call");
    IntUnaryOperator asOperator = call.typed().asIntUnaryOperator();
    var handle = call.typed();
    var prepared = handle.prepare();
    long[] words = {1};
    Object[] none = {};

    Check.equal(0L, Allocation.least(() -> ran += (int) handle.call(ran)));
    Check.equal(0L, Allocation.least(() -> ran += asOperator.applyAsInt(ran)));
    Check.equal(0L, Allocation.least(() -> ran += prepared.setInt(0, 3).run().getInt(0)));
    Check.equal(0L, Allocation.least(() -> call.callUnchecked(words, none)));
    Check.that(Allocation.least(() -> call.call(1_000_000)) > 0, "a boxed call is seen");
  }

  /** Wasm to host, and back; the host's words are written and read as they are. */
  public void invariant24ATypedHostFunctionCalledFromWasmAllocatesNothing() {
    Linker linker = new Linker(engine);
    linker.function("env", "f", HostBody.ints(x -> x + ran));
    linker.function("env", "mix", HostBody.doubles((a, b) -> a + 2 * b));
    FuncRef call = linker.instantiate(store, module("Caller")).getFunction("call");
    Instance doubles = linker.instantiate(store, module("Doubles"));
    IntUnaryOperator ints = call.typed().asIntUnaryOperator();
    DoubleBinaryOperator mix = doubles.getFunction("mix").typed().asDoubleBinaryOperator();
    FuncRef repeat = doubles.getFunction("repeat");
    var prepared = repeat.typed().prepare();

    Check.equal(5, ints.applyAsInt(5));
    Check.equal(7.0, mix.applyAsDouble(1, 3));
    Check.equal(0L, Allocation.least(() -> ran += ints.applyAsInt(1) & 1));
    Check.equal(0L, Allocation.least(() -> ran += (int) mix.applyAsDouble(1, 3)));
    Check.equal(
        0L,
        Allocation.least(
            () -> ran += (int) prepared.setInt(0, 20).setDouble(1, 0.5).run().getDouble(0)));
  }

  /** A host function that sees its caller allocates no caller. */
  public void invariant24ACallerCostsNothing() {
    Linker linker = new Linker(engine);
    linker.function(
        "env", "f", HostBody.intsWithCaller((c, x) -> c.instance().isPresent() ? x + 1 : x));
    FuncRef call = linker.instantiate(store, module("Caller")).getFunction("call");
    IntUnaryOperator ints = call.typed().asIntUnaryOperator();

    Check.equal(3, ints.applyAsInt(2));
    Check.equal(0L, Allocation.least(() -> ran += ints.applyAsInt(1)));
  }

  /** Checked, unchecked, an error, and what looks like a trap: as itself, with the wasm frames. */
  public void invariant27WhatAHostFunctionThrowsArrivesAsItselfWithABacktrace() {
    for (Throwable mine :
        List.of(
            new IOException("checked"),
            new ArrayIndexOutOfBoundsException("the host's own"),
            new ArithmeticException("the host's own"),
            new NullPointerException("the host's own"),
            new AssertionError("an error"))) {
      World fresh = new World();
      FuncRef thrower =
          fresh.store.function(
              FuncType.of(I32).returns(I32),
              (caller, args) -> {
                throw asException(mine);
              });
      Instance inner = fresh.instance("Caller", thrower);
      Instance outer = fresh.instance("Caller", inner.getFunction("call"));

      Throwable seen = thrownBy(() -> outer.getFunction("call").call(1));
      Check.same(mine, seen);
      Check.equal(
          "[Caller.wasm \"call\", Caller.wasm \"call\"]",
          WasmBacktrace.of(seen).frames().toString());
      Check.same(mine, thrownBy(() -> outer.getFunction("call").typed().call(1)));
      Check.result(2, fresh.instance("Holder", thrower).getFunction("a").call(1));
    }
  }

  private static Exception asException(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return (Exception) thrown;
  }

  private static Throwable thrownBy(Check.Action action) {
    try {
      action.run();
    } catch (Throwable thrown) {
      return thrown;
    }
    throw new AssertionError("nothing was thrown");
  }

  /** A trap further in passes the host function between, which may see it. */
  public void invariant27ATrapPassesTheHostFunctionBetween() {
    Instance traps = instance("Traps");
    FuncRef trapping = traps.getFunction("call");
    int[] caught = {0};
    FuncRef between =
        store.function(
            HostBody.ints(
                x -> {
                  try {
                    return (int) trapping.typed().call(x, 1);
                  } catch (Trap trap) {
                    caught[0]++;
                    throw trap;
                  }
                }));
    Instance outer = instance("Caller", between);
    Trap trap = Check.thrown(Trap.class, () -> outer.getFunction("call").call(1));

    Check.equal(Trap.Kind.UNINITIALIZED_ELEMENT, trap.kind());
    Check.equal(1, caught[0]);
    Check.equal(
        List.of("Traps.wasm", "Caller.wasm"),
        trap.backtrace().frames().stream().map(WasmBacktrace.Frame::module).toList());
  }
}
