package dev.kiln.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Nothing that an instance does is seen in another instance of its module. */
class IsolationTest {
  private final Engine engine = new Engine();
  private final Module module = Module.of(engine, new HandCompiled());
  private final Linker linker = new Linker(engine).function("env", "f", HostBody.ints(a -> a + 1));

  /** Changes everything that a module defines. */
  private static void change(Instance instance, int value) {
    assertEquals(1, instance.getMemory("memory").grow(1));
    instance.getMemory("memory").fill(0, value, 2 * 65536);
    assertEquals(2, instance.getTable("table").grow(8, instance.getFunction("twice")));
    instance.getTable("table").fill(0, null, 2);
    instance.getGlobal("counter").setInt(value);
    instance.dropData(0);
    instance.dropElements(0);
  }

  private static void checkFresh(Instance instance) {
    assertEquals(1, instance.getMemory("memory").pages());
    assertEquals("\0\0\0\0kiln\0", instance.getMemory("memory").readString(0, 9));
    assertEquals(2, instance.getTable("table").size());
    assertSame(instance.getFunction("f"), instance.getTable("table").get(0));
    assertNull(instance.getTable("table").get(1));
    assertEquals(7, instance.getGlobal("counter").getInt());
    assertSame(instance.getFunction("f"), instance.getGlobal("held").get());
  }

  @Test
  void aFreshInstanceHasItsInitialState() {
    Store<?> store = Store.of(engine);
    Instance first = linker.instantiate(store, module);
    checkFresh(first);
    change(first, 5);

    Instance second = linker.instantiate(store, module);
    checkFresh(second);
    checkFresh(linker.instantiate(Store.of(engine), module));

    assertEquals(5, first.getMemory("memory").readByte(70_000));
    assertEquals(10, first.getTable("table").size());
    assertEquals(5, first.getGlobal("counter").getInt());
    assertNotSame(first.getMemory("memory"), second.getMemory("memory"));
    assertSame(first.getMemory("memory"), first.getMemory("memory"));
  }

  @Test
  void instancesInManyThreadsShareNothingThatChanges() throws Exception {
    InstancePre pre = linker.instantiatePre(module);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int t = 1; t <= 8; t++) {
        int value = t;
        done.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 20; i++) {
                    Instance instance = pre.instantiate(Store.of(engine));
                    checkFresh(instance);
                    change(instance, value);
                    assertEquals(value, instance.getMemory("memory").readByte(100));
                    assertEquals(value, instance.getGlobal("counter").getInt());
                  }
                }));
      }
      for (Future<?> one : done) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aSegmentThatWasDroppedIsDroppedInThatInstanceOnly() {
    TestModule passive =
        new TestModule() {
          @Override
          void exports(DescriptorWriter out) {
            out.put(0, 0, 2, 1, 2); // two passive data segments
          }
        };
    passive.data = new byte[] {1, 2, 3};
    Module loaded = Module.of(engine, passive);
    Store<?> store = Store.of(engine);
    Instance first = linker.instantiate(store, loaded);
    Instance second = linker.instantiate(store, loaded);

    first.dropData(1);
    first.dropData(1);

    assertEquals(1, first.dataSegment(0).length);
    assertEquals(0, first.dataSegment(1).length);
    assertEquals(2, second.dataSegment(1).length);
    assertEquals(2, linker.instantiate(store, loaded).dataSegment(1).length);
  }

  @Test
  void exportsAreFoundByKind() {
    Instance instance = linker.instantiate(Store.of(engine), module);

    assertEquals(
        "module test.wasm exports no table \"memory\": it is memory 1 2",
        assertThrows(IllegalArgumentException.class, () -> instance.getTable("memory"))
            .getMessage());
    assertEquals(
        "module test.wasm exports no global \"none\"",
        assertThrows(IllegalArgumentException.class, () -> instance.getGlobal("none"))
            .getMessage());
    assertSame(instance.exports().get("table"), instance.getTable("table"));
    assertSame(instance.exports(), instance.exports());
    assertThrows(UnsupportedOperationException.class, () -> instance.exports().clear());
  }
}
