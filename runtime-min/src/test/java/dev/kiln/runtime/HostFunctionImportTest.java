package dev.kiln.runtime;

import static dev.kiln.runtime.AnyModule.INT_TO_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.Window;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What generated code does: typed host functions for imports, and export methods. */
class HostFunctionImportTest {
  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);
  private final Linker linker = new Linker(engine);
  private final Module module =
      Module.of(
          engine,
          new AnyModule()
              .importMemory("env", "memory", 0, -1)
              .importFunction("env", "f", INT_TO_INT)
              .importFunction("env", "many", AnyModule.MANY)
              .function("callF", INT_TO_INT, AnyModule.callImport(0))
              .function("many", AnyModule.MANY, AnyModule.many())
              .function("echo", INT_TO_INT, AnyModule.ints((n0, self, caller) -> n0)));

  /** The host's side of an import interface. */
  interface Env {
    int f(Caller caller, int a) throws Exception;
  }

  /** Like the typed entry that the compiler makes. */
  private static final class Entry extends Code {
    FuncRef seen;

    @Override
    public long call1_N(long n0, FuncRef callee, @Nullable Instance caller) {
      seen = callee;
      try {
        return ((Env) callee.owner()).f(Caller.of(callee, caller), (int) n0);
      } catch (Throwable thrown) {
        throw Caller.failure(thrown);
      }
    }
  }

  /** A typed entry of a type without a direct shape. */
  private static final class WindowEntry extends Code {
    @Override
    public void callWindow(Window window, int n, int r, FuncRef callee, @Nullable Instance c) {
      window.i32(n, 1);
      window.i64(n + 1, 2);
      window.reference(r, window.reference(r) + "!");
    }
  }

  private Linker complete() {
    return linker
        .define("env", "memory", Memory.create(store, new MemoryType(1)))
        .hostFunction(module, 2, "host", new WindowEntry());
  }

  @Test
  void aTypedHostFunctionHasNoHoleAndRegistersNothing() {
    Entry code = new Entry();
    Env env = (caller, a) -> a * 2;

    FuncRef f = module.hostFunction(store, 1, env, code);

    assertSame(code, f.code());
    assertSame(env, f.owner());
    assertEquals(1, f.index());
    assertSame(module.descriptor().types[INT_TO_INT], f.definedType());
    assertEquals(14, f.call(7)[0]);
    assertSame(f, code.seen);
    assertEquals(14, f.typed().call(7));
    assertNull(store.function(HostBody.ints(a -> a)).code());
    assertEquals("function host [i32] -> [i32]", f.toString());
  }

  @Test
  void aShapeWithoutADirectEntryUsesTheWindow() {
    Code code = new WindowEntry();

    FuncRef f = module.hostFunction(store, 2, "host", code);

    assertSame(code, f.code());
    assertSame(code, f.uniform());
    assertEquals(List.of(1, 2L, "a!"), List.of(f.call("a")));
  }

  @Test
  void onlyFunctionImportsCanBeMade() {
    Code code = new Entry();
    for (int index : new int[] {-1, 0, 3}) {
      String message = "test.wasm: import " + index + " is not a function it imports";
      assertEquals(
          message,
          assertThrows(
                  IllegalArgumentException.class,
                  () -> module.hostFunction(store, index, "host", code))
              .getMessage());
      assertEquals(
          message,
          assertThrows(
                  IllegalArgumentException.class,
                  () -> linker.hostFunction(module, index, "host", code))
              .getMessage());
    }
    assertEquals(
        "module test.wasm was loaded into another engine than the store's",
        assertThrows(
                IllegalArgumentException.class,
                () -> module.hostFunction(Store.of(new Engine()), 1, "host", code))
            .getMessage());
    assertEquals(
        "module test.wasm was loaded into another engine than the linker's",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Linker(new Engine()).hostFunction(module, 1, "host", code))
            .getMessage());
  }

  @Test
  void aLinkerDefinesItForEveryStore() {
    Entry code = new Entry();
    List<Caller> seen = new ArrayList<>();
    Env env =
        (caller, a) -> {
          seen.add(caller);
          return a + 1;
        };
    linker.hostFunction(module, 1, env, code);
    assertThrows(LinkException.class, () -> linker.hostFunction(module, 1, env, code));

    FuncRef f = (FuncRef) linker.get(store, "env", "f");
    Instance instance = complete().instantiate(store, module);

    assertSame(f, linker.get(store, "env", "f"));
    assertNotSame(f, linker.get(Store.of(engine), "env", "f"));
    assertEquals(6, instance.getFunction("callF").call(5)[0]);
    assertSame(f, code.seen);
    assertSame(instance, seen.get(0).instance().orElseThrow());
    f.call(1);
    assertTrue(seen.get(1).instance().isEmpty());
  }

  @Test
  void aSecondThreadCannotPlaceIt() throws Exception {
    linker.hostFunction(module, 1, (Env) (caller, a) -> a, new Entry());
    Throwable[] refused = new Throwable[1];
    store
        .function(
            HostBody.intActionWithCaller(
                c -> {
                  Thread other =
                      new Thread(
                          () ->
                              refused[0] =
                                  assertThrows(
                                      IllegalStateException.class,
                                      () -> linker.get(store, "env", "f")));
                  other.start();
                  other.join();
                }))
        .call();

    assertTrue(refused[0].getMessage().contains("one thread at a time"));
    assertEquals(3, ((FuncRef) linker.get(store, "env", "f")).call(3)[0]);
  }

  @Test
  void whatTheHostThrowsPassesThroughTypedEntries() {
    IOException thrown = new IOException("mine");
    linker.hostFunction(
        module,
        1,
        (Env)
            (caller, a) -> {
              throw thrown;
            },
        new Entry());
    Instance instance = complete().instantiate(store, module);

    assertSame(thrown, assertThrows(Exception.class, () -> instance.getFunction("callF").call(5)));
    assertSame(thrown, assertThrows(Exception.class, () -> instance.getFunction("callF").call(5)));
  }

  @Test
  void anExportMethodCallsAndLeavesTheStoreAsItWas() {
    int[] mode = new int[1];
    linker.wordFunction(
        "env",
        "f",
        TestModule.TYPE,
        (caller, window, n, r) -> {
          if (mode[0] == 1) {
            throw new IndexOutOfBoundsException("mine");
          }
        });
    AnyModule.Parts instance = (AnyModule.Parts) complete().instantiate(store, module);
    FuncRef callF = instance.getFunction("callF");
    Window window = store.window();

    assertEquals(9, instance.exported(callF.code(), callF, 9));
    mode[0] = 1;
    window.reserve(3, 2);
    window.references[1] = "kept";
    for (int i = 0; i < 100; i++) {
      assertEquals(
          "mine",
          assertThrows(
                  IndexOutOfBoundsException.class, () -> instance.exported(callF.code(), callF, 9))
              .getMessage());
    }

    assertEquals(3, window.numberTop);
    assertEquals(2, window.referenceTop);
    assertEquals("kept", window.references[1]);
    window.release(0, 0);
    Code trapping =
        AnyModule.ints(
            (n0, self, caller) -> {
              throw new IndexOutOfBoundsException();
            });
    assertEquals(
        Trap.Kind.MEMORY_OUT_OF_BOUNDS,
        assertThrows(Trap.class, () -> instance.exported(trapping, callF, 9)).kind());
  }

  @Test
  void callsNestDeeplyAndComeBack() {
    FuncRef[] self = new FuncRef[1];
    self[0] =
        store.function(HostBody.ints(a -> a == 0 ? 0 : 1 + (int) self[0].typed().call(a - 1)));

    assertEquals(100, self[0].call(100)[0]);
    assertEquals(0, store.window().numberTop);
    assertEquals(40, self[0].call(40)[0]);
  }

  @Test
  void nothingIsAllocatedAfterWarmUp() {
    Linker typed = linker.copy();
    typed.hostFunction(module, 1, (Env) (caller, a) -> a + 1, new Entry());
    linker.function("env", "f", HostBody.intsWithCaller((caller, a) -> a + 1));
    linker.define("env", "memory", Memory.create(store, new MemoryType(1)));
    linker.hostFunction(module, 2, "host", new WindowEntry());
    typed.define("env", "memory", Memory.create(store, new MemoryType(1)));
    typed.hostFunction(module, 2, "host", new WindowEntry());
    Instance words = linker.instantiate(store, module);
    Instance direct = typed.instantiate(store, module);
    TypedFunc one = words.getFunction("callF").typed();
    TypedFunc two = direct.getFunction("callF").typed();
    TypedCall prepared = words.getFunction("callF").typed().prepare();

    assertAllocatesNothing(() -> one.call(3));
    assertAllocatesNothing(() -> two.call(3));
    assertAllocatesNothing(() -> prepared.setInt(0, 4).run().getInt(0));
    long[] numbers = new long[1];
    Object[] none = {};
    FuncRef echo = words.getFunction("echo");
    assertAllocatesNothing(() -> echo.callUnchecked(numbers, none));
    Global global = Global.create(store, new GlobalType(NumType.I64, true), 1L);
    assertAllocatesNothing(() -> global.setLong(global.getLong() + 1));
  }

  private static void assertAllocatesNothing(Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    int calls = 10_000;
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20 && least >= calls; round++) {
      long before = threads.getThreadAllocatedBytes(id);
      for (int i = 0; i < calls; i++) {
        call.run();
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
    }
    // Measuring itself may take a few bytes; one per call would be 10,000.
    assertTrue(least < calls, least + " bytes in " + calls + " calls");
  }
}
