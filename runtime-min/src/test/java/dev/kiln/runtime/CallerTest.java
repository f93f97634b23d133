package dev.kiln.runtime;

import static dev.kiln.runtime.NumType.I32;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What a caller shows, and the checks of generated code on what a host function returns. */
class CallerTest {
  private final Engine engine = new Engine();
  private final Store<String> store = new Store<>(engine, "session");
  private final FuncRef gives =
      store.wordFunction(FuncType.of().returns(RefType.FUNCREF, I32), (caller, window, n, r) -> {});

  private static String refused(org.junit.jupiter.api.function.Executable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong).getMessage();
  }

  @Test
  void aResultMustBeOfItsTypeAndOfTheStore() {
    FuncRef foreign = Store.of(engine).function(HostBody.ints(a -> a));
    String where = "result 0 of function host [] -> [funcref, i32]: ";

    assertDoesNotThrow(() -> Caller.checkResult(gives, 0, gives));
    assertDoesNotThrow(() -> Caller.checkResult(gives, 0, null));
    assertTrue(refused(() -> Caller.checkResult(gives, 0, foreign)).startsWith(where));
    assertTrue(refused(() -> Caller.checkResult(gives, 0, "text")).startsWith(where));
  }

  @Test
  void resultsMustBeAllThere() {
    assertDoesNotThrow(() -> Caller.checkResults(gives, new Object[] {gives, 1}));
    assertEquals(
        "function host [] -> [funcref, i32] returned 0 results",
        refused(() -> Caller.checkResults(gives, null)));
    assertEquals(
        "function host [] -> [funcref, i32] returned 1 results",
        refused(() -> Caller.checkResults(gives, new Object[] {gives})));
    assertEquals(
        "function host [] -> [funcref, i32] returned 3 results",
        refused(() -> Caller.checkResults(gives, new Object[] {gives, 1, 2})));
    assertTrue(
        refused(() -> Caller.checkResults(gives, new Object[] {gives, 1L}))
            .startsWith("result 1 of function host"));
    assertTrue(
        refused(() -> Caller.checkResults(gives, new Object[] {"text", 1}))
            .startsWith("result 0 of function host"));
  }

  @Test
  void theStoresDataIsThere() {
    Object[] seen = new Object[3];
    store
        .wordFunction(
            FuncType.of(),
            (caller, window, n, r) -> {
              seen[0] = caller.data();
              seen[1] = caller.data(String.class);
              seen[2] = caller.store();
            })
        .call();
    assertEquals("session", seen[0]);
    assertEquals("session", seen[1]);
    assertSame(store, seen[2]);
  }
}
