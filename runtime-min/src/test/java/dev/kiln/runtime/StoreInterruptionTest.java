package dev.kiln.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.abi.Meter;
import org.junit.jupiter.api.Test;

/**
 * A store's fuel and deadline, and the modules that heed them or would not. That compiled code
 * stops is tested with the compiler.
 */
class StoreInterruptionTest {
  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);

  private Instance instantiate(String options) {
    Module module = Module.of(engine, new AnyModule().options(options));
    return new Linker(engine).instantiate(store, module);
  }

  @Test
  void fuelIsUnlimitedUntilItIsSet() {
    assertEquals(Meter.UNLIMITED, store.fuel());
    assertSame(store, store.setFuel(7));
    assertEquals(7, store.fuel());
    store.interruption().fuel = -3; // code that took too much
    assertEquals(0, store.fuel());
    assertThrows(IllegalArgumentException.class, () -> store.setFuel(-1));
    assertThrows(IllegalArgumentException.class, () -> store.setEpochDeadline(-1));
  }

  @Test
  void aDeadlineIsSoManyEpochsAway() {
    engine.incrementEpoch();
    assertSame(store, store.setEpochDeadline(5));
    assertEquals(6, store.interruption().deadline);
    assertSame(store, store.onEpoch(s -> 3));
    engine.incrementEpoch();
    store.interruption().interrupt();
    assertEquals(5, store.interruption().deadline);
    store.onEpoch(s -> 0);
    Trap trap = assertThrows(Trap.class, () -> store.interruption().interrupt());
    assertEquals(Trap.Kind.INTERRUPT, trap.kind());
  }

  @Test
  void aModuleThatWouldIgnoreALimitIsRefused() {
    store.setFuel(1);
    LinkException e = assertThrows(LinkException.class, () -> instantiate("epochs"));
    assertEquals(
        "the store is limited and cannot take module any.wasm, which ignores the limit: compile it"
            + " with the option \"fuel\"",
        e.getMessage().replace(new AnyModule().fileName(), "any.wasm"));
    instantiate("epochs fuel");
    store.setEpochDeadline(1);
  }

  @Test
  void aLimitThatAModuleWouldIgnoreIsRefused() {
    instantiate("epochs");
    store.setEpochDeadline(1);
    assertThrows(IllegalStateException.class, () -> store.setFuel(1));
    assertEquals(Meter.UNLIMITED, store.fuel());

    Store<?> other = Store.of(engine);
    new Linker(engine).instantiate(other, Module.of(engine, new AnyModule().options("fuel")));
    other.setFuel(1);
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> other.setEpochDeadline(1));
    assertTrue(e.getMessage().endsWith("compile it with the option \"epochs\""), e.getMessage());
  }

  @Test
  void theStoreCannotBeUsedWhileItsCallbackRuns() {
    store.setEpochDeadline(0).onEpoch(s -> s.setFuel(1).fuel());
    AnyModule compiled =
        new AnyModule().options("epochs").start(parts -> store.interruption().interrupt());
    Module module = Module.of(engine, compiled);
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> new Linker(engine).instantiate(store, module));
    assertEquals("the store cannot be used while its epoch callback runs", e.getMessage());
    store.onEpoch(s -> 2);
    new Linker(engine).instantiate(store, module);
    assertEquals(2, store.interruption().deadline);
  }
}
