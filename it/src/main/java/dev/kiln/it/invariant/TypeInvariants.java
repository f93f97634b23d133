package dev.kiln.it.invariant;

import dev.kiln.runtime.Engine;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.HostBody;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.RefType;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.Trap;
import java.util.List;

/** Type identity, subtyping and the order of traps: invariants 8 and 17 to 19. */
public final class TypeInvariants extends World {
  /** Nothing instantiated yet. */
  public TypeInvariants() {}

  private Instance subUser(Instance owner) {
    return instance(
        "SubUser",
        owner.getFunction("f"),
        owner.getFunction("give"),
        owner.getTable("table"),
        owner.getGlobal("global"));
  }

  /** The owner's function returns g; whatever way it is called, that comes back. */
  private void isFound(String how) {
    Instance owner = instance("SubOwner");
    Check.result(owner.getFunction("g"), subUser(owner).getFunction(how).call());
  }

  /** As an import. */
  public void invariant08ASubtypeWorksThroughAnImport() {
    isFound("viaImport");
  }

  /** In a table, by an indirect call. */
  public void invariant08ASubtypeWorksThroughATable() {
    isFound("viaTable");
  }

  /** In a global. */
  public void invariant08ASubtypeWorksThroughAGlobal() {
    isFound("viaGlobal");
  }

  /** As a result. */
  public void invariant08ASubtypeWorksThroughAResult() {
    isFound("viaResult");
  }

  /** Wider is refused: as an import, and by an indirect call. */
  public void invariant08ASupertypeDoesNotDoForASubtype() {
    Instance owner = instance("SuperOwner");
    LinkException e =
        Check.thrown(LinkException.class, () -> instance("WantsSub", owner.getFunction("f")));
    Check.contains("incompatible import type", e.getMessage());
    traps(Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH, () -> subUser(owner).getFunction("asSub").call());
  }

  /** A hole is filled by a module that knows a type of the same erased signature only. */
  public void invariant08AdaptersAreOfErasedSignatures() {
    FuncRef f = store.function(HostBody.references(x -> x));
    instance("Holder", addTen()); // knows [funcref] -> [funcref]

    Check.that(f.code() != null, "filled");
    Check.equal(RefType.EXTERNREF, f.type().params().get(0));
  }

  /**
   * It was imported as the supertype and is still of the subtype, also to whom it is given next.
   */
  public void invariant17AnImportedFunctionKeepsItsActualType() {
    Instance owner = instance("SubOwner");
    FuncRef f = owner.getFunction("f");
    Instance user = subUser(owner);

    Check.same(f, user.getFunction("f"));
    Check.result(owner.getFunction("g"), user.getFunction("asSub").call());
    instance("WantsSub", user.getFunction("f"));
    Check.that(f.isSubtypeOf(f.typeId), "of its own type");
    Check.that(
        !instance("SuperOwner").getFunction("f").isSubtypeOf(f.typeId),
        "one of the supertype is not of the subtype");
  }

  /** Types in one order in one module and in another order in the next. */
  public void invariant18TypeIdsAgreeAcrossJars() {
    for (String order : List.of("IntsFirst", "LongsFirst")) {
      agree(new Store<>(engine, "data"), module(order), module("NumbersUser"));
    }
  }

  /** One engine loads the owner first, the other the user. */
  public void invariant18EnginesThatLoadInOppositeOrderBothWork() {
    Engine one = new Engine();
    Engine other = new Engine();
    Module oneUser = Module.of(one, compiled("NumbersUser"));
    Module oneOwner = Module.of(one, compiled("IntsFirst"));
    Module otherOwner = Module.of(other, compiled("IntsFirst"));
    Module otherUser = Module.of(other, compiled("NumbersUser"));
    Instance inOne = agree(Store.of(one), oneOwner, oneUser);
    Instance inOther = agree(Store.of(other), otherOwner, otherUser);
    Check.that(
        inOne.getFunction("ints").typeId != inOther.getFunction("ints").typeId,
        "the engines count differently, or this test shows nothing");
    agree(Store.of(one), oneOwner, oneUser);
  }

  private static Instance agree(Store<?> store, Module owner, Module user) {
    Instance a = owner.instantiate(store, List.of());
    Instance b =
        user.instantiate(
            store, List.of(a.getFunction("ints"), a.getFunction("longs"), a.getTable("table")));
    Check.result(7, b.getFunction("ints").call(5));
    Check.result(7L, b.getFunction("longs").call(5L));
    traps(Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH, () -> b.getFunction("wrong").call(5));
    Check.equal(a.getFunction("ints").typeId, b.getFunction("ints").typeId);
    return a;
  }

  /** Past the end comes before null, null before the signature. */
  public void invariant19TrapOrderOfAnIndirectCall() {
    Instance traps = instance("Traps");
    FuncRef call = traps.getFunction("call");

    Check.result(6, call.call(5, 0));
    traps(Trap.Kind.UNINITIALIZED_ELEMENT, () -> call.call(5, 1));
    traps(Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH, () -> call.call(5, 2));
    for (int index : new int[] {3, 4, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
      traps(Trap.Kind.UNDEFINED_ELEMENT, () -> call.call(5, index));
    }
    traps.getTable("table").grow(1, null);
    traps(Trap.Kind.UNINITIALIZED_ELEMENT, () -> call.call(5, 3));
  }

  /** The same order in a function that the JVM has compiled. */
  public void invariant19TrapOrderInHotCode() {
    Instance traps = instance("Traps");
    FuncRef call = traps.getFunction("call");
    Trap.Kind[] expected = {
      Trap.Kind.UNINITIALIZED_ELEMENT,
      Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH,
      Trap.Kind.UNDEFINED_ELEMENT
    };
    for (int i = 0; i < 60_000; i++) {
      Check.equal(i + 1L, call.typed().call(i, 0));
      if (i % 20 == 0) {
        int index = 1 + i / 20 % 3;
        traps(expected[index - 1], () -> call.typed().call(5, index));
      }
    }
  }
}
