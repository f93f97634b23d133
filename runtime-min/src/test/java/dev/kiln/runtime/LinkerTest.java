package dev.kiln.runtime;

import static dev.kiln.runtime.NumType.I32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Names and what they stand for, before any module comes in. */
class LinkerTest {
  private static final FuncType TYPE = FuncType.of(I32).returns(I32);

  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);
  private final Linker linker = new Linker(engine);

  @Test
  void getReturnsTheSameObjectEachTime() {
    linker.function("env", "f", TYPE, (caller, args) -> args);
    Memory memory = Memory.create(store, new MemoryType(1));
    linker.define("env", "memory", memory);

    assertSame(linker.get(store, "env", "f"), linker.get(store, "env", "f"));
    assertSame(memory, linker.get(store, "env", "memory"));
  }

  @Test
  void whatIsNotDefinedIsNull() {
    linker.function("env", "f", TYPE, (caller, args) -> args);

    assertNull(linker.get(store, "env", "g"));
    assertNull(linker.get(store, "f", "env"));
  }

  @Test
  void twoStoresNeverShareAFunction() {
    linker.function("env", "f", TYPE, (caller, args) -> args);
    Store<?> second = Store.of(engine);

    FuncRef one = (FuncRef) linker.get(store, "env", "f");
    FuncRef two = (FuncRef) linker.get(second, "env", "f");

    assertNotSame(one, two);
    assertSame(store, one.store());
    assertSame(second, two.store());
    assertEquals(one.typeId, two.typeId);
    assertEquals(5, one.call(5)[0]);
    assertEquals(6, two.call(6)[0]);
  }

  @Test
  void oneBodyUnderTwoNamesIsTwoFunctions() {
    HostFunction body = (caller, args) -> args;
    linker.function("env", "f", TYPE, body).function("env", "g", TYPE, body);

    assertNotSame(linker.get(store, "env", "f"), linker.get(store, "env", "g"));
  }

  @Test
  void definingANameAgainIsRefused() {
    linker.function("env", "f", TYPE, (caller, args) -> args);
    FuncRef before = (FuncRef) linker.get(store, "env", "f");

    Throwable refused =
        assertThrows(
            LinkException.class,
            () -> linker.wordFunction("env", "f", TYPE, (caller, window, n, r) -> {}));

    assertEquals(
        "\"env\" \"f\" is defined already; allow shadowing to define it again",
        refused.getMessage());
    assertSame(before, linker.get(store, "env", "f"));
  }

  @Test
  void shadowingReplacesOnRequest() {
    linker.function("env", "f", TYPE, (caller, args) -> new Object[] {1});
    linker.allowShadowing(true).function("env", "f", TYPE, (caller, args) -> new Object[] {2});

    assertEquals(2, ((FuncRef) linker.get(store, "env", "f")).call(0)[0]);
    linker.allowShadowing(false);
    assertThrows(
        LinkException.class, () -> linker.function("env", "f", TYPE, (caller, args) -> args));
  }

  @Test
  void namesAreNotGluedTogether() {
    linker.function("a", "b c", TYPE, (caller, args) -> args);

    linker.function("a b", "c", TYPE, (caller, args) -> args);

    assertNotSame(linker.get(store, "a", "b c"), linker.get(store, "a b", "c"));
  }
}
