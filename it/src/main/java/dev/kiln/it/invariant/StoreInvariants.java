package dev.kiln.it.invariant;

import dev.kiln.runtime.Engine;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.Global;
import dev.kiln.runtime.GlobalType;
import dev.kiln.runtime.HostBody;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.InstancePre;
import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.RefType;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.StoreLimits;
import dev.kiln.runtime.Table;
import dev.kiln.runtime.TableType;
import dev.kiln.runtime.Trap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Stores and engines apart from each other, and failures: invariants 13 to 16 and 26. */
public final class StoreInvariants extends World {
  private final Store<@Nullable Void> other = Store.of(engine);

  /** Two stores of one engine. */
  public StoreInvariants() {}

  /** By the linker, by one {@code InstancePre}, by the instances. */
  public void invariant13TwoStoresNeverShareAFunction() {
    InstancePre pre = preOf();
    Instance one = pre.instantiate(store);
    Instance two = pre.instantiate(other);

    for (String name : List.of("f", "call", "ref")) {
      Check.that(one.getFunction(name) != two.getFunction(name), name + " is another object");
      Check.same(store, one.getFunction(name).store());
      Check.same(other, two.getFunction(name).store());
    }
    Check.that(one.getFunction("ref").call()[0] != two.getFunction("ref").call()[0], "refs");
    Check.result(15, one.getFunction("call").call(5));
    Check.result(15, two.getFunction("call").call(5));
  }

  /** The linker is out of reach here. */
  private InstancePre preOf() {
    return new Linker(engine).function("env", "f", adding(10)).instantiatePre(module("Caller"));
  }

  /** Dropped, and collected as far as the collector cares. */
  public void invariant13TheLinkerMayBeDroppedFirst() {
    InstancePre pre = preOf();
    long linkers = Heap.count(Linker.class); // collects
    Instance instance = pre.instantiate(store);

    Check.equal(0L, linkers);
    Check.result(15, instance.getFunction("call").call(5));
  }

  /** As an import; nothing is registered by that. */
  public void invariant14CrossStoreImportsAreRefused() {
    FuncRef foreign = other.function(adding(1));
    FuncRef mine = addTen();
    LinkException e = Check.thrown(LinkException.class, () -> instance("Caller", foreign));

    Check.contains("belongs to another store", e.getMessage());
    Check.contains("\"env\" \"f\"", e.getMessage());
    Check.same(null, foreign.code());
    Check.same(null, mine.code());
    Check.result(6, foreign.call(5));
  }

  /** Dynamic and typed; a host result; wasm does not run. */
  public void invariant14CrossStoreArgumentsAndResultsAreRefused() {
    Instance holder = instance("Holder", addTen());
    FuncRef foreign = other.function(adding(1));
    FuncRef pass = holder.getFunction("pass");
    Check.thrown(IllegalArgumentException.class, () -> pass.call(foreign));
    Check.thrown(
        IllegalArgumentException.class,
        () -> pass.typed().prepare().setReference(0, foreign).run());
    FuncType gives = FuncType.of().returns(RefType.FUNCREF);
    FuncRef give = store.function(gives, (caller, args) -> new Object[] {foreign});
    Check.thrown(IllegalArgumentException.class, () -> give.call());
    Instance user = instance("ThroughResult", give);
    Check.thrown(IllegalArgumentException.class, () -> user.getFunction("call").call(1));

    FuncRef a = holder.getFunction("a");
    Check.result(a, pass.call(a));
    Check.same(null, foreign.code());
  }

  /** Creating and writing globals and tables. */
  public void invariant14CrossStoreGlobalsAndTablesAreRefused() {
    FuncRef foreign = other.function(adding(1));
    GlobalType global = new GlobalType(RefType.FUNCREF, true);
    TableType type = new TableType(RefType.FUNCREF, 2, TableType.NO_MAX);
    Instance holder = instance("Holder", addTen());
    Table table = holder.getTable("table");
    Global slot = holder.getGlobal("slot");

    refused(() -> Global.create(store, global, foreign));
    refused(() -> slot.set(foreign));
    refused(() -> Table.create(store, type, foreign));
    refused(() -> table.set(0, foreign));
    refused(() -> table.grow(1, foreign));
    refused(() -> table.fill(0, foreign, 1));
    refused(() -> table.copy(0, Table.create(other, type, null), 0, 1));
    refused(() -> holder.getFunction("set").call(0, foreign));

    Check.same(null, slot.get());
    Check.equal(4, table.size());
    Check.same(holder.getFunction("a"), table.get(0));
    Check.same(null, foreign.code());
  }

  private static void refused(Check.Action action) {
    Check.thrown(IllegalArgumentException.class, action);
  }

