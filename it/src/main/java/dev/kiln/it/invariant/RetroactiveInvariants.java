package dev.kiln.it.invariant;

import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.HostBody;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Trap;
import java.util.ArrayList;
import java.util.List;

/**
 * Invariant 4: a function with a hole is somewhere in module A, which does not know its type; B,
 * which does, comes later and calls it. In each of the ways there.
 */
public final class RetroactiveInvariants extends World {
  /** A has no instance yet. */
  public RetroactiveInvariants() {}

  private static void isCalled(Instance user, Object... args) {
    Check.result(15, user.getFunction("call").call(args));
  }

  /** The exported table of A. */
  public void invariant04RetroactiveFillThroughATable() {
    FuncRef f = addTen();
    Instance a = instance("Owner");
    a.getTable("table").set(1, f);
    Check.same(null, f.code());

    Instance b = instance("ThroughTable", a.getTable("table"));

    Check.that(f.code() != null, "filled");
    isCalled(b, 5, 1);
    Check.same(f, a.getTable("table").get(1));
  }

  /** The table is set when B is there already: no hole arises. */
  public void invariant04ThroughATableThatTheHostSetsLater() {
    Instance a = instance("Owner");
    Instance b = instance("ThroughTable", a.getTable("table"));
    a.getTable("table").set(2, addTen());

    isCalled(b, 5, 2);
  }

  /** The exported global of A. */
  public void invariant04RetroactiveFillThroughAGlobal() {
    FuncRef f = addTen();
    Instance a = instance("Owner");
    a.getGlobal("global").set(f);
    Check.same(null, f.code());

    isCalled(instance("ThroughGlobal", a.getGlobal("global")), 5);
  }

  /** A function of A returns it. */
  public void invariant04RetroactiveFillThroughAResult() {
    FuncRef f = addTen();
    Instance a = instance("Owner");
    a.getGlobal("global").set(f);
    Instance b = instance("ThroughResult", a.getFunction("give"));

    isCalled(b, 5);
    Check.same(f, a.getFunction("give").call()[0]);
  }

  /** A host function returns it, which it inserted that moment. */
  public void invariant04AFunctionThatAHostFunctionReturns() {
    List<FuncRef> given = new ArrayList<>();
    FuncRef give =
        store.function(
            instance("Owner").getFunction("give").type(),
            (caller, args) -> {
              given.add(addTen());
              return new Object[] {given.get(given.size() - 1)};
            });
    Instance b = instance("ThroughResult", give);

    isCalled(b, 5);
    isCalled(b, 5);
    Check.equal(2, given.size());
  }

  /** Two holes of one shape in two tables; and what never gets an adapter stays a trap. */
  public void invariant04AllHolesOfAShapeAreFilledInOnePass() {
    Instance a = instance("Owner");
    FuncRef first = addTen();
    FuncRef second = store.function(adding(20));
    FuncRef odd = store.function(HostBody.ints((x, y, z) -> x));
    a.getTable("table").set(0, first);
    a.getTable("table").set(1, second);
    a.getTable("table").set(2, odd);
    Instance b = instance("ThroughTable", a.getTable("table"));

    isCalled(b, 5, 0);
    isCalled(b, -5, 1);
    traps(Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH, () -> b.getFunction("call").call(5, 2));
    traps(Trap.Kind.UNINITIALIZED_ELEMENT, () -> b.getFunction("call").call(5, 3));
  }
}
