package dev.kiln.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Imports that are found and checked once. */
class InstancePreTest {
  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);
  private final Linker linker = new Linker(engine);
  private final Module module = Module.of(engine, new HandCompiled());

  @Test
  void eachStoreHasOneFunctionPerDefinition() {
    linker.function("env", "f", HostBody.ints(a -> a + 1));
    InstancePre pre = linker.instantiatePre(module);
    Store<?> second = Store.of(engine);

    Instance one = pre.instantiate(store);
    Instance again = pre.instantiate(store);
    Instance two = pre.instantiate(second);

    assertNotSame(one, again);
    assertSame(one.getFunction("f"), again.getFunction("f"));
    assertSame(linker.get(store, "env", "f"), one.getFunction("f"));
    assertNotSame(one.getFunction("f"), two.getFunction("f"));
    assertSame(second, two.getFunction("f").store());
    assertEquals(6, two.getFunction("twice").call(4)[0]);
    assertSame(module, pre.module());
    assertTrue(pre.store().isEmpty());
    assertEquals("module test.wasm with its imports", pre.toString());
  }

  @Test
  void laterDefinitionsChangeNothing() {
    linker.function("env", "f", HostBody.ints(a -> a + 1));
    InstancePre pre = linker.instantiatePre(module);
    linker.allowShadowing(true).function("env", "f", HostBody.ints(a -> a + 100));

    assertEquals(6, pre.instantiate(store).getFunction("twice").call(4)[0]);
    assertEquals(204, linker.instantiate(store, module).getFunction("twice").call(4)[0]);
  }

  @Test
  void anItemTiesItToItsStore() {
    linker.define("env", "f", store.function(HostBody.ints(a -> a + 1)));
    InstancePre pre = linker.instantiatePre(module);

    LinkException refused =
        assertThrows(LinkException.class, () -> pre.instantiate(Store.of(engine)));

    assertEquals(
        "test.wasm: the imports were found for another store: use that one", refused.getMessage());
    assertSame(store, pre.store().orElseThrow());
    assertEquals(6, pre.instantiate(store).getFunction("twice").call(4)[0]);
  }

  @Test
  void itemsOfTwoStoresAreRefusedAtOnce() {
    Module wants =
        Module.of(
            engine, new AnyModule().importFunction("a", "f", 0).importMemory("b", "m", 0, -1));
    linker.define("a", "f", store.function(HostBody.ints(a -> a)));
    linker.define("b", "m", Memory.create(Store.of(engine), new MemoryType(1)));

    assertEquals(
        "test.wasm: import \"b\" \"m\" belongs to another store",
        assertThrows(LinkException.class, () -> linker.instantiatePre(wants)).getMessage());
  }

  @Test
  void typesAreCheckedAtOnce() {
    linker.function("env", "f", HostBody.longs(a -> a));
    assertEquals(
        "test.wasm: import \"env\" \"f\": incompatible import type: "
            + "expected function [i32] -> [i32], got function [i64] -> [i64]",
        assertThrows(LinkException.class, () -> linker.instantiatePre(module)).getMessage());

    Module wantsMemory = Module.of(engine, new AnyModule().importMemory("env", "f", 0, -1));
    assertEquals(
        "test.wasm: import \"env\" \"f\": incompatible import type: "
            + "expected memory 0, got function [i64] -> [i64]",
        assertThrows(LinkException.class, () -> linker.instantiatePre(wantsMemory)).getMessage());

    linker.allowShadowing(true).define("env", "f", Memory.create(store, new MemoryType(1)));
    assertEquals(
        "test.wasm: import \"env\" \"f\": incompatible import type: "
            + "expected function [i32] -> [i32], got memory 1",
        assertThrows(LinkException.class, () -> linker.instantiatePre(module)).getMessage());
  }

  @Test
  void unknownImportsAndOtherEnginesAreRefused() {
    assertEquals(
        "test.wasm: unknown import \"env\" \"f\" ([i32] -> [i32]): define it in the linker",
        assertThrows(LinkException.class, () -> linker.instantiatePre(module)).getMessage());
    Module foreign = Module.of(new Engine(), new HandCompiled());
    assertEquals(
        "module test.wasm was loaded into another engine than the linker's",
        assertThrows(LinkException.class, () -> linker.instantiatePre(foreign)).getMessage());
    linker.function("env", "f", HostBody.ints(a -> a));
    InstancePre pre = linker.instantiatePre(module);
    assertEquals(
        "module test.wasm was loaded into another engine than the store's: load it into this one",
        assertThrows(LinkException.class, () -> pre.instantiate(Store.of(new Engine())))
            .getMessage());
  }

  @Test
  void manyThreadsUseOneWithAStoreEach() throws Exception {
    linker.function("env", "f", HostBody.intsWithCaller((c, a) -> a + c.data(Integer.class)));
    InstancePre pre = linker.instantiatePre(module);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    ConcurrentHashMap<FuncRef, Boolean> functions = new ConcurrentHashMap<>();
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        int number = t;
        done.add(
            threads.submit(
                () -> {
                  Store<Integer> own = new Store<>(engine, number);
                  for (int i = 0; i < 50; i++) {
                    Instance instance = pre.instantiate(own);
                    assertEquals(2 * number + i, instance.getFunction("twice").call(i)[0]);
                    functions.put(instance.getFunction("f"), true);
                    instance.getMemory("memory").writeInt(0, number);
                    assertNull(instance.getTable("table").get(1));
                    instance.getTable("table").set(1, instance.getFunction("f"));
                  }
                }));
      }
      for (Future<?> one : done) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(16, functions.size());
  }
}
