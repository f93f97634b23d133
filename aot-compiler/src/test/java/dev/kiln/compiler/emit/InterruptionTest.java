package dev.kiln.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.Compiled;
import dev.kiln.compiler.testing.RandomModule;
import dev.kiln.runtime.Engine;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.NumType;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.Trap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Epochs and fuel in compiled code. */
@Timeout(60)
class InterruptionTest {
  private static final CompileOptions PLAIN = new CompileOptions(Compiled.CLASS, 1);
  private static final CompileOptions EPOCHS = PLAIN.withInterruption(true, false);
  private static final CompileOptions FUEL = PLAIN.withInterruption(false, true);
  private static final CompileOptions BOTH = PLAIN.withInterruption(true, true);

  private static final int PAGE = 65536;
  private static final int PAGES = 80;
  private static final int SLICE = 1 << 20;

  private static final String LOOPS =
      """
      (import "h" "tick" (func $tick))
      (memory (export "m") 80 200)
      (table (export "t") 300000 400000 funcref)
      (elem func $leaf $leaf)
      (data "kiln")
      (func $spin (export "spin") (param i64) (result i64)
        loop
          local.get 0 i64.const 1 i64.sub local.tee 0 i64.const 0 i64.ne br_if 0
        end
        local.get 0)
      (func $fib (export "fib") (param i32) (result i32)
        local.get 0 i32.const 2 i32.lt_s if
          local.get 0 return
        end
        local.get 0 i32.const 1 i32.sub call $fib
        local.get 0 i32.const 2 i32.sub call $fib i32.add)
      (func $leaf (export "leaf") (param i32) (result i32) local.get 0 i32.const 1 i32.add)
      (func (export "ticks") loop call $tick br 0 end)
      (func (export "once") call $tick)
      (func (export "fill") (param i32 i32 i32)
        call $tick local.get 0 local.get 1 local.get 2 memory.fill)
      (func (export "copy") (param i32 i32 i32)
        call $tick local.get 0 local.get 1 local.get 2 memory.copy)
      (func (export "init") (param i32 i32 i32)
        call $tick local.get 0 local.get 1 local.get 2 memory.init 0)
      (func (export "grow") (param i32) (result i32) call $tick local.get 0 memory.grow)
      (func (export "tfill") (param i32 i32)
        call $tick local.get 0 ref.func $leaf local.get 1 table.fill)
      (func (export "tcopy") (param i32 i32 i32)
        call $tick local.get 0 local.get 1 local.get 2 table.copy)
      (func (export "tinit") (param i32 i32 i32)
        call $tick local.get 0 local.get 1 local.get 2 table.init 0)
      (func (export "tgrow") (param i32) (result i32)
        call $tick ref.func $leaf local.get 0 table.grow)
      """;

  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);
  private int ticks;

  private Instance instantiate(String text, CompileOptions options) {
    return Compiled.of(Assembler.assemble(text), options)
        .instantiate(
            store,
            linker ->
                linker.function(
                    "h",
                    "tick",
                    FuncType.of(),
                    (caller, args) -> {
                      ticks++;
                      engine.incrementEpoch();
                      return new Object[0];
                    }));
  }

  private Trap.Kind trap(Instance instance, String function, Object... args) {
    return assertThrows(Trap.class, () -> instance.getFunction(function).call(args)).kind();
  }

  @Test
  void withoutTheOptionsNothingIsEmitted() {
    byte[] wasm = Assembler.assemble(LOOPS);
    var plain = Compiled.of(wasm).files();
    Compiled.of(wasm, BOTH.withInterruption(false, false))
        .files()
        .forEach((path, content) -> assertArrayEquals(plain.get(path), content, path));
    for (CompileOptions options : List.of(EPOCHS, FUEL, BOTH)) {
      var files = Compiled.of(wasm, options).files();
      assertEquals(plain.keySet(), files.keySet());
      assertTrue(mentions(files.get("t/M$F0.class"), "abi/Meter"), options.toString());
      assertEquals(options.epochs(), mentions(files.get("t/M$F0.class"), "getOpaque"));
    }
    plain.forEach(
        (path, content) ->
            assertFalse(mentions(content, "Meter") || mentions(content, "getOpaque"), path));
  }

  private static boolean mentions(byte[] content, String text) {
    return new String(content, StandardCharsets.ISO_8859_1).contains(text);
  }

  @Test
  void aHotLoopIsStoppedByAnotherThread() throws InterruptedException {
    Instance instance = instantiate(LOOPS, EPOCHS);
    FuncRef spin = instance.getFunction("spin");
    for (int i = 0; i < 300; i++) {
      assertEquals(0L, spin.call(20_000L)[0]);
    }
    store.setEpochDeadline(1);
    Thread clock = new Thread(engine::incrementEpoch);
    clock.start();
    Trap trap = assertThrows(Trap.class, () -> spin.call(-1L));
    clock.join();
    assertEquals(Trap.Kind.INTERRUPT, trap.kind());
    assertEquals("interrupt", trap.reason());
    assertEquals("spin", trap.backtrace().frames().get(0).functionName());
    // The deadline is still past; with another one the store goes on.
    assertEquals(Trap.Kind.INTERRUPT, trap(instance, "spin", 5L));
    assertEquals(8, instance.getFunction("leaf").call(7)[0]);
    store.setEpochDeadline(1);
    assertEquals(0L, spin.call(5L)[0]);
  }

  @Test
  void recursionIsStopped() {
    Instance instance = instantiate(LOOPS, EPOCHS);
    assertEquals(6765, instance.getFunction("fib").call(20)[0]);
    store.setEpochDeadline(0);
    assertEquals(Trap.Kind.INTERRUPT, trap(instance, "fib", 80));
  }

  @Test
  void recursionRunsOutOfFuel() {
    Instance instance = instantiate(LOOPS, BOTH);
    store.setEpochDeadline(Long.MAX_VALUE);
    store.setFuel(1_000_000);
    assertEquals(Trap.Kind.OUT_OF_FUEL, trap(instance, "fib", 80));
    assertEquals(0, store.fuel());
  }

  @Test
  void aStoreWithoutDeadlineRunsOn() {
    Instance instance = instantiate(LOOPS, BOTH);
    engine.incrementEpoch();
    assertEquals(0L, instance.getFunction("spin").call(100_000L)[0]);
    assertTrue(store.fuel() < Long.MAX_VALUE);
  }

  @Test
  void theCallbackExtendsTheDeadline() {
    Instance instance = instantiate(LOOPS, EPOCHS);
    List<Integer> asked = new ArrayList<>();
    store.setEpochDeadline(10);
    store.onEpoch(
        which -> {
          assertSame(store, which);
          asked.add(ticks);
          return asked.size() < 4 ? 5 : 0;
        });
    assertEquals(Trap.Kind.INTERRUPT, trap(instance, "ticks"));
    assertEquals(List.of(10, 15, 20, 25), asked);
  }

  @Test
  void whatTheCallbackThrowsArrives() {
    Instance instance = instantiate(LOOPS, EPOCHS);
    IOException own = new IOException("enough");
    store
        .setEpochDeadline(0)
        .onEpoch(
            which -> {
              throw own;
            });
    IOException thrown =
        assertThrows(IOException.class, () -> instance.getFunction("fib").call(30));
    assertSame(own, thrown);
    assertEquals(1, thrown.getSuppressed().length, "the wasm frames");
    store.onEpoch(which -> 1);
    assertEquals(832040, instance.getFunction("fib").call(30)[0]);
  }

  @Test
  void theCallbackCannotUseTheStore() {
    Instance instance = instantiate(LOOPS, EPOCHS);
    Memory memory = instance.getMemory("m");
    FuncRef leaf = instance.getFunction("leaf");
    List<Runnable> uses =
        List.of(
            () -> leaf.call(1),
            () -> memory.grow(1),
            () -> store.setEpochDeadline(3),
            () -> instance.getTable("t").grow(1, null));
    List<String> refused = new ArrayList<>();
    store
        .setEpochDeadline(0)
        .onEpoch(
            which -> {
              assertEquals(0, memory.readByte(0));
              for (Runnable use : uses) {
                refused.add(assertThrows(IllegalStateException.class, use::run).getMessage());
              }
              return 1;
            });
    instance.getFunction("once").call();
    assertEquals(4, refused.size());
    refused.forEach(
        message -> assertEquals("the store cannot be used while its epoch callback runs", message));
    assertEquals(2, leaf.call(1)[0]);
  }

  /** The deadline comes when they have been entered, before the operation. */
  @Test
  void bulkOperationsCheckTheDeadline() {
    Instance instance = instantiate(LOOPS, EPOCHS);
    int[] asked = new int[1];
    store.onEpoch(which -> ++asked[0]);
    Object[][] calls = {
      {"fill", 0, 7, PAGES * PAGE},
      {"copy", 1, 0, PAGES * PAGE - 1},
      {"init", 3, 0, 4},
      {"grow", 1},
      {"tfill", 0, 300_000},
      {"tcopy", 1, 0, 299_999},
      {"tinit", 5, 0, 2},
      {"tgrow", 10},
    };
    for (int i = 0; i < calls.length; i++) {
      store.setEpochDeadline(1);
      instance
          .getFunction((String) calls[i][0])
          .call(Arrays.copyOfRange(calls[i], 1, calls[i].length));
      assertEquals(i + 1, asked[0], (String) calls[i][0]);
    }
    assertEquals(7, instance.getMemory("m").readByte(PAGES * PAGE - 1));
    assertEquals('k', instance.getMemory("m").readByte(3));
  }

  @Test
  void bulkOperationsAreInterruptedInTheMiddle() throws InterruptedException {
    Instance instance = instantiate(LOOPS, EPOCHS);
    FuncRef fill = instance.getFunction("fill");
    AtomicBoolean running = new AtomicBoolean(true);
    Thread clock =
        new Thread(
            () -> {
              while (running.get()) {
                engine.incrementEpoch();
              }
            });
    clock.start();
    int[] asked = new int[1];
    store
        .setEpochDeadline(0)
        .onEpoch(
            which -> {
              asked[0]++;
              return 1;
            });
    // One at the entry, one before the operation: a third is within.
    int before;
    do {
      before = asked[0];
      fill.call(0, 7, PAGES * PAGE);
    } while (asked[0] - before < 3);
    running.set(false);
    clock.join();
  }

  @Test
  void bulkOperationsDoTheSameInSlices() {
    Instance sliced = instantiate(LOOPS, BOTH);
    Instance whole = instantiate(LOOPS, PLAIN);
    Random random = new Random(5);
    byte[] content = new byte[PAGES * PAGE];
    random.nextBytes(content);
    for (Instance instance : List.of(sliced, whole)) {
      instance.getMemory("m").write(0, content);
    }
    int[][] copies = {
      {0, 1, content.length - 1},
      {1, 0, content.length - 1},
      {SLICE + 5, 3, 2 * SLICE + 1},
      {3, SLICE + 5, 2 * SLICE + 1},
      {content.length, content.length, 0},
      {0, 0, 0},
    };
    for (int[] copy : copies) {
      for (Instance instance : List.of(sliced, whole)) {
        instance.getFunction("copy").call(copy[0], copy[1], copy[2]);
      }
      assertArrayEquals(
          whole.getMemory("m").read(0, content.length),
          sliced.getMemory("m").read(0, content.length),
          Arrays.toString(copy));
    }
    for (Instance instance : List.of(sliced, whole)) {
      assertEquals(Trap.Kind.MEMORY_OUT_OF_BOUNDS, trap(instance, "fill", 1, 9, content.length));
      assertEquals(Trap.Kind.MEMORY_OUT_OF_BOUNDS, trap(instance, "fill", 1, 9, -1));
      assertEquals(Trap.Kind.MEMORY_OUT_OF_BOUNDS, trap(instance, "copy", 0, 1, content.length));
      assertEquals(Trap.Kind.MEMORY_OUT_OF_BOUNDS, trap(instance, "init", 0, 1, 4));
      assertEquals(Trap.Kind.TABLE_OUT_OF_BOUNDS, trap(instance, "tfill", 1, 300_000));
      assertEquals(Trap.Kind.TABLE_OUT_OF_BOUNDS, trap(instance, "tcopy", 0, 1, 300_000));
      assertEquals(Trap.Kind.TABLE_OUT_OF_BOUNDS, trap(instance, "tinit", 0, 1, 2));
      assertEquals(-1, instance.getFunction("grow").call(-1)[0]);
      assertEquals(-1, instance.getFunction("tgrow").call(-1)[0]);
    }
    assertArrayEquals(
        whole.getMemory("m").read(0, content.length),
        sliced.getMemory("m").read(0, content.length));
  }

  @Test
  void bulkOperationsTakeFuelBySize() {
    Instance instance = instantiate(LOOPS, FUEL);
    store.setFuel(1_000_000);
    int bytes = PAGES * PAGE;
    instance.getFunction("fill").call(0, 7, bytes);
    assertEquals(5 + bytes / 64, 1_000_000 - store.fuel());
    store.setFuel(1_000_000);
    instance.getFunction("tfill").call(0, 300_000);
    assertEquals(5 + 300_000 / 8, 1_000_000 - store.fuel());
    store.setFuel(1_000_000);
    assertEquals(PAGES, instance.getFunction("grow").call(2)[0]);
    assertEquals(3 + 2 * PAGE / 64, 1_000_000 - store.fuel());
    // Enough for one slice.
    store.setFuel(SLICE / 64 + 5);
    assertEquals(Trap.Kind.OUT_OF_FUEL, trap(instance, "fill", 0, 3, bytes));
    assertEquals(3, instance.getMemory("m").readByte(SLICE - 1));
    assertEquals(7, instance.getMemory("m").readByte(SLICE));
  }

  @Test
  void fuelIsTheNumberOfInstructions() {
    Instance instance = instantiate(LOOPS, FUEL);
    store.setFuel(1000);
    instance.getFunction("leaf").call(1);
    assertEquals(997, store.fuel());
    instance.getFunction("spin").call(10L);
    assertEquals(997 - 10 * 7 - 1, store.fuel());
    store.setFuel(70);
    assertEquals(0L, instance.getFunction("spin").call(10L)[0]);
    store.setFuel(69);
    Trap trap = assertThrows(Trap.class, () -> instance.getFunction("spin").call(10L));
    assertEquals(Trap.Kind.OUT_OF_FUEL, trap.kind());
    assertEquals("out of fuel in m.wasm \"spin\"", trap.getMessage());
    assertEquals(0, store.fuel());
    assertEquals(Trap.Kind.OUT_OF_FUEL, trap(instance, "leaf", 1));
    store.setFuel(3);
    assertEquals(2, instance.getFunction("leaf").call(1)[0]);
  }

  /** The same module whole and in many pieces, also where it runs out or traps for its own. */
  @Test
  void fuelDoesNotDependOnSplitting() {
    int outOfFuel = 0;
    int total = 0;
    for (long seed = 1; seed < 5; seed++) {
      byte[] wasm = Assembler.assemble(new RandomModule(seed, 3, 700).text());
      Compiled coarse = Compiled.of(wasm, FUEL);
      Compiled fine = Compiled.of(wasm, BOTH.withSizes(1000, 1000));
      assertTrue(fine.files().containsKey("t/M$S3.class"));
      for (long budget : new long[] {500, 3_000, 40_000}) {
        List<String> expected = outcomes(coarse, seed, budget);
        assertEquals(expected, outcomes(fine, seed, budget), "seed " + seed);
        outOfFuel += (int) expected.stream().filter(o -> o.startsWith("OUT")).count();
        total += expected.size();
      }
    }
    assertTrue(outOfFuel > 0 && outOfFuel < total, outOfFuel + " of " + total);
  }

  private static List<String> outcomes(Compiled compiled, long seed, long budget) {
    Store<?> own = Store.of(new Engine());
    own.setFuel(Long.MAX_VALUE);
    Instance instance = compiled.instantiate(own, InterruptionTest::defineHost);
    Random random = new Random(seed);
    List<String> all = new ArrayList<>();
    for (int f = 0; f < 3; f++) {
      FuncRef function = instance.getFunction("f" + f);
      Object[] args =
          function.type().params().stream()
              .map(
                  type ->
                      type == NumType.I32
                          ? (Object) random.nextInt(100)
                          : type == NumType.I64
                              ? (Object) random.nextLong()
                              : type == NumType.F32 ? (Object) 1.5f : (Object) 2.5)
              .toArray();
      own.setFuel(budget);
      String result;
      try {
        result = Arrays.toString(function.call(args));
      } catch (Trap trap) {
        result = trap.kind().name();
      }
      all.add(result + " " + own.fuel());
    }
    return all;
  }

  private static void defineHost(Linker linker) {
    NumType i32 = NumType.I32;
    NumType i64 = NumType.I64;
    NumType f32 = NumType.F32;
    NumType f64 = NumType.F64;
    linker.function(
        "h", "0", FuncType.of(i32).returns(i32), (caller, args) -> new Object[] {args[0]});
    linker.function(
        "h",
        "1",
        FuncType.of(i32, i64, f64, f32, i32, i64, i32).returns(i64),
        (caller, args) -> new Object[] {args[1]});
    linker.function(
        "h",
        "2",
        FuncType.of(i32, f64).returns(i32, i64, f32),
        (caller, args) -> new Object[] {args[0], 5L, 1f});
  }

  @Test
  void aModuleThatWouldIgnoreALimitIsRefused() {
    store.setEpochDeadline(5);
    assertEquals(
        "the store is limited and cannot take module m.wasm, which ignores the limit: compile it"
            + " with the option \"epochs\"",
        assertThrows(LinkException.class, () -> instantiate(LOOPS, FUEL)).getMessage());
    instantiate(LOOPS, EPOCHS);
    assertEquals(
        "the store has an instance of module m.wasm, which ignores the limit: compile it with the"
            + " option \"fuel\"",
        assertThrows(IllegalStateException.class, () -> store.setFuel(5)).getMessage());
    Store<?> fueled = Store.of(engine);
    fueled.setFuel(100);
    Compiled plain = Compiled.ofText("(func)");
    LinkException refused =
        assertThrows(LinkException.class, () -> plain.instantiate(fueled, linker -> {}));
    assertTrue(refused.getMessage().endsWith("the option \"fuel\""));
    Store<?> unlimited = Store.of(engine);
    plain.instantiate(unlimited, linker -> {});
    assertThrows(IllegalStateException.class, () -> unlimited.setEpochDeadline(5));
    assertThrows(IllegalArgumentException.class, () -> store.setEpochDeadline(-1));
    assertThrows(IllegalArgumentException.class, () -> fueled.setFuel(-1));
  }
}
