package dev.kiln.it.invariant;

import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.HostBody;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Nothing that an instance does is visible in another one of the module. */
public final class Isolation extends World {
  /** No instance yet. */
  public Isolation() {}

  /** Memory, data segments and globals; in the same store and in another one. */
  public void isolationOfMemoryAndGlobals() {
    Module module = module("Cell");
    Instance first = module.instantiate(store, List.of());
    first.getFunction("init").call();
    first.getFunction("drop").call();
    first.getFunction("bump").call();
    Check.result(1, first.getFunction("grow").call(2));
    Memory changed = first.getMemory("memory");
    changed.writeByte(1, 'Z');
    Check.equal("CZ", changed.readString(0, 2));

    for (Store<?> where : List.of(store, Store.of(engine))) {
      Instance next = module.instantiate(where, List.of());
      Check.equal("AB", next.getMemory("memory").readString(0, 2));
      Check.equal(1L, next.getMemory("memory").pages());
      Check.equal(7, next.getGlobal("counter").getInt());
      next.getFunction("init").call();
      Check.equal("CB", next.getMemory("memory").readString(0, 2));
    }
    Check.equal("CZ", changed.readString(0, 2));
    Check.equal(8, first.getGlobal("counter").getInt());
  }

  /** Tables and element segments. */
  public void isolationOfTables() {
    Module module = module("Holder");
    FuncRef f = addTen();
    Instance first = module.instantiate(store, List.of(f));
    first.getFunction("drop").call();
    Check.result(4, first.getFunction("grow").call(3));
    first.getFunction("fill").call(1);
    first.getTable("table").set(0, null);

    Instance next = module.instantiate(store, List.of(f));
    Check.equal(4, next.getTable("table").size());
    Check.same(next.getFunction("a"), next.getTable("table").get(0));
    Check.same(next.getFunction("b"), next.getTable("table").get(1));
    next.getFunction("init").call(2);
    Check.same(next.getFunction("b"), next.getTable("table").get(2));
    Check.equal(7, first.getTable("table").size());
  }

  /** Two threads at once: each counts in its own global and memory. */
  public void isolationOfThreads() throws Exception {
    Module module = module("Cell");
    int threads = 4;
    CountDownLatch ready = new CountDownLatch(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Object>> tasks = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int rounds = 200_000 + t;
        tasks.add(
            () -> {
              Instance own = new Linker(engine).instantiate(Store.of(engine), module);
              ready.countDown();
              ready.await();
              return own.getFunction("work").call(rounds)[0];
            });
      }
      List<Object> counts = new ArrayList<>();
      for (Future<Object> count : pool.invokeAll(tasks)) {
        counts.add(count.get());
      }
      Check.equal(List.of(200_007, 200_008, 200_009, 200_010), counts);
    } finally {
      pool.shutdown();
    }
  }

  /** Two threads in one store: the second is refused, and the first goes on. */
  public void misuseFromTwoThreadsIsDetected() throws Exception {
    List<Throwable> seen = new ArrayList<>();
    Instance[] self = new Instance[1];
    FuncRef f =
        store.function(
            HostBody.ints(
                x -> {
                  Thread second =
                      new Thread(
                          () -> {
                            try {
                              self[0].getFunction("call").call(1);
                            } catch (IllegalStateException e) {
                              seen.add(e);
                            }
                          });
                  second.start();
                  try {
                    second.join();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return x + 10;
                }));
    self[0] = instance("Caller", f);

    Check.result(15, self[0].getFunction("call").call(5));
    Check.equal(1, seen.size());
    Check.contains("in use by thread", seen.get(0).getMessage());
  }
}
