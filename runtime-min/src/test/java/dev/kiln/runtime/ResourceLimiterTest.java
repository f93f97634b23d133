package dev.kiln.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.abi.DescriptorFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store may have, and what is left behind where it may not. */
class ResourceLimiterTest {
  private static final int PAGE = 65536;

  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);
  private final Linker linker = new Linker(engine);

  /** Grows its memory, or its table with an odd argument. */
  private Module growing() {
    return Module.of(
        engine,
        new AnyModule()
            .memory(1, 10)
            .table(2, 20)
            .function(
                "growMemory",
                AnyModule.INT_TO_INT,
                AnyModule.ints((n0, self, caller) -> self.memories.get(0).grow((int) n0)))
            .function(
                "growTable",
                AnyModule.INT_TO_INT,
                AnyModule.ints((n0, self, caller) -> self.tables.get(0).grow(null, (int) n0)))
            .export("memory", DescriptorFormat.MEMORY, 0)
            .export("table", DescriptorFormat.TABLE, 0));
  }

  private String refused(Module module) {
    return assertThrows(LinkException.class, () -> linker.instantiate(store, module)).getMessage();
  }

  @Test
  void nothingIsLimitedAtFirst() {
    Instance instance = linker.instantiate(store, growing());

    assertEquals(1, instance.getFunction("growMemory").call(9)[0]);
    assertEquals(2, instance.getFunction("growTable").call(18)[0]);
  }

  @Test
  void refusedGrowthIsMinusOne() {
    store.limit(StoreLimits.UNLIMITED.withMemoryBytes(3 * PAGE).withTableElements(5));
    Instance instance = linker.instantiate(store, growing());

    assertEquals(-1, instance.getFunction("growMemory").call(3)[0]);
    assertEquals(-1, instance.getMemory("memory").grow(3));
    assertEquals(1, instance.getFunction("growMemory").call(2)[0]);
    assertEquals(3, instance.getMemory("memory").pages());
    assertEquals(-1, instance.getFunction("growTable").call(4)[0]);
    assertEquals(-1, instance.getTable("table").grow(4, null));
    assertEquals(2, instance.getTable("table").grow(3, null));
    assertEquals(5, instance.getTable("table").size());
  }

  @Test
  void initialSizesCount() {
    store.limit(StoreLimits.UNLIMITED.withMemoryBytes(PAGE - 1));
    assertEquals(
        "test.wasm: the store's limiter refuses a memory of 65536 bytes", refused(growing()));
    assertEquals(
        "the store's limiter refuses a memory of 131072 bytes",
        assertThrows(LinkException.class, () -> Memory.create(store, new MemoryType(2)))
            .getMessage());

    store.limit(StoreLimits.UNLIMITED.withTableElements(1));
    TableType three = new TableType(RefType.FUNCREF, 3, 3);
    assertEquals(
        "test.wasm: the store's limiter refuses a table of 2 elements", refused(growing()));
    assertEquals(
        "the store's limiter refuses a table of 3 elements",
        assertThrows(LinkException.class, () -> Table.create(store, three, null)).getMessage());

    store.limit(StoreLimits.UNLIMITED.withMemoryBytes(PAGE).withTableElements(2));
    assertNotNull(linker.instantiate(store, growing()));
  }

  @Test
  void instancesMemoriesAndTablesAreCounted() {
    Module module = growing();
    store.limit(StoreLimits.UNLIMITED.withInstances(2));
    linker.instantiate(store, module);
    linker.instantiate(store, module);
    assertEquals(
        "test.wasm: the store's limiter allows 2 instances, and there are 2", refused(module));

    store.limit(StoreLimits.UNLIMITED.withMemories(3));
    linker.instantiate(store, module);
    assertEquals(
        "test.wasm: the store's limiter allows 3 memories, and there are 3", refused(module));
    assertEquals(
        "the store's limiter allows 3 memories, and there are 3",
        assertThrows(LinkException.class, () -> Memory.create(store, new MemoryType(0)))
            .getMessage());
    assertNotNull(linker.instantiate(store, Module.of(engine, new TestModule())));

    store.limit(StoreLimits.UNLIMITED.withTables(4));
    Table.create(store, new TableType(RefType.FUNCREF, 0, 0), null);
    assertEquals(
        "test.wasm: the store's limiter allows 4 tables, and there are 4", refused(module));
    assertEquals(
        "the store's limiter allows 4 tables, and there are 4",
        assertThrows(
                LinkException.class,
                () -> Table.create(store, new TableType(RefType.FUNCREF, 0, 0), null))
            .getMessage());

    store.limit(StoreLimits.UNLIMITED.withMemories(4).withTables(5).withInstances(5));
    Memory.create(store, new MemoryType(0));
    assertEquals(
        "test.wasm: the store's limiter allows 4 memories, and there are 4", refused(module));
    store.limit(StoreLimits.UNLIMITED.withTables(5).withInstances(5));
    assertNotNull(linker.instantiate(store, module));
    assertEquals(
        "test.wasm: the store's limiter allows 5 instances, and there are 5", refused(module));
  }

  @Test
  void whatWasRefusedIsNotCountedAndTheStoreWorksOn() {
    store.limit(StoreLimits.UNLIMITED.withMemoryBytes(0).withMemories(1).withInstances(1));
    for (int i = 0; i < 3; i++) {
      assertTrue(refused(growing()).contains("refuses a memory"));
      assertThrows(LinkException.class, () -> Memory.create(store, new MemoryType(1)));
    }
    store.limit(StoreLimits.UNLIMITED.withTableElements(0).withTables(1));
    assertThrows(
        LinkException.class, () -> Table.create(store, new TableType(RefType.FUNCREF, 1, 1), null));

    store.limit(StoreLimits.UNLIMITED.withMemories(1).withTables(1).withInstances(1));
    assertEquals(1, linker.instantiate(store, growing()).getFunction("growMemory").call(1)[0]);
  }

  @Test
  void theModuleStaysRegistered() {
    FuncRef hole = store.function(HostBody.ints(a -> a));
    store.limit(StoreLimits.UNLIMITED.withInstances(0));

    refused(growing());

    assertNotNull(hole.code());
  }

  @Test
  void itIsToldSizesAndTheDeclaredMaximum() {
    List<List<Long>> asked = new ArrayList<>();
    store.limit(
        new ResourceLimiter() {
          @Override
          public boolean memoryGrowing(long current, long desired, long maximum) {
            asked.add(List.of(0L, current, desired, maximum));
            return true;
          }

          @Override
          public boolean tableGrowing(long current, long desired, long maximum) {
            asked.add(List.of(1L, current, desired, maximum));
            return true;
          }
        });
    Instance instance = linker.instantiate(store, growing());
    instance.getFunction("growMemory").call(2);
    instance.getFunction("growMemory").call(8); // the maximum refuses: nobody is asked
    instance.getTable("table").grow(3, null);
    Memory.create(store, new MemoryType(1)).grow(0);
    Table.create(store, new TableType(RefType.FUNCREF, 4, -1), null);

    assertEquals(
        List.of(
            List.of(1L, 0L, 2L, 20L),
            List.of(0L, 0L, (long) PAGE, 10L * PAGE),
            List.of(0L, (long) PAGE, 3L * PAGE, 10L * PAGE),
            List.of(1L, 2L, 5L, 20L),
            List.of(0L, 0L, (long) PAGE, -1L),
            List.of(0L, (long) PAGE, (long) PAGE, -1L),
            List.of(1L, 0L, 4L, -1L)),
        asked);
  }

  @Test
  void whatItThrowsArrivesAsItself() {
    Instance instance = linker.instantiate(store, growing());
    IndexOutOfBoundsException thrown = new IndexOutOfBoundsException("the limiter's own");
    store.limit(
        new ResourceLimiter() {
          @Override
          public boolean memoryGrowing(long current, long desired, long maximum) {
            throw thrown;
          }

          @Override
          public boolean tableGrowing(long current, long desired, long maximum) {
            return sneaky(new IOException("checked"));
          }
        });

    assertSame(
        thrown, assertThrows(Exception.class, () -> instance.getFunction("growMemory").call(1)));
    assertSame(thrown, assertThrows(Exception.class, () -> instance.getMemory("memory").grow(1)));
    assertThrows(IOException.class, () -> instance.getFunction("growTable").call(1));
    assertThrows(IOException.class, () -> instance.getTable("table").grow(1, null));
    Module memoryOnly = Module.of(engine, new AnyModule().memory(1, 1));
    assertSame(thrown, assertThrows(Exception.class, () -> linker.instantiate(store, memoryOnly)));
    assertEquals(1, instance.getMemory("memory").pages());
    assertEquals(2, instance.getTable("table").size());
    store.limit(StoreLimits.UNLIMITED);
    assertEquals(1, instance.getFunction("growMemory").call(1)[0]);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> boolean sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void aLimiterThatGrowsWhatItIsAskedAboutShrinksNothing() {
    Instance instance = linker.instantiate(store, growing());
    Memory memory = instance.getMemory("memory");
    Table table = instance.getTable("table");
    boolean[] nested = new boolean[1];
    store.limit(
        new ResourceLimiter() {
          @Override
          public boolean memoryGrowing(long current, long desired, long maximum) {
            if (!nested[0]) {
              nested[0] = true;
              assertEquals(1, memory.grow(5));
              nested[0] = false;
            }
            return true;
          }

          @Override
          public boolean tableGrowing(long current, long desired, long maximum) {
            if (!nested[0]) {
              nested[0] = true;
              assertEquals(2, table.grow(5, null));
              nested[0] = false;
            }
            return true;
          }
        });

    assertEquals(-1, memory.grow(1));
    assertEquals(6, memory.pages());
    assertEquals(-1, table.grow(1, null));
    assertEquals(7, table.size());
  }

  @Test
  void aHeapThatIsTooSmallIsASentence() {
    long pages = Math.min(32767, Runtime.getRuntime().maxMemory() / PAGE + 1);
    List<Object> kept = new ArrayList<>();
    LinkException refused =
        assertThrows(
            LinkException.class,
            () -> {
              while (true) {
                kept.add(Memory.create(store, new MemoryType(pages)));
              }
            });
    kept.clear();

    assertEquals(
        "the heap has no room for a memory of " + pages * PAGE + " bytes: give Java more (-Xmx)",
        refused.getMessage());
    assertNotNull(linker.instantiate(store, growing()));
  }

  @Test
  void limitsAreNotNegative() {
    assertThrows(IllegalArgumentException.class, () -> StoreLimits.UNLIMITED.withMemoryBytes(-1));
    assertThrows(IllegalArgumentException.class, () -> StoreLimits.UNLIMITED.withTableElements(-1));
    assertThrows(IllegalArgumentException.class, () -> StoreLimits.UNLIMITED.withInstances(-1));
    assertThrows(IllegalArgumentException.class, () -> StoreLimits.UNLIMITED.withMemories(-1));
    assertThrows(IllegalArgumentException.class, () -> StoreLimits.UNLIMITED.withTables(-1));
    assertThrows(NullPointerException.class, () -> store.limit(null));
    assertEquals(
        new StoreLimits(1, 2, 3, 4, 5),
        StoreLimits.UNLIMITED
            .withMemoryBytes(1)
            .withTableElements(2)
            .withInstances(3)
            .withMemories(4)
            .withTables(5));
    assertSame(store, store.limit(new StoreLimits(0, 0, 0, 0, 0)));
  }
}
