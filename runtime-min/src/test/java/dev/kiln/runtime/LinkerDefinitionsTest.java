package dev.kiln.runtime;

import static dev.kiln.runtime.AnyModule.INT_TO_INT;
import static dev.kiln.runtime.AnyModule.NOTHING;
import static dev.kiln.runtime.NumType.I32;
import static dev.kiln.runtime.NumType.I64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.Linker.Definition;
import dev.kiln.runtime.abi.DescriptorFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Aliases, copies, whole modules, and what stands in for unknown imports. */
class LinkerDefinitionsTest {
  private static final FuncType TYPE = FuncType.of(I32).returns(I32);
  private static final FuncType EMPTY = FuncType.of();

  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);
  private final Linker linker = new Linker(engine);

  private Module load(AnyModule compiled) {
    return Module.of(engine, compiled);
  }

  private static String refused(org.junit.jupiter.api.function.Executable wrong) {
    return assertThrows(LinkException.class, wrong).getMessage();
  }

  @Test
  void anAliasIsTheSameFunctionInEachStore() {
    linker.function("env", "f", HostBody.ints(a -> a)).alias("env", "f", "other", "g");

    assertNotNull(linker.get(store, "env", "f"));
    assertSame(linker.get(store, "env", "f"), linker.get(store, "other", "g"));
    assertEquals(
        "\"env\" \"f\" is defined already; allow shadowing to define it again",
        refused(() -> linker.alias("other", "g", "env", "f")));
    assertEquals(
        "\"env\" \"h\" is not defined", refused(() -> linker.alias("env", "h", "env", "i")));
  }

  @Test
  void aModuleNameMayHaveAnAlias() {
    linker
        .function("a", "f", HostBody.ints(a -> a))
        .function("b", "f", HostBody.ints(a -> a))
        .function("a", "g", HostBody.ints(a -> a));

    linker.aliasModule("a", "c");

    assertSame(linker.get(store, "a", "f"), linker.get(store, "c", "f"));
    assertSame(linker.get(store, "a", "g"), linker.get(store, "c", "g"));
    assertEquals(5, linker.definitions().size());
    assertEquals("nothing is defined under \"d\"", refused(() -> linker.aliasModule("d", "e")));
    linker.function("e", "g", HostBody.ints(a -> a));
    assertEquals(
        "\"e\" \"g\" is defined already; allow shadowing to define it again",
        refused(() -> linker.aliasModule("a", "e")));
    assertNull(linker.get(store, "e", "f"));
  }

  @Test
  void definitionsAreListedInOrder() {
    linker
        .function("env", "f", HostBody.ints(a -> a))
        .define("env", "memory", Memory.create(store, new MemoryType(1, 2)));

    assertEquals(
        List.of(
            new Definition("env", "f", TYPE),
            new Definition("env", "memory", new MemoryType(1, 2))),
        linker.definitions());
  }

  @Test
  void aCopyGoesItsOwnWay() {
    linker.function("env", "f", HostBody.ints(a -> a)).allowShadowing(true);
    Linker copy = linker.copy();
    copy.function("env", "f", HostBody.ints(a -> a)).function("env", "g", HostBody.ints(a -> a));
    linker.allowShadowing(false);

    assertSame(engine, copy.engine());
    assertNotSame(linker.get(store, "env", "f"), copy.get(store, "env", "f"));
    assertNull(linker.get(store, "env", "g"));
    assertSame(linker.get(store, "env", "f"), linker.copy().get(store, "env", "f"));
    copy.function("env", "f", HostBody.ints(a -> a));
    assertThrows(
        LinkException.class, () -> linker.copy().function("env", "f", HostBody.ints(a -> a)));
  }

  @Test
  void itemsAndTypesOfAnotherEngineAreRefused() {
    Engine other = new Engine();
    Store<?> foreign = Store.of(other);
    FuncRef function = foreign.function(EMPTY, (caller, args) -> null);
    RefType type = new RefType(true, function.definedType());

    assertEquals(
        "\"env\" \"f\": " + function + " belongs to another engine than the linker's",
        refused(() -> linker.define("env", "f", function)));
    assertThrows(
        IllegalArgumentException.class,
        () -> linker.function("env", "f", FuncType.of(type), (caller, args) -> null));
    assertEquals(
        "the linker's engine is not the store's", refused(() -> linker.get(foreign, "env", "f")));
    assertTrue(linker.definitions().isEmpty());
  }

  @Test
  void anInstanceIsDefinedCompletelyOrNotAtAll() {
    Instance instance =
        linker.instantiate(
            store,
            load(
                new AnyModule()
                    .function("f", NOTHING, AnyModule.nothing(self -> {}))
                    .function("g", NOTHING, AnyModule.nothing(self -> {}))));
    linker.function("m", "g", HostBody.ints(a -> a));

    assertThrows(LinkException.class, () -> linker.instance("m", instance));

    assertNull(linker.get(store, "m", "f"));
    linker.allowShadowing(true).instance("m", instance);
    assertSame(instance.getFunction("g"), linker.get(store, "m", "g"));
  }

  @Test
  void importsAreResolvedInOrder() {
    Module module = load(new AnyModule().importMemory("b", "m", 1, -1).importFunction("a", "f", 0));
    Memory memory = Memory.create(store, new MemoryType(1));
    linker.function("a", "f", HostBody.ints(a -> a)).define("b", "m", memory);

    List<Extern> imports = linker.resolve(store, module);

    assertEquals(List.of(memory, linker.get(store, "a", "f")), imports);
    Instance instance = module.instantiate(store, imports);
    assertSame(module, instance.module());
    assertEquals(
        "module test.wasm has 2 imports, but 1 were given",
        refused(() -> module.instantiate(store, imports.subList(0, 1))));
    assertEquals(
        "test.wasm: import \"b\" \"m\": incompatible import type: "
            + "expected memory 1, got function [i32] -> [i32]",
        refused(() -> module.instantiate(store, List.of(imports.get(1), imports.get(0)))));
  }

  @Test
  void everyMissingImportIsNamed() {
    Module module = load(new AnyModule().importMemory("b", "m", 1, -1).importFunction("a", "f", 0));

    assertEquals(
        "test.wasm: unknown import \"b\" \"m\" (memory 1), \"a\" \"f\" ([i32] -> [i32]): "
            + "define it in the linker",
        refused(() -> linker.resolve(store, module)));
    linker.function("a", "f", HostBody.ints(a -> a));
    assertEquals(
        "test.wasm: unknown import \"b\" \"m\" (memory 1): define it in the linker",
        refused(() -> linker.resolve(store, module)));
  }

  /** Imports {@code f} and {@code g} and has functions that call them. */
  private static AnyModule callsFAndG() {
    return new AnyModule()
        .importFunction("a", "f", INT_TO_INT)
        .importFunction("a", "g", INT_TO_INT)
        .function("callF", INT_TO_INT, AnyModule.callImport(0))
        .function("callG", INT_TO_INT, AnyModule.callImport(1));
  }

  @Test
  void unknownFunctionsAsTraps() {
    Module module = load(callsFAndG().importMemory("a", "m", 0, -1));
    linker.function("a", "f", HostBody.ints(a -> a + 1)).unknownImportsAsTraps(module);
    assertEquals(
        "test.wasm: unknown import \"a\" \"m\" (memory 0): define it in the linker",
        refused(() -> linker.instantiate(store, module)));
    linker.define("a", "m", Memory.create(store, new MemoryType(1)));

    Instance instance = linker.instantiate(store, module);

    assertEquals(4, instance.getFunction("callF").call(3)[0]);
    Trap trap = assertThrows(Trap.class, () -> instance.getFunction("callG").call(3));
    assertEquals(Trap.Kind.UNKNOWN_IMPORT, trap.kind());
    assertEquals("unknown import \"a\" \"g\" of test.wasm was called", trap.reason());
    assertEquals("unknown import", trap.kind().text());
    assertEquals(
        "module test.wasm was loaded into another engine than the linker's",
        refused(() -> new Linker(new Engine()).unknownImportsAsTraps(module)));
  }

  @Test
  void unknownImportsAsDefaults() {
    Module module =
        load(
            callsFAndG()
                .importFunction("a", "many", AnyModule.MANY)
                .importMemory("a", "m", 2, 3)
                .importTable("a", "t", TestModule.FUNCREF, 4, 5)
                .importGlobal("a", "number", AnyModule.I32, true)
                .importGlobal("a", "reference", AnyModule.EXTERNREF, false)
                .importGlobal("a", "reference", AnyModule.EXTERNREF, false));
    linker.function("a", "f", HostBody.ints(a -> a + 1));

    linker.unknownImportsAsDefaults(store, module);
    Instance instance = linker.instantiate(store, module);

    assertEquals(4, instance.getFunction("callF").call(3)[0]);
    assertEquals(0, instance.getFunction("callG").call(3)[0]);
    FuncRef many = (FuncRef) linker.get(store, "a", "many");
    assertEquals(java.util.Arrays.asList(0, 0L, null), java.util.Arrays.asList(many.call("x")));
    assertEquals(new MemoryType(2, 3), linker.get(store, "a", "m").type());
    Table table = (Table) linker.get(store, "a", "t");
    assertEquals(new TableType(RefType.FUNCREF, 4, 5), table.type());
    assertNull(table.get(3));
    assertEquals(0, ((Global) linker.get(store, "a", "number")).get());
    assertNull(((Global) linker.get(store, "a", "reference")).get());
    assertSame(store, table.store());
    assertEquals(
        "the linker's engine is not the store's",
        refused(() -> linker.unknownImportsAsDefaults(Store.of(new Engine()), module)));
  }

  @Test
  void whatMayNotBeNullHasNoDefault() {
    int nonNull = DescriptorFormat.REF;
    for (AnyModule wants :
        List.of(
            new AnyModule().importMemory("a", "m", 0, 1).importTable("a", "x", nonNull, 1, 1),
            new AnyModule().importMemory("a", "m", 0, 1).importGlobal("a", "x", nonNull, false))) {
      assertEquals(
          "test.wasm: import \"a\" \"x\": there is no default value of type (ref func)",
          refused(() -> linker.unknownImportsAsDefaults(store, load(wants))));
      assertTrue(linker.definitions().isEmpty());
    }
  }

  /** Exports a memory and a function that counts, and notes when it starts. */
  private static AnyModule counting(List<Object> order) {
    return new AnyModule()
        .memory(1, 1)
        .export("memory", DescriptorFormat.MEMORY, 0)
        .start(self -> order.add("start"))
        .function(
            "count", INT_TO_INT, AnyModule.ints((n0, self, caller) -> self.counter += (int) n0));
  }

  @Test
  void aReactorIsInitializedOnceAndDefined() {
    List<Object> order = new ArrayList<>();
    Module reactor =
        load(
            counting(order)
                .function("_initialize", NOTHING, AnyModule.nothing(self -> order.add("init"))));

    linker.module(store, "lib", reactor);

    assertEquals(List.of("start", "init"), order);
    FuncRef count = (FuncRef) linker.get(store, "lib", "count");
    assertEquals(2, count.call(2)[0]);
    assertEquals(5, count.call(3)[0]);
    assertNotNull(linker.get(store, "lib", "memory"));
  }

  @Test
  void aModuleThatIsNeitherIsInstantiatedOnce() {
    List<Object> order = new ArrayList<>();
    Module plain =
        load(
            new AnyModule()
                .start(self -> order.add("start"))
                .function("_start", INT_TO_INT, AnyModule.ints((n0, self, caller) -> n0 + 1))
                .function("_initialize", INT_TO_INT, AnyModule.ints((n0, self, caller) -> n0)));

    linker.module(store, "lib", plain);

    assertEquals(List.of("start"), order);
    assertEquals(5, ((FuncRef) linker.get(store, "lib", "_start")).call(4)[0]);
  }

  @Test
  void eachCallOfACommandIsARunOfItsOwn() {
    List<Object> order = new ArrayList<>();
    Module command =
        load(
            counting(order)
                .importFunction("env", "f", INT_TO_INT)
                .function("_start", NOTHING, AnyModule.nothing(self -> order.add(self.counter++))));
    linker.function("env", "f", HostBody.ints(a -> a)).module(store, "cmd", command);
    assertTrue(order.isEmpty());

    FuncRef count = (FuncRef) linker.get(store, "cmd", "count");
    assertEquals(2, count.call(2)[0]);
    assertEquals(3, count.call(3)[0]);
    linker.getDefault(store, "cmd").call();
    linker.getDefault(store, "cmd").call();

    assertEquals(List.of("start", "start", "start", 0, "start", 0), order);
    assertNull(linker.get(store, "cmd", "memory"));
    assertSame(store, count.store());
    assertEquals(0, store.window().numberTop);
  }

  @Test
  void theDefaultOfAModule() {
    FuncRef nothing = linker.getDefault(store, "nobody");
    assertEquals(EMPTY, nothing.type());
    assertEquals(0, nothing.call().length);

    linker.function("m", "_start", HostBody.intAction(() -> {}));
    assertSame(linker.get(store, "m", "_start"), linker.getDefault(store, "m"));
    linker.function("m", "", HostBody.ints(a -> a));
    assertSame(linker.get(store, "m", ""), linker.getDefault(store, "m"));
    linker.define("n", "", Memory.create(store, new MemoryType(1)));
    assertEquals(
        "\"n\" \"\" is no function, but memory 1", refused(() -> linker.getDefault(store, "n")));
  }

  @Test
  void sharedImportsMatchByTheirRules() {
    Memory memory = Memory.create(store, new MemoryType(2, 4));
    Table table = Table.create(store, new TableType(RefType.FUNCREF, 2, 4), null);
    Global constant = Global.create(store, new GlobalType(I32, false), 1);
    Global variable = Global.create(store, new GlobalType(I32, true), 1);
    linker
        .define("a", "memory", memory)
        .define("a", "table", table)
        .define("a", "constant", constant)
        .define("a", "variable", variable);
    for (long[] limits : new long[][] {{2, 4}, {1, 5}, {0, -1}}) {
      assertTrue(fits(new AnyModule().importMemory("a", "memory", limits[0], limits[1])));
      assertTrue(
          fits(
              new AnyModule().importTable("a", "table", TestModule.FUNCREF, limits[0], limits[1])));
    }
    for (long[] limits : new long[][] {{3, 4}, {2, 3}, {3, -1}}) {
      assertFalse(fits(new AnyModule().importMemory("a", "memory", limits[0], limits[1])));
      assertFalse(
          fits(
              new AnyModule().importTable("a", "table", TestModule.FUNCREF, limits[0], limits[1])));
    }
    memory.grow(1);
    table.grow(1, null);
    assertTrue(fits(new AnyModule().importMemory("a", "memory", 3, 4)));
    assertTrue(fits(new AnyModule().importTable("a", "table", TestModule.FUNCREF, 3, 4)));
    assertFalse(fits(new AnyModule().importTable("a", "table", AnyModule.EXTERNREF, 2, 4)));
    assertTrue(fits(new AnyModule().importGlobal("a", "constant", AnyModule.I32, false)));
    assertTrue(fits(new AnyModule().importGlobal("a", "variable", AnyModule.I32, true)));
    assertFalse(fits(new AnyModule().importGlobal("a", "constant", AnyModule.I32, true)));
    assertFalse(fits(new AnyModule().importGlobal("a", "variable", AnyModule.I32, false)));
    assertFalse(fits(new AnyModule().importGlobal("a", "constant", AnyModule.I32 + 1, false)));
    assertFalse(fits(new AnyModule().importGlobal("a", "memory", AnyModule.I32, false)));
    assertFalse(fits(new AnyModule().importTable("a", "memory", TestModule.FUNCREF, 0, -1)));
    assertFalse(fits(new AnyModule().importMemory("a", "table", 0, -1)));
  }

  private boolean fits(AnyModule wants) {
    try {
      linker.instantiatePre(load(wants)).instantiate(store);
      return true;
    } catch (LinkException e) {
      assertTrue(e.getMessage().contains("incompatible import type"), e.getMessage());
      return false;
    }
  }

  @Test
  void aGlobalOfASubtypeFitsAConstantOnly() {
    FuncRef f = store.function(FuncType.of(I64), (caller, args) -> null);
    RefType exact = new RefType(false, f.definedType());
    linker
        .define("a", "constant", Global.create(store, new GlobalType(exact, false), f))
        .define("a", "variable", Global.create(store, new GlobalType(exact, true), f));

    assertTrue(fits(new AnyModule().importGlobal("a", "constant", TestModule.FUNCREF, false)));
    assertFalse(fits(new AnyModule().importGlobal("a", "variable", TestModule.FUNCREF, true)));
  }

  @Test
  void definitionsCanBeChained() {
    Module wants = load(new AnyModule().importFunction("a", "f", INT_TO_INT));
    Module plain = load(new AnyModule().function("g", INT_TO_INT, AnyModule.ints((n, s, c) -> n)));
    Module command =
        load(new AnyModule().function("_start", NOTHING, AnyModule.nothing(self -> {})));

    assertSame(linker, linker.unknownImportsAsTraps(wants));
    assertSame(linker, linker.alias("a", "f", "a", "f2"));
    assertSame(linker, linker.aliasModule("a", "b"));
    assertSame(linker, linker.module(store, "plain", plain));
    assertSame(linker, linker.module(store, "command", command));
    assertSame(linker, linker.instance("again", linker.instantiate(store, plain)));
    assertSame(linker, linker.unknownImportsAsDefaults(store, wants));
    assertEquals(
        "module test.wasm was loaded into another engine than the linker's",
        refused(
            () ->
                new Linker(new Engine()).unknownImportsAsDefaults(Store.of(new Engine()), wants)));
  }

  /** Two items of each kind are imported, and one of each is defined. */
  @Test
  void itemsArriveInTheirOrder() {
    AnyModule compiled =
        new AnyModule()
            .importTable("a", "t0", TestModule.FUNCREF, 1, 9)
            .importTable("a", "t1", TestModule.FUNCREF, 2, 9)
            .importMemory("a", "m0", 1, 9)
            .importMemory("a", "m1", 2, 9)
            .importGlobal("a", "g0", AnyModule.I32, true)
            .importGlobal("a", "g1", AnyModule.I32, true)
            .table(3, 9)
            .memory(3, 9)
            .global(AnyModule.I32);
    for (int i = 0; i < 3; i++) {
      compiled
          .export("t" + i, DescriptorFormat.TABLE, i)
          .export("m" + i, DescriptorFormat.MEMORY, i)
          .export("g" + i, DescriptorFormat.GLOBAL, i);
    }
    Module module = load(compiled);
    linker.unknownImportsAsDefaults(store, module);
    Instance instance = linker.instantiate(store, module);

    for (int i = 0; i < 3; i++) {
      assertEquals(i + 1, instance.getTable("t" + i).size());
      assertEquals(i + 1, instance.getMemory("m" + i).pages());
    }
    for (int i = 0; i < 2; i++) {
      assertSame(linker.get(store, "a", "t" + i), instance.getTable("t" + i));
      assertSame(linker.get(store, "a", "m" + i), instance.getMemory("m" + i));
      assertSame(linker.get(store, "a", "g" + i), instance.getGlobal("g" + i));
    }
    assertEquals(0, instance.getGlobal("g2").get());
  }
}
