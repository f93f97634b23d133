package dev.kiln.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.runtime.abi.Abi;
import org.junit.jupiter.api.Test;

/** Loading of module classes, good and damaged, and what fits an import. */
class ModuleTest {
  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);

  @Test
  void anotherAbiIsRefusedWithBothVersions() {
    HandCompiled compiled = new HandCompiled();
    compiled.abi = Abi.VERSION + 1;

    LinkException refused = assertThrows(LinkException.class, () -> Module.of(engine, compiled));

    assertEquals(
        "test.wasm was compiled by Kiln 9.8 for runtime ABI "
            + (Abi.VERSION + 1)
            + ", but this runtime has ABI "
            + Abi.VERSION
            + ": compile it again, or use the runtime it was compiled for",
        refused.getMessage());
  }

  @Test
  void aDescriptorThatEndsEarlyIsRefusedWhereverItEnds() {
    HandCompiled compiled = new HandCompiled();
    int length = 0;
    for (int part = 0; compiled.descriptor(part) != null; part++) {
      length += compiled.descriptor(part).length();
    }
    for (int cut = 0; cut < length; cut++) {
      compiled.descriptorLength = cut;
      LinkException refused = assertThrows(LinkException.class, () -> Module.of(engine, compiled));
      assertEquals(
          "test.wasm: the compiled class is damaged: its descriptor ends early",
          refused.getMessage());
    }
    compiled.descriptorLength = length;
    assertNotNull(Module.of(engine, compiled));
  }

  @Test
  void integersAndNamesOfDescriptors() {
    long[] values = {0, 1, 63, 64, 4095, 4096, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE};
    TestModule compiled =
        new TestModule() {
          @Override
          void imports(DescriptorWriter out) {
            out.put(values).name("").name("na\u00efve \ud83d\ude00\0");
          }
        };
    DescriptorReader reader = new DescriptorReader(compiled);
    reader.read(8); // the types

    for (long value : values) {
      assertEquals(value, reader.readLong());
    }
    assertEquals("", reader.readName());
    assertEquals("na\u00efve \ud83d\ude00\0", reader.readName());
  }

  /** A module that imports one item, "env" "x". */
  private Module importing(long... descriptor) {
    return Module.of(
        engine,
        new TestModule() {
          @Override
          void imports(DescriptorWriter out) {
            out.put(1).name("env").name("x").put(descriptor);
          }
        });
  }

  private void accepts(Module module, Extern item) {
    assertNotNull(new Linker(engine).define("env", "x", item).instantiate(store, module));
  }

  private void refuses(Module module, Extern item, String types) {
    Linker linker = new Linker(engine).define("env", "x", item);
    LinkException refused =
        assertThrows(LinkException.class, () -> linker.instantiate(store, module));
    assertEquals(
        "test.wasm: import \"env\" \"x\": incompatible import type: " + types,
        refused.getMessage());
  }

  @Test
  void memoriesFitByTheirCurrentSizeAndMaximum() {
    Module module = importing(ModuleDescriptor.MEMORY, 2, 5 + 1);
    Memory memory = Memory.create(store, new MemoryType(1, 5));

    refuses(module, memory, "expected memory 2 5, got memory 1 5");
    memory.grow(1);
    accepts(module, memory);
    refuses(module, Memory.create(store, new MemoryType(2)), "expected memory 2 5, got memory 2");
    refuses(
        module, Memory.create(store, new MemoryType(2, 6)), "expected memory 2 5, got memory 2 6");
    accepts(importing(ModuleDescriptor.MEMORY, 1, 0), Memory.create(store, new MemoryType(1, 9)));
  }

  @Test
  void tablesFitByElementTypeAndLimits() {
    Module module = importing(ModuleDescriptor.TABLE, TestModule.FUNCREF, 1, 0);

    accepts(module, Table.create(store, new TableType(RefType.FUNCREF, 1, 3), null));
    refuses(
        module,
        Table.create(store, new TableType(RefType.EXTERNREF, 1, 3), null),
        "expected table 1 funcref, got table 1 3 externref");
    refuses(
        module,
        Table.create(store, new TableType(RefType.FUNCREF, 0, 3), null),
        "expected table 1 funcref, got table 0 3 funcref");
  }

  @Test
  void globalsFitExactlyIfMutableAndBySubtypeIfNot() {
    Module mutable = importing(ModuleDescriptor.GLOBAL, TestModule.FUNCREF, 1);
    Module constant = importing(ModuleDescriptor.GLOBAL, TestModule.FUNCREF, 0);
    FuncRef f = store.function(TestModule.TYPE, (caller, args) -> args);
    RefType exact = new RefType(false, f.definedType());
    String exactText = "(ref type " + f.typeId + ")";

    accepts(constant, Global.create(store, new GlobalType(exact, false), f));
    refuses(
        mutable,
        Global.create(store, new GlobalType(exact, true), f),
        "expected global (mut funcref), got global (mut " + exactText + ")");
    refuses(
        constant,
        Global.create(store, new GlobalType(RefType.FUNCREF, true), f),
        "expected global funcref, got global (mut funcref)");
    refuses(
        constant,
        Global.create(store, new GlobalType(RefType.EXTERNREF, false), f),
        "expected global funcref, got global externref");
    accepts(mutable, Global.create(store, new GlobalType(RefType.FUNCREF, true), null));
  }

  @Test
  void oneKindDoesNotFitAnother() {
    FuncRef f = store.function(TestModule.TYPE, (caller, args) -> args);
    Memory memory = Memory.create(store, new MemoryType(1));

    refuses(
        importing(ModuleDescriptor.MEMORY, 1, 0),
        f,
        "expected memory 1, got function [i32] -> [i32]");
    refuses(
        importing(ModuleDescriptor.FUNC, 0),
        memory,
        "expected function [i32] -> [i32], got memory 1");
    accepts(importing(ModuleDescriptor.FUNC, 0), f);
  }

  @Test
  void aMemoryOfAnotherStoreIsRefused() {
    Memory foreign = Memory.create(Store.of(engine), new MemoryType(1));
    Linker linker = new Linker(engine).define("env", "x", foreign);
    Module module = importing(ModuleDescriptor.MEMORY, 1, 0);

    LinkException refused =
        assertThrows(LinkException.class, () -> linker.instantiate(store, module));

    assertEquals("test.wasm: import \"env\" \"x\" belongs to another store", refused.getMessage());
  }
}
