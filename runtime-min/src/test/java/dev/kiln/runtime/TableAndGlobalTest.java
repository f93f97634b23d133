package dev.kiln.runtime;

import static dev.kiln.runtime.NumType.F32;
import static dev.kiln.runtime.NumType.F64;
import static dev.kiln.runtime.NumType.I32;
import static dev.kiln.runtime.NumType.I64;
import static dev.kiln.runtime.RefType.EXTERNREF;
import static dev.kiln.runtime.RefType.FUNCREF;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The host's view of tables and globals. */
class TableAndGlobalTest {
  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);

  private static String refused(Executable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong).getMessage();
  }

  @Test
  void elementsAreReadAndWritten() {
    FuncRef f = store.function(FuncType.of(), (caller, args) -> null);
    Table table = Table.create(store, new TableType(FUNCREF, 2, 8), f);

    table.set(1, null);
    assertSame(f, table.getFunction(0));
    assertNull(table.getFunction(1));
    assertEquals(2, table.grow(3, f));
    table.fill(0, null, 3);
    assertNull(table.get(2));
    assertSame(f, table.get(3));
    table.copy(0, table, 3, 2);
    assertSame(f, table.get(1));
    assertEquals(5, table.size());
    assertEquals("table 5 8 funcref", table.toString());
    for (Executable past :
        List.<Executable>of(
            () -> table.get(5),
            () -> table.getFunction(-1),
            () -> table.set(5, f),
            () -> table.fill(4, f, 2),
            () -> table.copy(4, table, 0, 2),
            () -> table.copy(0, table, 4, 2))) {
      assertEquals(Trap.Kind.TABLE_OUT_OF_BOUNDS, assertThrows(Trap.class, past).kind());
    }
    assertEquals("cannot grow a table by -1 elements", refused(() -> table.grow(-1, f)));
  }

  @Test
  void elementsAreCopiedBetweenTablesOfOneStoreWhoseTypesFit() {
    FuncRef f = store.function(FuncType.of(), (caller, args) -> null);
    RefType exact = new RefType(true, f.definedType());
    Table functions = Table.create(store, new TableType(FUNCREF, 2, 2), null);
    Table exactly = Table.create(store, new TableType(exact, 2, 2), f);
    Table values = Table.create(store, new TableType(EXTERNREF, 2, 2), "x");
    Table foreign = Table.create(Store.of(engine), new TableType(FUNCREF, 2, 2), null);

    functions.copy(1, exactly, 0, 1);
    assertNull(functions.get(0));
    assertSame(f, functions.get(1));
    assertEquals(
        "cannot copy elements of table 2 2 funcref to " + exactly,
        refused(() -> exactly.copy(0, functions, 0, 1)));
    assertEquals(
        "cannot copy elements of table 2 2 externref to table 2 2 funcref",
        refused(() -> functions.copy(0, values, 0, 1)));
    assertEquals(
        "table 2 2 funcref belongs to another store",
        refused(() -> functions.copy(0, foreign, 0, 1)));
    assertSame(f, exactly.get(0));
    assertEquals(
        "table 2 2 externref holds no functions",
        assertThrows(IllegalStateException.class, () -> values.getFunction(0)).getMessage());
    assertEquals("x", values.get(1));
  }

  @Test
  void typesOfAnotherEngineAreRefused() {
    FuncRef foreign = Store.of(new Engine()).function(FuncType.of(), (caller, args) -> null);
    RefType type = new RefType(true, foreign.definedType());
    String message = type + " is a type of another engine";

    assertEquals(message, refused(() -> Table.create(store, new TableType(type, 0, 0), null)));
    assertEquals(message, refused(() -> Global.create(store, new GlobalType(type, true), null)));
    assertEquals(message, refused(() -> store.function(FuncType.of(type), (caller, args) -> null)));
    assertEquals(
        message,
        refused(() -> store.function(FuncType.of(I32).returns(I32, type), (caller, args) -> null)));
    store.function(FuncType.of(FUNCREF).returns(EXTERNREF), (caller, args) -> null);
  }

  @Test
  void numbersAreReadAndWrittenWithoutBoxes() {
    Global i32 = Global.create(store, new GlobalType(I32, true), -1);
    Global i64 = Global.create(store, new GlobalType(I64, true), 1L << 40);
    Global f32 = Global.create(store, new GlobalType(F32, true), 1.5f);
    Global f64 = Global.create(store, new GlobalType(F64, true), 2.5);

    assertEquals(-1, i32.getInt());
    assertEquals(1L << 40, i64.getLong());
    assertEquals(1.5f, f32.getFloat());
    assertEquals(2.5, f64.getDouble());
    i32.setInt(-2);
    i64.setLong(-3L << 40);
    f32.setFloat(-0.0f);
    f64.setDouble(Double.MIN_VALUE);
    assertEquals(
        List.of(-2, -3L << 40, -0.0f, Double.MIN_VALUE),
        List.of(i32.get(), i64.get(), f32.get(), f64.get()));
    assertEquals(-2, i32.getInt());
    assertEquals(Double.MIN_VALUE, f64.getDouble());
  }

  @Test
  void anotherTypeOrAConstantIsRefused() {
    Global i32 = Global.create(store, new GlobalType(I32, true), 1);
    Global i64 = Global.create(store, new GlobalType(I64, false), 1L);
    Global reference = Global.create(store, new GlobalType(EXTERNREF, true), "x");

    for (Executable wrong :
        List.<Executable>of(
            i32::getLong,
            i32::getFloat,
            i32::getDouble,
            i64::getInt,
            reference::getInt,
            () -> i32.setLong(2),
            () -> i32.setFloat(2),
            () -> i32.setDouble(2),
            () -> i64.setInt(2),
            () -> reference.setLong(2))) {
      assertTrue(assertThrows(IllegalStateException.class, wrong).getMessage().contains(" is no "));
    }
    assertEquals(
        "global (mut i32) is no i64",
        assertThrows(IllegalStateException.class, i32::getLong).getMessage());
    assertEquals(
        "the global is immutable",
        assertThrows(IllegalStateException.class, () -> i64.setLong(2)).getMessage());
    assertEquals(1, i32.get());
    assertEquals(1L, i64.getLong());
    assertEquals("x", reference.get());
    assertSame(store, reference.store());
  }
}
