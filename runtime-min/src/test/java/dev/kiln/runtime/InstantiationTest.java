package dev.kiln.runtime;

import static dev.kiln.runtime.NumType.I64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.DescriptorFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holes and what fills them; instantiations that fail, and what they leave behind. */
class InstantiationTest {
  private static final HostFunction ECHO = (caller, args) -> args;

  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);
  private final Linker linker = new Linker(engine);

  private Module load(TestModule compiled) {
    return Module.of(engine, compiled);
  }

  /** Whether the store knows an adapter: a function that is inserted has its typed entry. */
  private boolean registered() {
    return store.function(TestModule.TYPE, ECHO).code() != null;
  }

  @Test
  void theTypedEntryIsThereExactlyIfARegisteredModuleHasTheShape() {
    assertNull(store.function(TestModule.TYPE, ECHO).code());

    linker.instantiate(store, load(new TestModule()));

    assertNotNull(store.function(TestModule.TYPE, ECHO).code());
    assertNotNull(store.function(FuncType.of(I64).returns(NumType.F64), ECHO).code());
    assertNull(store.function(FuncType.of(I64), ECHO).code());
    assertNull(Store.of(engine).function(TestModule.TYPE, ECHO).code());
  }

  @Test
  void aHoleIsFilledInTheSameObjectBeforeImportsAreBoundAndBeforeStart() {
    FuncRef hole = store.function(TestModule.TYPE, ECHO);
    FuncRef other = store.function(TestModule.TYPE, ECHO);
    FuncRef never = store.function(FuncType.of(), ECHO);
    linker.define("env", "f", hole);
    List<Object> seen = new ArrayList<>();
    HandCompiled compiled = new HandCompiled();
    compiled.onLink =
        instance -> {
          seen.add(instance.f);
          seen.add(instance.f.code());
        };
    compiled.onStart = instance -> seen.add(other.code());
    assertNull(hole.code());

    Instance instance = linker.instantiate(store, load(compiled));

    assertSame(hole, instance.export("f"));
    assertNotNull(hole.code());
    assertEquals(List.of(hole, hole.code(), hole.code()), seen);
    assertNull(never.code());
  }

  @Test
  void theTypedEntryStaysTheFirst() {
    FuncRef function = store.function(TestModule.TYPE, ECHO);
    linker.instantiate(store, load(new TestModule()));
    Code first = function.code();

    linker.instantiate(store, load(new TestModule()));

    assertSame(first, function.code());
    assertSame(first, store.function(TestModule.TYPE, ECHO).code());
  }

  @Test
  void aModuleWithImportsOnlyFillsHoles() {
    FuncRef hole = store.function(TestModule.TYPE, ECHO);
    linker.define("env", "f", hole);
    TestModule importsOnly =
        new TestModule() {
          @Override
          void imports(DescriptorWriter out) {
            out.put(1).name("env").name("f").put(DescriptorFormat.FUNC, 0);
          }
        };

    linker.instantiate(store, load(importsOnly));

    assertNotNull(hole.code());
  }

  @Test
  void aHoleInATableIsFilledAfterwards() {
    FuncRef hole = store.function(TestModule.TYPE, (caller, args) -> new Object[] {99});
    Table table = Table.create(store, new TableType(RefType.FUNCREF, 1, 1), hole);
    linker.function("env", "f", TestModule.TYPE, ECHO);

    Instance instance = linker.instantiate(store, load(new HandCompiled()));
    ((Table) instance.export("table")).set(1, table.get(0));

    assertEquals(99, instance.getFunction("apply").call(0)[0]);
  }

  @Test
  void aHoleThatLivesIsFilledAmongManyThatWereDropped() {
    FuncRef first = store.function(TestModule.TYPE, ECHO);
    for (int i = 0; i < 10_000; i++) {
      int number = i;
      store.function(TestModule.TYPE, (caller, args) -> new Object[] {number});
      if (i % 4000 == 0) {
        System.gc();
      }
    }
    FuncRef last = store.function(TestModule.TYPE, ECHO);

    linker.instantiate(store, load(new TestModule()));

    assertNotNull(first.code());
    assertSame(first.code(), last.code());
  }

  @Test
  void anUnknownImportIsNamedWithItsType() {
    LinkException unknown =
        assertThrows(
            LinkException.class, () -> linker.instantiate(store, load(new HandCompiled())));

    assertEquals(
        "test.wasm: unknown import \"env\" \"f\" ([i32] -> [i32]): define it in the linker",
        unknown.getMessage());
    assertFalse(registered());
  }

  @Test
  void anIncompatibleTypeRegistersNothingAndLeavesHoles() {
    FuncRef hole = store.function(TestModule.TYPE, ECHO);
    linker.function("env", "f", FuncType.of(I64).returns(NumType.I32), ECHO);

    LinkException refused =
        assertThrows(
            LinkException.class, () -> linker.instantiate(store, load(new HandCompiled())));

    assertEquals(
        "test.wasm: import \"env\" \"f\": incompatible import type: "
            + "expected function [i32] -> [i32], got function [i64] -> [i32]",
        refused.getMessage());
    assertNull(hole.code());
    assertFalse(registered());
  }

  @Test
  void anImportOfAnotherStoreIsRefusedAndNeitherStoreChanges() {
    Store<?> other = Store.of(engine);
    FuncRef foreign = other.function(TestModule.TYPE, ECHO);
    linker.define("env", "f", foreign);

    LinkException refused =
        assertThrows(
            LinkException.class, () -> linker.instantiate(store, load(new HandCompiled())));

    assertEquals("test.wasm: import \"env\" \"f\" belongs to another store", refused.getMessage());
    assertNull(foreign.code());
    assertFalse(registered());
  }

  @Test
  void aModuleOfAnotherEngineIsRefusedAndTheStoreWorksOn() {
    linker.function("env", "f", TestModule.TYPE, ECHO);
    Module foreign = Module.of(new Engine(), new HandCompiled());

    LinkException refused =
        assertThrows(LinkException.class, () -> linker.instantiate(store, foreign));
    LinkException wrongLinker =
        assertThrows(
            LinkException.class,
            () -> new Linker(new Engine()).instantiate(store, load(new TestModule())));

    assertEquals(
        "module test.wasm was loaded into another engine than the store's: load it into this one",
        refused.getMessage());
    assertEquals("the linker's engine is not the store's", wrongLinker.getMessage());
    assertFalse(registered());
    assertEquals(
        3, linker.instantiate(store, load(new HandCompiled())).getFunction("twice").call(3)[0]);
  }

  @Test
  void typeIdsOfTwoEnginesThatLoadInOppositeOrderBothWork() {
    engine.define(FuncType.of(I64));
    engine.define(FuncType.of());
    linker.function("env", "f", TestModule.TYPE, ECHO);

    Instance instance = linker.instantiate(store, load(new HandCompiled()));
    ((Table) instance.export("table")).set(1, instance.getFunction("twice"));

    assertEquals(8, instance.getFunction("apply").call(8)[0]);
  }

  @Test
  void aTrapInStartLeavesTheModuleRegisteredAndItsWrites() {
    FuncRef hole = store.function(TestModule.TYPE, ECHO);
    linker.define("env", "f", hole);
    HandCompiled compiled = new HandCompiled();
    List<HandCompiled.Fields> dead = new ArrayList<>();
    compiled.onStart =
        instance -> {
          dead.add(instance);
          throw new Trap(Trap.Kind.UNREACHABLE);
        };

    Trap trap = assertThrows(Trap.class, () -> linker.instantiate(store, load(compiled)));

    assertEquals(Trap.Kind.UNREACHABLE, trap.kind());
    assertNotNull(hole.code());
    assertSame(hole, dead.get(0).table.get(0));
    compiled.onStart = instance -> {};
    assertEquals(5, linker.instantiate(store, load(compiled)).getFunction("twice").call(5)[0]);
  }

  @Test
  void whatAHostFunctionThrowsInStartArrivesAsItself() {
    IndexOutOfBoundsException thrown = new IndexOutOfBoundsException("mine");
    linker.function(
        "env",
        "f",
        TestModule.TYPE,
        (caller, args) -> {
          throw thrown;
        });
    HandCompiled compiled = new HandCompiled();
    compiled.onStart = instance -> instance.f.code().call1_N(1, instance.f, instance);

    assertSame(
        thrown, assertThrows(Exception.class, () -> linker.instantiate(store, load(compiled))));
  }

  @Test
  void aHostFunctionInStartMayInsertFunctionsAndInstantiate() {
    FuncRef[] inserted = new FuncRef[1];
    Instance[] nested = new Instance[1];
    linker.function(
        "env",
        "f",
        TestModule.TYPE,
        (caller, args) -> {
          inserted[0] = store.function(TestModule.TYPE, ECHO);
          if (nested[0] == null) {
            nested[0] = linker.instantiate(store, load(new HandCompiled()));
          }
          return args;
        });
    HandCompiled compiled = new HandCompiled();
    compiled.onStart = instance -> instance.f.code().call1_N(1, instance.f, instance);

    Instance outer = linker.instantiate(store, load(compiled));

    assertNotNull(inserted[0].code());
    assertEquals(4, nested[0].getFunction("twice").call(4)[0]);
    assertSame(outer.export("f"), nested[0].export("f"));
    assertEquals(0, store.window().numberTop);
  }

  @Test
  void onlyADamagedClassFailsToBindAndTheErrorNamesTheImport() {
    linker.function("env", "f", TestModule.TYPE, ECHO);
    HandCompiled damaged = new HandCompiled();
    damaged.adapters = false;

    LinkException refused =
        assertThrows(LinkException.class, () -> linker.instantiate(store, load(damaged)));

    assertEquals(
        "test.wasm: import \"env\" \"f\": the compiled class is damaged: "
            + "it lacks the adapter for [i32] -> [i32]",
        refused.getMessage());
    assertNotNull(linker.instantiate(store, load(new HandCompiled())));
  }

  @Test
  void missingOrShortDataSegmentsAreRefusedAndNothingIsRegistered() {
    linker.function("env", "f", TestModule.TYPE, ECHO);
    HandCompiled missing = new HandCompiled();
    missing.data = null;
    HandCompiled cut = new HandCompiled();
    cut.data = new byte[3];

    for (HandCompiled damaged : List.of(missing, cut)) {
      LinkException refused =
          assertThrows(LinkException.class, () -> linker.instantiate(store, load(damaged)));
      assertEquals(
          "test.wasm: the data segments are missing beside the compiled class, or cut off",
          refused.getMessage());
      assertFalse(registered());
    }
  }
}
