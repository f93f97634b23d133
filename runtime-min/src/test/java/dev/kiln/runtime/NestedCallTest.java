package dev.kiln.runtime;

import static dev.kiln.runtime.NumType.I32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * Whoever calls a host function keeps its words, whatever that calls before it reads them, and
 * leaves the store as it was.
 */
class NestedCallTest {
  private static final FuncType TYPE = FuncType.of(I32).returns(I32);

  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);
  private final FuncRef inner = store.function(HostBody.ints(a -> a + 1000));

  /** Calls the inner function in all ways, then returns its own argument plus 1. */
  private final FuncRef outer =
      store.wordFunction(
          TYPE,
          (caller, window, n, r) -> {
            inner.call(7);
            inner.typed().call(8);
            inner.typed().prepare().setInt(0, 9).run();
            inner.callUnchecked(new long[] {10}, new Object[0]);
            window.i32(n, window.i32(n) + 1);
          });

  @Test
  void eachWayOfCallingKeepsItsWords() {
    assertEquals(3, outer.call(2)[0]);
    assertEquals(3, outer.typed().call(2));
    assertEquals(3, outer.typed().prepare().setInt(0, 2).run().getInt(0));
    long[] words = {2};
    outer.callUnchecked(words, new Object[0]);
    assertEquals(3, words[0]);
  }

  @Test
  void severalArgumentsThroughAHoleAreKept() {
    FuncRef six =
        store.wordFunction(
            FuncType.of(I32, I32, I32, I32, I32, I32).returns(I32),
            (caller, window, n, r) -> {
              inner.typed().call(1);
              int sum = 0;
              for (int i = 0; i < 6; i++) {
                sum = 10 * sum + window.i32(n + i);
              }
              window.i32(n, sum);
            });
    assertEquals(123456, six.typed().call(1, 2, 3, 4, 5, 6));
  }

  @Test
  void afterTheCallThreadsThatLiveOnHaveLeft() throws Exception {
    Linker linker = new Linker(engine).function("env", "f", HostBody.ints(a -> a + 1));
    InstancePre pre = linker.instantiatePre(Module.of(engine, new HandCompiled()));
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Instance made = other.submit(() -> pre.instantiate(store)).get();
      assertEquals(6, made.getFunction("twice").call(4)[0]);
      int n = store.window().numberTop;
      other
          .submit(
              () -> {
                store.window().reserve(1, 0);
                store.window().i32(n, 5);
                inner.invoke(store.window(), n, 0, null);
                return store.window().i32(n);
              })
          .get();
      store.window().release(n, 0);
      assertEquals(3, outer.call(2)[0]);
    } finally {
      other.shutdown();
    }
  }

  @Test
  void typesOfHostAndModulesNeverShareANumber() {
    Linker linker = new Linker(engine).function("env", "f", HostBody.ints(a -> a + 1));
    java.util.Set<Integer> ids = new java.util.TreeSet<>();
    ids.add(inner.typeId);
    ids.add(store.function(HostBody.longs(a -> a)).typeId);
    Module.of(engine, new AnyModule());
    Module module = Module.of(engine, new HandCompiled());
    ids.add(store.function(HostBody.doubles(a -> a)).typeId);
    ids.add(Module.of(engine, new AnyModule()).descriptor().types[AnyModule.MANY].id());
    ids.add(Module.of(engine, new AnyModule()).descriptor().types[AnyModule.NOTHING].id());
    ids.add(store.function(HostBody.floats(a -> a)).typeId);

    assertEquals(6, ids.size());
    assertEquals(inner.typeId, linker.instantiate(store, module).getFunction("twice").typeId);
    assertSame(store, inner.store());
  }
}