  /** A linker that holds an item of the one store, and instantiates in the other. */
  public void invariant14ItemsOfALinkerBelongToTheirStore() {
    Linker linker = new Linker(engine).define("env", "f", addTen());
    Check.thrown(LinkException.class, () -> linker.instantiate(other, module("Caller")));
    InstancePre pre = linker.instantiatePre(module("Caller"));
    Check.thrown(LinkException.class, () -> pre.instantiate(other));
    Check.result(15, pre.instantiate(store).getFunction("call").call(5));
  }

  /** In each of the three ways to instantiate. */
  public void invariant15AModuleOfAnotherEngineIsRefusedBeforeItIsRegistered() {
    FuncRef f = addTen();
    Engine elsewhere = new Engine();
    Module foreign = Module.of(elsewhere, compiled("Caller"));
    Linker linker = new Linker(engine).define("env", "f", f);
    Check.thrown(LinkException.class, () -> foreign.instantiate(store, List.of(f)));
    Check.thrown(LinkException.class, () -> linker.instantiate(store, foreign));
    Check.thrown(LinkException.class, () -> linker.instantiatePre(foreign));
    InstancePre pre = new Linker(elsewhere).function("env", "f", adding(1)).instantiatePre(foreign);
    Check.thrown(LinkException.class, () -> pre.instantiate(store));

    Check.same(null, f.code());
    Check.result(15, instance("Caller", f).getFunction("call").call(5));
  }

  /** The import is of another type; holes of the module's shapes stay. */
  public void invariant16ATypeErrorRegistersNothing() {
    FuncRef waiting = addTen();
    FuncRef longs = store.function(HostBody.longs(x -> x));
    Check.thrown(LinkException.class, () -> instance("Caller", longs));
    Check.thrown(LinkException.class, () -> instance("Caller"));
    Check.thrown(
        LinkException.class,
        () -> instance("StartTraps", waiting, instance("Traps").getFunction("call")));

    Check.same(null, store.function(HostBody.references(x -> x)).code());
    World untouched = new World();
    FuncRef hole = untouched.addTen();
    Check.thrown(
        LinkException.class,
        () -> untouched.instance("Caller", untouched.store.function(HostBody.longs(x -> x))));
    Check.same(null, hole.code());
    Check.same(null, untouched.addTen().code());
  }

  /** A trap in {@code start}. */
  public void invariant16ATrapInStartKeepsWhatWasDone() {
    fails("StartTraps", Trap.Kind.UNREACHABLE);
  }

  /** The second element segment does not fit. */
  public void invariant16ASegmentOutOfTheTableKeepsWhatWasDone() {
    fails("ElementsOut", Trap.Kind.TABLE_OUT_OF_BOUNDS);
  }

  /** The data segment does not fit. */
  public void invariant16ASegmentOutOfTheMemoryKeepsWhatWasDone() {
    fails("DataOut", Trap.Kind.MEMORY_OUT_OF_BOUNDS);
  }

  private void fails(String name, Trap.Kind kind) {
    FuncRef f = addTen();
    Table table = ownersTable();
    traps(kind, () -> instance(name, f, table));

    Check.that(f.code() != null, "the hole stays filled");
    Check.that(addTen().code() != null, "the module stays registered");
    Check.result(15, element(table, 0).call(5)); // a function of the instance that failed
    Check.result(16, instance("ThroughTable", table).getFunction("call").call(6, 0));
  }

  private Table ownersTable() {
    return instance("Owner").getTable("table");
  }

  /** Ten pages are refused, after the registration and before anything is written. */
  public void invariant16ALimitersRefusalKeepsTheRegistration() {
    FuncRef f = addTen();
    Table table = ownersTable();
    store.limit(StoreLimits.UNLIMITED.withMemoryBytes(9 * 65536));
    LinkException e = Check.thrown(LinkException.class, () -> instance("Greedy", f, table));

    Check.contains("limiter", e.getMessage());
    Check.that(f.code() != null, "the hole stays filled");
    Check.same(null, table.get(0));
    store.limit(StoreLimits.UNLIMITED);
    instance("Greedy", f, table);
    Check.result(15, element(table, 0).call(5));
  }

  /** Eight threads with a thousand stores each. */
  public void invariant26OneInstancePreServesManyThreads() throws Exception {
    InstancePre pre = preOf();
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int own = t;
        tasks.add(() -> inManyStores(pre, own));
      }
      for (Future<Integer> sum : pool.invokeAll(tasks)) {
        Check.equal(1000, sum.get());
      }
    } finally {
      pool.shutdown();
    }
  }

  private int inManyStores(InstancePre pre, int argument) {
    int right = 0;
    for (int i = 0; i < 1000; i++) {
      Store<Integer> own = new Store<>(engine, i);
      Instance instance = pre.instantiate(own);
      boolean good = instance.getFunction("call").call(argument)[0].equals(argument + 10);
      right += good && instance.getFunction("f").store() == own ? 1 : 0;
    }
    return right;
  }
}
