package dev.kiln.runtime;

import static dev.kiln.runtime.NumType.I32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.Window;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What belongs to a store, and who may use it. */
class StoreTest {
  private static final HostFunction NOTHING = (caller, args) -> new Object[0];

  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);

  @Test
  void keepsTheHostsData() {
    Store<String> named = new Store<>(engine, "data");

    assertEquals("data", named.data());
    assertSame(engine, named.engine());
    assertNull(store.data());
  }

  @Test
  void globalsRefuseFunctionsOfAnotherStore() {
    FuncRef own = store.function(FuncType.of(), NOTHING);
    FuncRef foreign = Store.of(engine).function(FuncType.of(), NOTHING);
    GlobalType type = new GlobalType(RefType.FUNCREF, true);
    Global global = Global.create(store, type, own);

    Throwable refused = assertThrows(IllegalArgumentException.class, () -> global.set(foreign));
    assertThrows(IllegalArgumentException.class, () -> Global.create(store, type, foreign));

    assertEquals(
        "global (mut funcref): function host [] -> [] belongs to another store",
        refused.getMessage());
    assertSame(own, global.get());
  }

  @Test
  void tablesRefuseFunctionsOfAnotherStore() {
    FuncRef own = store.function(FuncType.of(), NOTHING);
    FuncRef foreign = Store.of(engine).function(FuncType.of(), NOTHING);
    TableType type = new TableType(RefType.FUNCREF, 2, 10);
    Table table = Table.create(store, type, own);

    Throwable refused = assertThrows(IllegalArgumentException.class, () -> table.set(0, foreign));
    assertThrows(IllegalArgumentException.class, () -> table.fill(0, foreign, 2));
    assertThrows(IllegalArgumentException.class, () -> table.grow(1, foreign));
    assertThrows(IllegalArgumentException.class, () -> Table.create(store, type, foreign));

    assertTrue(refused.getMessage().endsWith("belongs to another store"), refused.getMessage());
    assertEquals(2, table.size());
    assertSame(own, table.get(0));
    assertSame(own, table.get(1));
  }

  @Test
  void externReferencesBelongToNoStore() {
    FuncRef foreign = Store.of(engine).function(FuncType.of(), NOTHING);

    Global global = Global.create(store, new GlobalType(RefType.EXTERNREF, false), foreign);

    assertSame(foreign, global.get());
  }

  @Test
  void aGlobalChecksTypeAndMutability() {
    Global number = Global.create(store, new GlobalType(I32, true), 1);
    Global constant = Global.create(store, new GlobalType(I32, false), 1);

    assertThrows(IllegalArgumentException.class, () -> number.set(2L));
    assertThrows(IllegalArgumentException.class, () -> number.set(null));
    assertThrows(IllegalStateException.class, () -> constant.set(2));
    number.set(-2);

    assertEquals(-2, number.get());
    assertEquals(1, constant.get());
  }

  @Test
  void identityThroughTableGlobalParameterAndResult() {
    FuncRef f = store.function(FuncType.of(), NOTHING);
    FuncRef echo =
        store.function(
            FuncType.of(RefType.FUNCREF).returns(RefType.FUNCREF), (caller, args) -> args);
    Table table = Table.create(store, new TableType(RefType.FUNCREF, 1, 4), f);

    assertSame(f, Global.create(store, new GlobalType(RefType.FUNCREF, false), f).get());
    assertSame(f, table.get(0));
    table.grow(2, f);
    assertSame(f, table.get(2));
    assertSame(f, echo.call(f)[0]);
    assertNotSame(f, store.function(FuncType.of(), NOTHING));
  }

  @Test
  void aTableOfOneTypeRefusesFunctionsOfAnother() {
    FuncRef taking = store.function(FuncType.of(I32), NOTHING);
    FuncRef plain = store.function(FuncType.of(), NOTHING);
    RefType nonNull = new RefType(false, plain.definedType());
    Table table = Table.create(store, new TableType(nonNull, 1, 1), plain);

    assertThrows(IllegalArgumentException.class, () -> table.set(0, taking));
    assertThrows(IllegalArgumentException.class, () -> table.set(0, null));
    assertSame(plain, table.get(0));
  }

  @Test
  void throwAwayHostFunctionsAreCollected() throws InterruptedException {
    FuncRef kept = store.function(FuncType.of(), NOTHING);
    List<WeakReference<FuncRef>> dropped = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      int number = i;
      dropped.add(
          new WeakReference<>(store.function(FuncType.of(), (caller, args) -> new Object[number])));
    }

    for (int i = 0; i < 100 && dropped.stream().anyMatch(f -> f.get() != null); i++) {
      System.gc();
      Thread.sleep(10);
    }

    assertTrue(dropped.stream().allMatch(f -> f.get() == null));
    assertEquals(0, kept.call().length);
  }

  /** Runs {@code meanwhile} while another thread is in a call; returns what the call returns, 5. */
  private Object[] whileAnotherThreadCalls(Executable meanwhile) throws Throwable {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    FuncRef waits =
        store.function(
            FuncType.of(I32).returns(I32),
            (caller, args) -> {
              inside.countDown();
              assertTrue(leave.await(10, TimeUnit.SECONDS));
              return args;
            });
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Object[]> call = thread.submit(() -> waits.call(5));
      assertTrue(inside.await(10, TimeUnit.SECONDS));
      meanwhile.execute();
      leave.countDown();
      return call.get(10, TimeUnit.SECONDS);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void aSecondThreadIsDetectedWhereItsCallEnters() throws Throwable {
    FuncRef other = store.function(FuncType.of(), NOTHING);

    Object[] results =
        whileAnotherThreadCalls(
            () -> {
              Throwable refused = assertThrows(IllegalStateException.class, other::call);
              assertTrue(
                  refused.getMessage().contains("one thread at a time"), refused.getMessage());
            });

    assertArrayEquals(new Object[] {5}, results);
    assertEquals(0, other.call().length); // the store works on, now in this thread
  }

  @Test
  void aRefusedThreadChangesNothing() throws Throwable {
    ValType[] many = Collections.nCopies(200, (ValType) I32).toArray(ValType[]::new);
    FuncRef wide = store.function(FuncType.of(many), NOTHING);
    Object[] args = Collections.nCopies(200, 1).toArray();
    Module module = Module.of(engine, new TestModule());

    Object[] results =
        whileAnotherThreadCalls(
            () -> {
              long[] numbers = store.window().numbers;
              assertThrows(IllegalStateException.class, () -> wide.call(args));
              assertThrows(
                  IllegalStateException.class, () -> new Linker(engine).instantiate(store, module));
              assertThrows(
                  IllegalStateException.class, () -> store.function(TestModule.TYPE, NOTHING));
              assertSame(numbers, store.window().numbers);
            });

    assertArrayEquals(new Object[] {5}, results);
    assertNull(store.function(TestModule.TYPE, NOTHING).code());
  }

  @Test
  void threadsMayUseAStoreOneAfterTheOther() throws Exception {
    FuncRef echo = store.function(FuncType.of(I32).returns(I32), (caller, args) -> args);
    echo.call(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      assertEquals(2, thread.submit(() -> echo.call(2)[0]).get(10, TimeUnit.SECONDS));
    } finally {
      thread.shutdownNow();
    }
    assertEquals(3, echo.call(3)[0]);
  }

  @Test
  void afterAnExceptionAnotherThreadMayEnter() throws Exception {
    FuncRef throwing =
        store.function(
            FuncType.of(),
            (caller, args) -> {
              throw new IllegalArgumentException("mine");
            });
    assertThrows(IllegalArgumentException.class, throwing::call);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> second = thread.submit(() -> throwing.call());
      ExecutionException failed =
          assertThrows(ExecutionException.class, () -> second.get(10, TimeUnit.SECONDS));
      assertInstanceOf(IllegalArgumentException.class, failed.getCause());
      assertFalse(failed.getCause() instanceof IllegalStateException);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void aTypeMayBeGivenAsText() {
    Engine engine = new Engine();
    Store<?> store = Store.of(engine);
    Code addsItsIndex =
        new Code() {
          @Override
          public void callWindow(
              Window window, int n, int r, FuncRef callee, @Nullable Instance caller) {
            window.numbers[n] += callee.index();
          }
        };
    WordFunction none = (caller, window, n, r) -> {};
    FuncType type =
        FuncType.of(NumType.I32, NumType.I64, NumType.F32, NumType.F64).returns(NumType.I64);

    FuncRef f = store.windowFunction("ilfd:l", addsItsIndex, 7);

    assertEquals(type, f.type());
    assertSame(store.wordFunction(type, none).definedType(), f.definedType());
    assertFalse(f.definedType().isEmpty());
    assertTrue(store.windowFunction(":", addsItsIndex, 0).definedType().isEmpty());
    assertFalse(store.windowFunction(":i", addsItsIndex, 0).definedType().isEmpty());
    assertArrayEquals(new Object[] {42}, store.windowFunction("i:i", addsItsIndex, 2).call(40));
    assertArrayEquals(new Object[] {43}, store.windowFunction("i:i", addsItsIndex, 3).call(40));
    for (String wrong : new String[] {"", "i", "x:", "i:v"}) {
      assertEquals(
          "no signature: \"" + wrong + "\"; write, say, il:i",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> store.windowFunction(wrong, addsItsIndex, 0))
              .getMessage());
    }
  }
}
