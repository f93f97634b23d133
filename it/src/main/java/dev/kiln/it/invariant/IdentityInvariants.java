package dev.kiln.it.invariant;

import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.Table;
import dev.kiln.runtime.Trap;
import dev.kiln.runtime.TypedFunc;
import java.util.Objects;

/** One function is one object: invariants 10 to 12 and 20. */
public final class IdentityInvariants extends World {
  private static final int MILLION = 1_000_000;

  /** Nothing instantiated yet. */
  public IdentityInvariants() {}

  /** Every way to a function that there is. */
  public void invariant10OneFunctionIsOneObject() {
    FuncRef f = addTen();
    Instance holder = instance("Holder", f);
    FuncRef a = holder.getFunction("a");

    Check.same(a, holder.getFunction("again"));
    Check.same(a, holder.exports().get("again"));
    Check.same(a, holder.getTable("table").get(0));
    Check.same(a, holder.getTable("table").getFunction(0));
    Check.same(a, holder.getGlobal("held").get());
    Check.same(a, holder.getFunction("ref").call()[0]);
    Check.same(a, holder.getFunction("get").call(0)[0]);
    Check.same(a, holder.getFunction("pass").call(a)[0]);
    Check.same(
        a, holder.getFunction("pass").typed().prepare().setReference(0, a).run().getReference(0));
    holder.getGlobal("slot").set(a);
    Check.same(a, holder.getGlobal("slot").get());
    holder.getFunction("set").call(3, a);
    Check.same(a, holder.getTable("table").get(3));
    Check.same(f, holder.getFunction("f"));
  }

  /** Through a second module that imports it and exports it again. */
  public void invariant10AReexportedImportIsTheSameObject() {
    FuncRef a = instance("Holder", addTen()).getFunction("a");
    Instance caller = instance("Caller", a);

    Check.same(a, caller.getFunction("f"));
    Check.same(a, caller.getFunction("ref").call()[0]);
    Check.same(a, instance("Caller", caller.getFunction("f")).getFunction("f"));
    Check.result(6, caller.getFunction("call").call(5));
  }

  /** Of a host function and of an instance's. */
  public void invariant10LinkerGetReturnsTheSameObject() {
    Instance holder = instance("Holder", addTen());
    Linker linker = new Linker(engine).function("env", "f", adding(10)).instance("h", holder);
    FuncRef f = (FuncRef) linker.get(store, "env", "f");

    Check.same(f, linker.get(store, "env", "f"));
    Check.same(f, linker.instantiate(store, module("Caller")).getFunction("f"));
    Check.same(f, linker.instantiatePre(module("Caller")).instantiate(store).getFunction("f"));
    Check.same(holder.getFunction("a"), linker.get(store, "h", "a"));
    Check.same(holder.getFunction("a"), linker.get(store, "h", "again"));
  }

  /** The same function of the module in two instances is two. */
  public void invariant10AnotherInstancesFunctionIsAnother() {
    FuncRef f = addTen();
    var module = module("Holder");
    Instance one = new Linker(engine).define("env", "f", f).instantiate(store, module);
    Instance two = new Linker(engine).define("env", "f", f).instantiate(store, module);

    Check.that(one.getFunction("a") != two.getFunction("a"), "another object");
    Check.that(one.getTable("table").get(0) != two.getTable("table").get(0), "another object");
    Check.that(one.getFunction("a") != one.getFunction("b"), "another function");
    Check.same(one.getFunction("f"), two.getFunction("f"));
  }

  /** The first {@code ref.func} of a function may allocate, a million further ones may not. */
  public void invariant11RefFuncAllocatesAtMostOnce() {
    Instance holder = instance("Holder", addTen());
    TypedFunc refs = holder.getFunction("refs").typed();
    refs.call(1);
    FuncRef made = (FuncRef) holder.getGlobal("slot").get();
    Check.equal(0L, Allocation.least(() -> refs.call(1000)));
    Check.same(made, holder.getGlobal("slot").get());
    Check.same(made, holder.getFunction("b"));
  }

  /** As handles for exports, elements, globals, results, definitions. */
  public void invariant12AMillionHandlesLeaveTheStoresCountConstant() {
    Instance holder = instance("Holder", addTen());
    Table table = holder.getTable("table");
    Linker linker = new Linker(engine).function("env", "g", adding(1)).instance("h", holder);
    FuncRef ref = holder.getFunction("ref");
    FuncRef get = holder.getFunction("get");
    holder.exports();
    linker.get(store, "env", "g");
    long before = Heap.count(FuncRef.class);
    long entriesBefore = Heap.count(java.lang.ref.WeakReference.class);
    int same = 0;
    FuncRef a = holder.getFunction("a");
    for (int i = 0; i < MILLION / 5; i++) {
      same += holder.getFunction("a") == a ? 1 : 0;
      same += table.get(0) == a ? 1 : 0;
      same += ref.call()[0] == a ? 1 : 0;
      same += get.call(0)[0] == a ? 1 : 0;
      same += linker.get(store, "env", "g") != null ? 1 : 0;
    }
    Check.equal(MILLION, same);
    Check.equal(before, Heap.count(FuncRef.class));
    long entries = Heap.count(java.lang.ref.WeakReference.class) - entriesBefore;
    Check.that(entries < 1000, entries + " more weak references are not those of the handles");
    Check.same(store, a.store());
    Check.same(store, Objects.requireNonNull(linker.get(store, "env", "g")).store());
  }

  /** A count that can go up: the opposite of the test before. */
  public void invariant12TheCountSeesFunctionsThatAreKept() {
    Store<String> other = new Store<>(engine, "other");
    long before = Heap.count(FuncRef.class);
    FuncRef[] kept = new FuncRef[1000];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = other.function(adding(i));
    }
    Check.equal(before + kept.length, Heap.count(FuncRef.class));
    Check.result(999, kept[999].call(0));
  }

  /** Elements that nobody asked for so far. */
  public void invariant20LazyElementsAreInvisibleToGet() {
    Table table = instance("Holder", addTen()).getTable("table");
    FuncRef b = element(table, 1);
    Check.result(7, b.call(5));
    Check.same(b, table.get(1));
    Check.same(null, table.get(2));
    traps(Trap.Kind.TABLE_OUT_OF_BOUNDS, () -> table.get(4));
  }

  /** Set, fill, grow and copy by the host, seen by wasm; and by wasm, seen by the host. */
  public void invariant20LazyElementsAreInvisibleToSetFillGrowAndCopy() {
    Instance holder = instance("Holder", addTen());
    Table table = holder.getTable("table");
    table.copy(2, table, 0, 2);
    Check.result(6, element(table, 2).call(5));
    Check.result(7, element(table, 3).call(5));
    Check.same(holder.getFunction("a"), holder.getFunction("get").call(2)[0]);
    Check.equal(4, table.grow(2, holder.getFunction("b")));
    Check.same(holder.getFunction("b"), holder.getFunction("get").call(5)[0]);
    table.fill(0, null, 2);
    Check.same(null, holder.getFunction("get").call(0)[0]);

    holder.getFunction("fill").call(0);
    Check.same(holder.getFunction("a"), table.get(0));
    holder.getFunction("copy").call(1, 0);
    Check.same(holder.getFunction("a"), table.get(1));
    Check.result(6, holder.getFunction("grow").call(1));
    Check.same(holder.getFunction("b"), table.get(6));
    holder.getFunction("init").call(0);
    Check.same(holder.getFunction("b"), table.get(0));
    table.set(0, null);
    Check.same(null, holder.getFunction("get").call(0)[0]);
  }
}
