package dev.kiln.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.abi.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls in and out of a hand-compiled module, and what it exports. */
class InstanceTest {
  private static final HostFunction INCREMENT =
      (caller, args) -> new Object[] {(Integer) args[0] + 1};

  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);
  private final Linker linker = new Linker(engine);
  private final Module module = Module.of(engine, new HandCompiled());

  private Instance instance(HostFunction f) {
    linker.function("env", "f", TestModule.TYPE, f);
    return linker.instantiate(store, module);
  }

  @Test
  void wasmCallsTheHostAndTheHostCallsWasm() {
    Instance instance = instance(INCREMENT);

    assertEquals(42, instance.getFunction("twice").call(40)[0]);
    assertEquals(0, store.window().numberTop);
  }

  @Test
  void aWordFunctionIsCalledWithoutBoxes() {
    linker.wordFunction(
        "env", "f", TestModule.TYPE, (caller, window, n, r) -> window.i32(n, window.i32(n) * 3));

    Instance instance = linker.instantiate(store, module);

    assertEquals(-18, instance.getFunction("twice").call(-2)[0]);
  }

  @Test
  void aHostFunctionMayReenterWhileItsCallersWordsStay() {
    Instance[] self = new Instance[1];
    self[0] =
        instance(
            (caller, args) -> {
              int x = (Integer) args[0];
              return x <= 0 ? new Object[] {x} : self[0].getFunction("twice").call(x - 1);
            });

    assertEquals(0, self[0].getFunction("twice").call(5)[0]);
    assertEquals(0, store.window().numberTop);
  }

  @Test
  void theCallerIsTheInstanceThatCalls() {
    List<Caller> seen = new ArrayList<>();
    Instance instance =
        instance(
            (caller, args) -> {
              seen.add(caller);
              return args;
            });

    instance.getFunction("twice").call(1);
    instance.getFunction("f").call(1);

    assertSame(instance, seen.get(0).instance().orElseThrow());
    assertSame(seen.get(0), seen.get(1));
    assertSame(instance.getMemory("memory"), seen.get(0).memory("memory"));
    assertNull(seen.get(0).memory("table"));
    assertTrue(seen.get(2).instance().isEmpty());
  }

  @Test
  void oneFunctionIsOneObjectWhereverItIsSeen() {
    Instance instance = instance(INCREMENT);
    Table table = (Table) instance.export("table");
    Extern f = linker.get(store, "env", "f");

    assertSame(f, instance.export("f"));
    assertSame(f, table.get(0));
    assertSame(f, ((Global) instance.export("held")).get());
    assertSame(f, ((HandCompiled.Fields) instance).f);
    FuncRef twice = instance.getFunction("twice");
    assertSame(twice, instance.export("double"));
    assertSame(twice, instance.getFunction("twice"));
    linker.instance("again", instance);
    assertSame(twice, linker.get(store, "again", "double"));
    assertSame(f, linker.get(store, "again", "f"));
    table.set(1, twice);
    assertSame(twice, table.get(1));
  }

  @Test
  void anotherInstancesFunctionIsAnother() {
    Instance one = instance(INCREMENT);
    Instance two = linker.instantiate(store, module);

    assertNotSame(one.getFunction("twice"), two.getFunction("twice"));
    assertSame(one.getFunction("f"), two.getFunction("f"));
    assertSame(one, one.getFunction("twice").owner());
    one.getMemory("memory").writeByte(4, 'K');
    assertEquals("kiln", two.getMemory("memory").readString(4, 4));
  }

  @Test
  void twoStoresShareNoFunctionAndTheLinkerMayGo() {
    Store<?> second = Store.of(engine);
    Instance one = instance(INCREMENT);
    Instance two = linker.instantiate(second, module);
    linker.allowShadowing(true).function("env", "f", TestModule.TYPE, (caller, args) -> args);

    assertNotSame(one.getFunction("f"), two.getFunction("f"));
    assertNotSame(one.getFunction("twice"), two.getFunction("twice"));
    assertEquals(2, one.getFunction("twice").call(0)[0]);
    assertEquals(2, two.getFunction("twice").call(0)[0]);
    assertSame(second, two.getFunction("f").store());
    Table table = (Table) two.export("table");
    assertThrows(IllegalArgumentException.class, () -> table.set(1, one.getFunction("twice")));
    assertNull(table.get(1));
  }

  @Test
  void indirectCallsTrapInOrderAndSeeWhatTheHostSets() {
    Instance instance = instance(INCREMENT);
    Table table = (Table) instance.export("table");
    FuncRef apply = instance.getFunction("apply");
    FuncRef unfillable =
        store.function(FuncType.of(NumType.F64, NumType.F64), (caller, args) -> new Object[0]);

    assertEquals(
        "uninitialized element 1", assertThrows(Trap.class, () -> apply.call(1)).getMessage());
    table.set(1, unfillable);
    assertEquals(
        Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH,
        assertThrows(Trap.class, () -> apply.call(1)).kind());
    assertEquals(0, unfillable.call(1.0, 2.0).length);
    table.set(1, instance.getFunction("twice"));
    assertEquals(12, apply.call(10)[0]);
    table.set(1, instance.getFunction("f"));
    assertEquals(11, apply.call(10)[0]);
    table.grow(8, null);
    assertEquals(11, apply.call(10)[0]);
    table.set(1, null);
    assertEquals(
        Trap.Kind.UNINITIALIZED_ELEMENT, assertThrows(Trap.class, () -> apply.call(1)).kind());
  }

  @Test
  void whatTheHostThrowsPassesThroughWasmAsItself() {
    for (Exception thrown :
        List.of(new IOException("checked"), new IndexOutOfBoundsException("the host's own"))) {
      linker.allowShadowing(true);
      Instance instance =
          instance(
              (caller, args) -> {
                throw thrown;
              });
      FuncRef twice = instance.getFunction("twice");

      assertSame(thrown, assertThrows(Exception.class, () -> twice.call(1)));
      assertEquals(0, store.window().numberTop);
    }
    assertEquals(6, instance(INCREMENT).getFunction("twice").call(4)[0]);
  }

  @Test
  void anIndexOutOfBoundsInWasmIsATrapThatNamesTheCode() {
    Instance instance = instance(INCREMENT);
    FuncRef load = instance.getFunction("load");

    assertEquals((int) 'i', load.call(5)[0]);
    Trap trap = assertThrows(Trap.class, () -> load.call(65536));

    assertEquals(Trap.Kind.MEMORY_OUT_OF_BOUNDS, trap.kind());
    assertTrue(
        List.of(trap.getStackTrace()).stream()
            .anyMatch(frame -> frame.getClassName().endsWith("HandCompiled$Load")));
  }

  @Test
  void endlessMutualRecursionIsATrapAndTheStoreWorksOn() {
    Instance[] self = new Instance[1];
    boolean[] stop = new boolean[1];
    self[0] = instance((caller, args) -> stop[0] ? args : self[0].getFunction("twice").call(args));

    Trap trap = assertThrows(Trap.class, () -> self[0].getFunction("twice").call(1));
    stop[0] = true;

    assertEquals(Trap.Kind.CALL_STACK_EXHAUSTED, trap.kind());
    assertEquals(0, store.window().numberTop);
    assertEquals(3, self[0].getFunction("twice").call(3)[0]);
  }

  @Test
  void invokeUsesWordsThatTheCallerReserved() {
    FuncRef twice = instance(INCREMENT).getFunction("twice");
    Window window = store.window();
    int n = window.numberTop;
    int r = window.referenceTop;
    window.reserve(1, 0);
    window.i32(n, 5);

    twice.invoke(window, n, r, null);

    assertEquals(7, window.i32(n));
    window.release(n, r);
  }

  @Test
  void exportsHaveTheModulesOrderAndTypes() {
    Instance instance = instance(INCREMENT);

    assertEquals(
        List.of("table", "memory", "counter", "held", "twice", "double", "apply", "load", "f"),
        List.copyOf(instance.exports().keySet()));
    assertEquals(
        "[table 2 10 funcref, memory 1 2, global (mut i32), global funcref]",
        module.exports().subList(0, 4).stream().map(ExportType::type).toList().toString());
    assertEquals(TestModule.TYPE, module.exports().get(8).type());
    assertEquals(List.of(new ImportType("env", "f", TestModule.TYPE)), module.imports());
    assertEquals(7, ((Global) instance.export("counter")).get());
    assertEquals(
        "function test.wasm \"twice\" [i32] -> [i32]", instance.export("double").toString());
    assertNull(instance.export("nothing"));
  }

  @Test
  void askingForTheWrongExportSaysSo() {
    Instance instance = instance(INCREMENT);

    Throwable function =
        assertThrows(IllegalArgumentException.class, () -> instance.getFunction("memory"));
    Throwable memory =
        assertThrows(IllegalArgumentException.class, () -> instance.getMemory("nothing"));

    assertEquals(
        "module test.wasm exports no function \"memory\": it is memory 1 2", function.getMessage());
    assertEquals("module test.wasm exports no memory \"nothing\"", memory.getMessage());
    assertThrows(IllegalStateException.class, () -> new HandCompiled().newInstance().store());
  }

  @Test
  void activeSegmentsAreDroppedAfterwards() {
    Instance instance = instance(INCREMENT);

    assertEquals("kiln", instance.getMemory("memory").readString(4, 4));
    assertEquals(0, instance.dataSegment(0).length);
    assertEquals(0, instance.elementSegment(0).length);
  }
}
