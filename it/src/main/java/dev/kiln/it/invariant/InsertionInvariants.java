package dev.kiln.it.invariant;

import static dev.kiln.runtime.NumType.F64;
import static dev.kiln.runtime.NumType.I32;
import static dev.kiln.runtime.NumType.I64;

import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.HostBody;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.RefType;
import dev.kiln.runtime.Trap;
import dev.kiln.runtime.abi.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Host functions and their holes: invariants 1 to 3, 5 to 7, 9 and 21. */
public final class InsertionInvariants extends World {
  /** Nothing inserted yet. */
  public InsertionInvariants() {}

  /** Nothing is registered, and the host calls it in each of its ways. */
  public void invariant01ExistsOnInsertionAndTheHostCanCallIt() {
    FuncRef f = addTen();

    Check.same(null, f.code());
    Check.result(15, f.call(5));
    Check.equal(15L, f.typed().call(5));
    Check.equal(15, f.typed().asIntUnaryOperator().applyAsInt(5));
    long[] words = {5};
    f.callUnchecked(words, new Object[0]);
    Check.equal(15L, words[0]);
  }

  /** By shape, not by type: references and the kinds of numbers are erased. */
  public void invariant02TypedEntryIsThereExactlyIfARegisteredModuleHasTheShape() {
    FuncRef before = addTen();
    FuncRef twoBefore = store.function(HostBody.ints((a, b) -> a + b));
    instance("ImportsOnly", before);

    Check.that(before.code() != null, "a registered module has the shape: filled");
    Check.that(addTen().code() != null, "inserted after the registration: filled at once");
    FuncRef sameShape =
        store.function(FuncType.of(F64).returns(I64), (caller, args) -> new Object[] {1L});
    Check.that(sameShape.code() != null, "another type of the same shape: filled");
    Check.same(null, twoBefore.code());
    Check.same(null, store.function(HostBody.ints((a, b) -> a + b)).code());
    Check.same(null, store.function(HostBody.references(x -> x)).code());
  }

  /** The start function calls a host function that looks at its own hole. */
  public void invariant03TheSameObjectIsFilledBeforeStart() {
    List<Code> seen = new ArrayList<>();
    FuncRef[] self = new FuncRef[1];
    FuncRef f = store.function(HostBody.intAction(() -> seen.add(self[0].code())));
    self[0] = f;
    FuncRef other = addTen(); // not imported, but of a shape of the module
    Check.same(null, f.code());
    Check.same(null, other.code());

    instance("Starter", f);

    Check.equal(1, seen.size());
    Check.that(seen.get(0) != null, "filled when start ran");
    Check.same(seen.get(0), f.code());
    Check.that(other.code() != null, "also holes that are not imported");
  }

  /** An import that was a hole is bound: the module's own code calls it at once. */
  public void invariant03TheSameObjectIsFilledBeforeImportsAreBound() {
    FuncRef f = addTen();
    Instance caller = instance("Caller", f);

    Check.result(15, caller.getFunction("call").call(5));
    Check.same(f, caller.getFunction("f"));
    Check.same(f, caller.getFunction("ref").call()[0]);
  }

  /** {@code Silent} with one number of its adapter table changed, see the compiling test. */
  public void invariant05OnlyASabotagedClassFailsToBindAndTheErrorNamesTheImport() {
    FuncRef f = addTen();
    LinkException e = Check.thrown(LinkException.class, () -> instance("Sabotaged", f));

    Check.contains("import \"env\" \"f\"", e.getMessage());
    Check.contains("the compiled class is damaged", e.getMessage());
    Check.contains("Sabotaged.wasm", e.getMessage());
    Check.result(15, f.call(5));
    instance("Silent", f);
    Check.result(15, instance("Caller", f).getFunction("call").call(5));
  }

  /** Every kind of module binds every hole it imports. */
  public void invariant05BindingAnImportFindsNoHole() {
    for (String name : List.of("Caller", "ImportsOnly", "Silent", "Holder")) {
      World fresh = new World();
      FuncRef f = fresh.addTen();
      fresh.instance(name, f);
      Check.that(f.code() != null, name + " filled what it imports");
    }
  }

  /** A second module with an adapter of its own for the shape changes nothing. */
  public void invariant06TheTypedEntryIsWrittenAtMostOnce() {
    FuncRef f = addTen();
    instance("ImportsOnly", f);
    Code first = Objects.requireNonNull(f.code());

    instance("Caller", f);
    instance("Holder", f);
    FuncRef later = addTen();

    Check.same(first, f.code());
    Check.same(first, later.code());
    Check.that(
        first.getClass().getName().startsWith("invariant.ImportsOnly$"),
        first.getClass() + " is of the module that came first");
  }

  /** A module without a single function of its own. */
  public void invariant07AModuleWithImportsOnlyFillsHoles() {
    FuncRef f = addTen();
    FuncRef another = addTen();
    instance("ImportsOnly", f);

    Check.that(f.code() != null && another.code() != null, "both filled");
  }

  /** Wasm finds a function of a type that it has no word for: never a null pointer. */
  public void invariant09AnUnfillableHoleIsASignatureTrapForWasmAndNoneForTheHost() {
    FuncType odd = FuncType.of(I32, I64, F64, RefType.EXTERNREF).returns(F64);
    FuncRef f = store.function(odd, (caller, args) -> new Object[] {2.5});
    Instance traps = instance("Traps");
    traps.getTable("table").set(0, f);

    Check.same(null, f.code());
    traps(Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH, () -> traps.getFunction("call").call(1, 0));
    Check.result(2.5, f.call(1, 2L, 3.0, "four"));
    Check.same(null, f.code());
  }

  /** The host inserts functions and instantiates while a start function waits. */
  public void invariant21AHostFunctionInStartMayInsertAndInstantiate() {
    List<Object> seen = new ArrayList<>();
    Module callerModule = module("Caller");
    FuncRef f =
        store.function(
            HostBody.intAction(
                () -> {
                  FuncRef inner = addTen();
                  Linker linker = new Linker(engine).define("env", "f", inner);
                  Instance caller = linker.instantiate(store, callerModule);
                  seen.add(caller.getFunction("call").call(1)[0]);
                  seen.add(instance("Holder", inner).getFunction("a").call(1)[0]);
                }));
    Instance outer = instance("Starter", f);

    Check.equal(List.of(11, 2), seen);
    Check.result(8, outer.getFunction("add").call(7));
  }
}
