package dev.kiln.runtime;

import static dev.kiln.runtime.NumType.F32;
import static dev.kiln.runtime.NumType.F64;
import static dev.kiln.runtime.NumType.I32;
import static dev.kiln.runtime.NumType.I64;
import static dev.kiln.runtime.RefType.EXTERNREF;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Host functions by shape: their types, and that every argument arrives in its place. */
class HostBodyTest {
  private final Engine engine = new Engine();
  private final Store<List<Object>> store = new Store<>(engine, new ArrayList<>());

  /** Calls with the given arguments; the expected type and results are compared. */
  private void check(HostBody body, FuncType type, Object[] args, Object... expected) {
    assertEquals(type, body.type());
    assertArrayEquals(expected, store.function(body).call(args));
  }

  /** From {@code params} numbers of a type to one. */
  private static FuncType numeric(NumType type, int params) {
    return FuncType.of(Collections.nCopies(params, type).toArray(ValType[]::new)).returns(type);
  }

  private static Object[] args(Object... args) {
    return args;
  }

  private void checkAction(HostBody body, FuncType type, Object... args) {
    store.data().clear();
    check(body, type, args);
    assertEquals(List.of(args), store.data());
  }

  @Test
  void ints() {
    check(HostBody.ints(() -> 7), numeric(I32, 0), args(), 7);
    check(HostBody.ints(a -> a * 2), numeric(I32, 1), args(4), 8);
    check(HostBody.ints((a, b) -> a - b), numeric(I32, 2), args(7, 3), 4);
    check(HostBody.ints((a, b, c) -> a * 100 + b * 10 + c), numeric(I32, 3), args(1, 2, 3), 123);
    check(
        HostBody.ints((a, b, c, d) -> a * 1000 + b * 100 + c * 10 + d),
        numeric(I32, 4),
        args(1, 2, 3, 4),
        1234);
  }

  @Test
  void otherNumbers() {
    check(HostBody.longs(() -> 1L << 40), numeric(I64, 0), args(), 1L << 40);
    check(HostBody.longs(a -> a + 1), numeric(I64, 1), args(1L << 40), (1L << 40) + 1);
    check(HostBody.longs((a, b) -> a - b), numeric(I64, 2), args(5L, 3L), 2L);
    check(HostBody.doubles(() -> 0.5), numeric(F64, 0), args(), 0.5);
    check(HostBody.doubles(a -> a / 2), numeric(F64, 1), args(3.0), 1.5);
    check(HostBody.doubles((a, b) -> a / b), numeric(F64, 2), args(3.0, 4.0), 0.75);
    check(HostBody.floats(a -> a / 2), numeric(F32, 1), args(3f), 1.5f);
    check(HostBody.floats((a, b) -> a / b), numeric(F32, 2), args(3f, 4f), 0.75f);
    check(HostBody.intToLong(a -> a * 2L), FuncType.of(I32).returns(I64), args(4), 8L);
    check(HostBody.intToDouble(a -> a / 2.0), FuncType.of(I32).returns(F64), args(5), 2.5);
    check(HostBody.longToInt(a -> (int) (a + 1)), FuncType.of(I64).returns(I32), args(4L), 5);
    check(HostBody.longToDouble(a -> a / 2.0), FuncType.of(I64).returns(F64), args(5L), 2.5);
    check(HostBody.doubleToInt(a -> (int) (a * 2)), FuncType.of(F64).returns(I32), args(2.5), 5);
    check(HostBody.doubleToLong(a -> (long) (a * 2)), FuncType.of(F64).returns(I64), args(2.5), 5L);
  }

  @Test
  void actions() {
    List<Object> seen = store.data();
    checkAction(HostBody.intAction(() -> {}), FuncType.of());
    checkAction(HostBody.intAction(a -> seen.add(a)), FuncType.of(I32), 1);
    checkAction(
        HostBody.intAction((a, b) -> seen.addAll(List.of(a, b))), FuncType.of(I32, I32), 1, 2);
    checkAction(
        HostBody.intAction((a, b, c) -> seen.addAll(List.of(a, b, c))),
        FuncType.of(I32, I32, I32),
        1,
        2,
        3);
    checkAction(
        HostBody.intAction((a, b, c, d) -> seen.addAll(List.of(a, b, c, d))),
        FuncType.of(I32, I32, I32, I32),
        1,
        2,
        3,
        4);
    checkAction(HostBody.longAction(seen::add), FuncType.of(I64), 1L << 40);
    checkAction(HostBody.doubleAction(seen::add), FuncType.of(F64), 0.5);
    checkAction(HostBody.referenceAction(seen::add), FuncType.of(EXTERNREF), "text");
  }

  @Test
  void references() {
    FuncType toReference = FuncType.of(EXTERNREF).returns(EXTERNREF);
    check(HostBody.references(a -> a + "!"), toReference, args("a"), "a!");
    check(HostBody.references(a -> a), toReference, args((Object) null), (Object) null);
    check(
        HostBody.referenceToInt(a -> ((String) a).length()),
        FuncType.of(EXTERNREF).returns(I32),
        args("abc"),
        3);
    check(
        HostBody.intToReference(Integer::toString),
        FuncType.of(I32).returns(EXTERNREF),
        args(12),
        "12");
  }

