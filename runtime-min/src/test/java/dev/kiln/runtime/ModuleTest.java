package dev.kiln.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.abi.Abi;
import dev.kiln.runtime.abi.DescriptorFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

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

  /** A descriptor that says this where the imports should be. */
  private DescriptorReader reader(Consumer<DescriptorWriter> content) {
    DescriptorReader reader =
        new DescriptorReader(
            new TestModule() {
              @Override
              void imports(DescriptorWriter out) {
                content.accept(out);
              }
            });
    reader.read(8); // the types
    return reader;
  }

  @Test
  void listsArePassedOverAndReadWhereAskedFor() {
    int[] values = IntStream.range(0, 30).map(i -> 2 * i).toArray();
    DescriptorReader reader = reader(out -> out.list(values).list().items(5, 6).put(77));

    IntList first = reader.readList();
    IntList empty = reader.readList();
    IntList items = reader.readList(2);

    assertEquals(77, reader.read());
    assertArrayEquals(values, IntStream.range(0, first.size()).map(first::get).toArray());
    assertEquals(0, empty.size());
    assertEquals(6, items.get(1));
    assertThrows(IndexOutOfBoundsException.class, () -> items.get(2));
    for (int key = -1; key < 60; key++) {
      assertEquals(key < 0 ? -1 : key / 2, first.floor(key), "floor of " + key);
    }
    assertEquals(-1, empty.floor(3));
  }

  /** What makes the time to the first call independent of the number of functions. */
  @Test
  void loadingAndInstantiatingDoNotReadLists() {
    Set<Integer> parts = new TreeSet<>();
    TestModule compiled =
        new TestModule() {
          @Override
          void definitions(DescriptorWriter out) {
            out.put(0, 0, 0).list(new int[1000]).items(new int[1000]).list(new int[1000]);
          }

          @Override
          void exports(DescriptorWriter out) {
            out.put(0, 1).list(new int[1000]).put(0); // one element segment
          }

          @Override
          public @Nullable String descriptor(int part) {
            parts.add(part);
            return super.descriptor(part);
          }
        };

    Module.of(engine, compiled).instantiate(store, List.of());

    assertTrue(compiled.descriptor(4000 / 7) != null && parts.size() < 20, parts.toString());
  }

  @Test
  void integersInListsHaveUpToFiveCharacters() {
    DescriptorReader reader = reader(out -> out.put(2, 5).content(1, 2, 3, 4, 63, 0, 0, 0, 0, 1));
    IntList list = reader.readList();
    assertEquals(1 | 2 << 6 | 3 << 12 | 4 << 18 | 63 << 24, list.get(0));
    assertEquals(1 << 24, list.get(1));
  }

  @Test
  void damagedCountsAreRefusedBeforeThereIsRoomForThem() {
    String damaged = "test.wasm: the compiled class is damaged: its descriptor ";
    for (Consumer<DescriptorReader> read :
        List.<Consumer<DescriptorReader>>of(
            reader -> reader.read(reader.read()), DescriptorReader::readName)) {
      DescriptorReader reader = reader(out -> out.put(Integer.MAX_VALUE, 1, 2, 3));
      assertEquals(
          damaged + "ends early",
          assertThrows(LinkException.class, () -> read.accept(reader)).getMessage());
    }
    for (long[] list : new long[][] {{Integer.MAX_VALUE, 5}, {1, 0}, {1, 6}, {1L << 31, 1}}) {
      DescriptorReader reader = reader(out -> out.put(list));
      assertEquals(
          damaged + "makes no sense",
          assertThrows(LinkException.class, reader::readList).getMessage());
    }
    DescriptorReader reader = reader(out -> out.put(1_000_000, 1).content(1, 2, 3));
    IntList cut = reader.readList();
    for (Executable read : List.<Executable>of(reader::end, () -> cut.get(999_999))) {
      assertEquals(damaged + "ends early", assertThrows(LinkException.class, read).getMessage());
    }
  }

  @Test
  void typesThatMakeNoSenseAreRefusedWhenTheModuleIsLoaded() {
    int noSuchType = DescriptorFormat.REF + 2 * (DescriptorFormat.DEFINED + 1);
    for (long[] wrong :
        new long[][] {
          {DescriptorFormat.MEMORY, 2, 1 + 1},
          {DescriptorFormat.MEMORY, 65_537, 0},
          {DescriptorFormat.TABLE, TestModule.I32, 1, 0},
          {DescriptorFormat.TABLE, noSuchType, 1, 0},
          {DescriptorFormat.TABLE, TestModule.FUNCREF, 1, (1L << 32) + 1},
          {DescriptorFormat.GLOBAL, 4, 0},
          {DescriptorFormat.GLOBAL, DescriptorFormat.REF + 2 * 4, 0},
          {DescriptorFormat.FUNC, 1}
        }) {
      assertEquals(
          "test.wasm: the compiled class is damaged: its descriptor makes no sense",
          assertThrows(LinkException.class, () -> importing(wrong)).getMessage(),
          Arrays.toString(wrong));
    }
    assertEquals(
        "test.wasm: the compiled class is damaged: its descriptor has the unknown kind 4",
        assertThrows(LinkException.class, () -> importing(DescriptorFormat.TAG, 0)).getMessage());
    TestModule many =
        new TestModule() {
          @Override
          void imports(DescriptorWriter out) {
            out.put(Integer.MAX_VALUE);
          }
        };
    assertEquals(
        "test.wasm: the compiled class is damaged: its descriptor makes no sense",
        assertThrows(LinkException.class, () -> Module.of(engine, many)).getMessage());
  }

  @Test
  void groupsThatMakeNoSenseAreRefused() {
    List<Consumer<DescriptorWriter>> all =
        List.of(
            out -> out.put(1, 0).name("x:"), // no number type
            out -> out.put(1, 2, 1, 0, 0, 0, 1, 0, 0, 0), // two types where one is said to be
            out ->
                out.put(
                    1,
                    1,
                    1,
                    0,
                    1,
                    DescriptorFormat.REF + 2 * DescriptorFormat.DEFINED + 2,
                    0)); // a later one
    for (Consumer<DescriptorWriter> types : all) {
      TestModule wrong =
          new TestModule() {
            @Override
            void types(DescriptorWriter out) {
              types.accept(out);
            }
          };
      assertEquals(
          "test.wasm: the compiled class is damaged: its descriptor makes no sense",
          assertThrows(LinkException.class, () -> Module.of(engine, wrong)).getMessage());
    }
  }

  @Test
  void importsHaveNamesWithoutTheirTypes() {
    Module module = importing(DescriptorFormat.MEMORY, 1, 0);

    assertEquals(1, module.importCount());
    assertEquals("env", module.importModule(0));
    assertEquals("x", module.importName(0));
    assertEquals(List.of(new ImportType("env", "x", new MemoryType(1))), module.imports());
  }

  @Test
  void whatIsPreparedIsOfThisAbiAndMakesNoDifference() {
    List<String> asked = new ArrayList<>();
    TestModule compiled =
        new TestModule() {
          @Override
          public void prepare() {
            asked.add("classes");
          }

          @Override
          public Instance newInstance() {
            asked.add("instance");
            return super.newInstance();
          }
        };
    Module.prepare(compiled);
    assertEquals(List.of("classes", "instance"), asked);
    assertNotNull(Module.of(engine, compiled).instantiate(store, List.of()));

    asked.clear();
    compiled.abi = Abi.VERSION - 1;
    Module.prepare(compiled);
    assertEquals(List.of(), asked);
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
    Module module = importing(DescriptorFormat.MEMORY, 2, 5 + 1);
    Memory memory = Memory.create(store, new MemoryType(1, 5));

    refuses(module, memory, "expected memory 2 5, got memory 1 5");
    memory.grow(1);
    accepts(module, memory);
    refuses(module, Memory.create(store, new MemoryType(2)), "expected memory 2 5, got memory 2");
    refuses(
        module, Memory.create(store, new MemoryType(2, 6)), "expected memory 2 5, got memory 2 6");
    accepts(importing(DescriptorFormat.MEMORY, 1, 0), Memory.create(store, new MemoryType(1, 9)));
  }

  @Test
  void tablesFitByElementTypeAndLimits() {
    Module module = importing(DescriptorFormat.TABLE, TestModule.FUNCREF, 1, 0);

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
    Module mutable = importing(DescriptorFormat.GLOBAL, TestModule.FUNCREF, 1);
    Module constant = importing(DescriptorFormat.GLOBAL, TestModule.FUNCREF, 0);
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
        importing(DescriptorFormat.MEMORY, 1, 0),
        f,
        "expected memory 1, got function [i32] -> [i32]");
    refuses(
        importing(DescriptorFormat.FUNC, 0),
        memory,
        "expected function [i32] -> [i32], got memory 1");
    accepts(importing(DescriptorFormat.FUNC, 0), f);
  }

  @Test
  void aMemoryOfAnotherStoreIsRefused() {
    Memory foreign = Memory.create(Store.of(engine), new MemoryType(1));
    Linker linker = new Linker(engine).define("env", "x", foreign);
    Module module = importing(DescriptorFormat.MEMORY, 1, 0);

    LinkException refused =
        assertThrows(LinkException.class, () -> linker.instantiate(store, module));

    assertEquals("test.wasm: import \"env\" \"x\" belongs to another store", refused.getMessage());
  }
}