  @Test
  void withTheCaller() {
    check(HostBody.intsWithCaller(c -> size(c)), numeric(I32, 0), args(), 0);
    store.data().add("one");
    check(HostBody.intsWithCaller(c -> size(c)), numeric(I32, 0), args(), 1);
    check(HostBody.intsWithCaller((c, a) -> size(c) + a), numeric(I32, 1), args(4), 5);
    check(HostBody.intsWithCaller((c, a, b) -> size(c) + a - b), numeric(I32, 2), args(7, 3), 5);
    check(
        HostBody.intsWithCaller((c, x, y, z) -> size(c) * 1000 + x * 100 + y * 10 + z),
        numeric(I32, 3),
        args(2, 3, 4),
        1234);
    check(
        HostBody.intsWithCaller(
            (c, w, x, y, z) -> size(c) * 10000 + w * 1000 + x * 100 + y * 10 + z),
        numeric(I32, 4),
        args(2, 3, 4, 5),
        12345);
    check(HostBody.longsWithCaller((c, a) -> a + size(c)), numeric(I64, 1), args(4L), 5L);
    check(
        HostBody.longsWithCaller((c, a, b) -> a - b + size(c)), numeric(I64, 2), args(7L, 3L), 5L);
    check(HostBody.floatsWithCaller((c, a) -> a + size(c)), numeric(F32, 1), args(4f), 5f);
    check(
        HostBody.floatsWithCaller((c, a, b) -> a - b + size(c)), numeric(F32, 2), args(7f, 3f), 5f);
    check(HostBody.doublesWithCaller((c, a) -> a + size(c)), numeric(F64, 1), args(4.0), 5.0);
    check(
        HostBody.doublesWithCaller((c, a, b) -> a - b + size(c)),
        numeric(F64, 2),
        args(7.0, 3.0),
        5.0);
    check(
        HostBody.referencesWithCaller((c, a) -> a + "" + size(c)),
        FuncType.of(EXTERNREF).returns(EXTERNREF),
        args("a"),
        "a1");
  }

  private static int size(Caller caller) {
    return caller.data(ArrayList.class).size();
  }

  private static List<Object> list(Caller caller) {
    @SuppressWarnings("unchecked")
    List<Object> list = caller.data(List.class);
    return list;
  }

  @Test
  void actionsWithTheCaller() {
    checkAction(HostBody.intActionWithCaller(c -> list(c).clear()), FuncType.of());
    checkAction(HostBody.intActionWithCaller((c, a) -> list(c).add(a)), FuncType.of(I32), 1);
    checkAction(
        HostBody.intActionWithCaller((c, a, b) -> list(c).addAll(List.of(a, b))),
        FuncType.of(I32, I32),
        1,
        2);
    checkAction(
        HostBody.intActionWithCaller((c, x, y, z) -> list(c).addAll(List.of(x, y, z))),
        FuncType.of(I32, I32, I32),
        1,
        2,
        3);
    checkAction(
        HostBody.intActionWithCaller((c, w, x, y, z) -> list(c).addAll(List.of(w, x, y, z))),
        FuncType.of(I32, I32, I32, I32),
        1,
        2,
        3,
        4);
  }

  @Test
  void theDataOfTheStoreIsTypedOnRequest() {
    store.function(
        HostBody.intActionWithCaller(
            c -> {
              assertSame(store.data(), c.data());
              assertSame(store.data(), c.data(List.class));
              c.data(String.class);
            }));
    FuncRef wrong = store.function(HostBody.intActionWithCaller(c -> c.data(String.class)));
    FuncRef none =
        Store.of(engine)
            .function(
                HostBody.intActionWithCaller(
                    c -> {
                      assertNull(c.data());
                      c.data(String.class);
                    }));

    assertEquals(
        "the store's data is a java.util.ArrayList, not a java.lang.String",
        assertThrows(ClassCastException.class, wrong::call).getMessage());
    assertEquals(
        "the store's data is null, not a java.lang.String",
        assertThrows(ClassCastException.class, none::call).getMessage());
  }

  @Test
  void checkedExceptionsPass() {
    IOException thrown = new IOException("mine");
    FuncRef f =
        store.function(
            HostBody.intsWithCaller(
                (c, a) -> {
                  throw thrown;
                }));

    assertSame(thrown, assertThrows(IOException.class, () -> f.call(1)));
  }

  @Test
  void aLinkerServesAnyStoreWithThem() {
    Linker linker = new Linker(engine).function("env", "f", HostBody.ints(a -> a * 3));
    Instance instance = linker.instantiate(store, Module.of(engine, new HandCompiled()));

    assertEquals(36, instance.getFunction("twice").call(4)[0]);
    assertEquals(9, ((FuncRef) linker.get(Store.of(engine), "env", "f")).call(3)[0]);
  }

  @Test
  void theCallerIsTheCallingInstance() {
    List<Caller> seen = new ArrayList<>();
    Linker linker =
        new Linker(engine)
            .function(
                "env",
                "f",
                HostBody.intsWithCaller(
                    (c, a) -> {
                      seen.add(c);
                      return c.memory("memory").readByte(a);
                    }));
    Instance instance = linker.instantiate(store, Module.of(engine, new HandCompiled()));

    assertEquals(0, instance.getFunction("twice").call(4)[0]);

    assertSame(instance, seen.get(0).instance().orElseThrow());
    assertTrue(seen.get(0) == seen.get(1));
  }
}
