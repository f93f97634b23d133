package dev.kiln.runtime;

import static dev.kiln.runtime.NumType.I32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.TableCells;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The state of tables; here and not beside it, since only this package fills functions. */
class TableCellsTest {
  private final Store<?> store = Store.of(new Engine());
  private final FuncRef f = filled(FuncType.of());
  private final FuncRef g = filled(FuncType.of());

  private static final class SomeCode extends Code {}

  private FuncRef filled(FuncType type) {
    FuncRef function = store.function(type, (caller, args) -> new Object[0]);
    function.fill(new SomeCode());
    return function;
  }

  private static TableCells functions(int size, long max) {
    return new TableCells(true, size, max, (current, desired) -> true);
  }

  private static TableCells externs(int size, long max) {
    return new TableCells(false, size, max, (current, desired) -> true);
  }

  private static void assertTrap(Trap.Kind kind, Executable operation) {
    assertEquals(kind, assertThrows(Trap.class, operation).kind());
  }

  private static void assertOutOfBounds(Executable operation) {
    assertTrap(Trap.Kind.TABLE_OUT_OF_BOUNDS, operation);
  }

  @Test
  void theOrderOfTrapsIsBoundsNullSignature() {
    TableCells table = functions(2, 2);
    table.set(1, filled(FuncType.of(I32)));

    assertTrap(Trap.Kind.UNDEFINED_ELEMENT, () -> table.callee(2, f.typeId));
    assertTrap(Trap.Kind.UNDEFINED_ELEMENT, () -> table.callee(-1, f.typeId));
    assertTrap(Trap.Kind.UNINITIALIZED_ELEMENT, () -> table.callee(0, f.typeId));
    assertTrap(Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH, () -> table.callee(1, f.typeId));
    table.set(1, f);
    assertSame(f, table.callee(1, f.typeId));
  }

  @Test
  void anElementPastTheSizeIsOutOfBoundsThoughTheArrayHasIt() {
    TableCells table = functions(4, 100);
    table.grow(f, 1);
    assertEquals(8, table.elements.length);

    assertTrap(Trap.Kind.UNDEFINED_ELEMENT, () -> table.callee(5, f.typeId));
    assertOutOfBounds(() -> table.get(5));
    assertOutOfBounds(() -> table.getFunction(5));
    assertOutOfBounds(() -> table.set(5, f));
    assertOutOfBounds(() -> table.fill(5, f, 1));
  }

  @Test
  void anEntryIsRememberedWhenFirstCalled() {
    TableCells table = functions(1, 1);
    table.set(0, f);
    assertNull(table.codes[0]);

    assertSame(f.code(), table.code(0, f));

    assertSame(f.code(), table.codes[0]);
    assertSame(f.code(), table.code(0, f));
  }

  @Test
  void aHoleIsALinkageErrorAndNotRemembered() {
    TableCells table = functions(1, 1);
    FuncRef hole = store.function(FuncType.of(), (caller, args) -> new Object[0]);
    table.set(0, hole);

    assertThrows(LinkageError.class, () -> table.code(0, hole));

    assertNull(table.codes[0]);
    hole.fill(new SomeCode());
    assertSame(hole.code(), table.code(0, hole));
  }

  private TableCells remembering() {
    TableCells table = functions(4, 100);
    table.fill(0, f, 4);
    for (int i = 0; i < 4; i++) {
      table.code(i, f);
    }
    return table;
  }

  @Test
  void everyWriteForgetsTheEntriesOfWhatItWrote() {
    Code[] none = new Code[4];
    Code old = f.code();
    TableCells table = remembering();
    table.set(2, g);
    assertArrayEquals(new Code[] {old, old, null, old}, table.codes);
    assertSame(g.code(), table.code(2, g));

    table = remembering();
    table.fill(1, g, 2);
    assertArrayEquals(new Code[] {old, null, null, old}, table.codes);

    table = remembering();
    table.init(new FuncRef[] {g, g, g}, 0, 1, 2);
    assertArrayEquals(new Code[] {null, null, old, old}, table.codes);

    table = remembering();
    table.copy(table, 2, 0, 2);
    assertArrayEquals(new Code[] {old, old, null, null}, table.codes);

    table = remembering();
    table.copy(functions(4, 4), 0, 0, 4);
    assertArrayEquals(none, table.codes);
    assertNull(table.get(0));
  }

  @Test
  void refusedWritesForgetNothing() {
    TableCells table = remembering();
    Code[] before = table.codes.clone();

    assertOutOfBounds(() -> table.fill(3, g, 2));
    assertOutOfBounds(() -> table.init(new FuncRef[1], 0, 0, 2));
    assertOutOfBounds(() -> table.copy(functions(1, 1), 0, 0, 2));

    assertArrayEquals(before, table.codes);
    assertSame(f, table.get(3));
  }

  @Test
  void growthKeepsElementsAndEntriesSideBySide() {
    TableCells table = remembering();

    assertEquals(4, table.grow(g, 3));

    assertEquals(7, table.size());
    assertSame(table.elements, table.functions);
    assertEquals(table.elements.length, table.codes.length);
    assertSame(f.code(), table.codes[3]);
    assertNull(table.codes[4]);
    assertSame(g.code(), table.code(6, g));
    assertEquals(7, table.grow(f, 1)); // into room that is there
    assertSame(f.code(), table.code(7, f));
    assertEquals(8, table.grow(null, 4));
    assertNull(table.get(11));
    assertNull(table.getFunction(8));
  }

  @Test
  void growthStopsAtTheMaximumAndChangesNothing() {
    TableCells table = functions(2, 3);
    Object before = table.elements;

    assertEquals(-1, table.grow(f, 2));
    assertEquals(-1, table.grow(f, -1)); // unsigned: 2^32 - 1
    assertSame(before, table.elements);
    assertEquals(2, table.size());
    assertEquals(2, table.grow(f, 0));
    assertEquals(2, table.grow(f, 1));
    assertEquals(-1, table.grow(f, 1));
  }

  @Test
  void noTableIsLargerThanTheLimitWhateverItsMaximum() {
    TableCells table = externs(1, -1L); // the maximum is unsigned

    assertEquals(-1, table.grow(null, TableCells.MAX_SIZE));
    assertEquals(-1, table.grow(null, Integer.MIN_VALUE));
    assertEquals(1, table.grow("x", 1));
    assertEquals("x", table.get(1));
  }

  @Test
  void theGuardMayRefuse() {
    TableCells table = new TableCells(false, 1, 10, (current, desired) -> desired <= 2);

    assertEquals(1, table.grow(null, 1));
    assertEquals(-1, table.grow(null, 1));
    assertEquals(2, table.size());
  }

  @Test
  void operandsNearTheEndOf32BitsDoNotWrap() {
    TableCells table = functions(4, 4);
    FuncRef[] segment = new FuncRef[4];

    for (int large : new int[] {-1, -4, Integer.MIN_VALUE}) {
      assertOutOfBounds(() -> table.get(large));
      assertOutOfBounds(() -> table.getFunction(large));
      assertOutOfBounds(() -> table.set(large, null));
      assertOutOfBounds(() -> table.fill(large, null, 0));
      assertOutOfBounds(() -> table.fill(large, null, -large));
      assertOutOfBounds(() -> table.fill(0, null, large));
      assertOutOfBounds(() -> table.copy(table, large, 0, 0));
      assertOutOfBounds(() -> table.copy(table, 0, large, -large));
      assertOutOfBounds(() -> table.init(segment, large, 0, 0));
      assertOutOfBounds(() -> table.init(segment, 0, large, -large));
    }
  }

  @Test
  void emptyRangesAtTheEndAreInBounds() {
    TableCells table = functions(4, 4);

    table.fill(4, f, 0);
    table.copy(table, 4, 4, 0);
    table.init(new FuncRef[0], 4, 0, 0);

    assertOutOfBounds(() -> table.fill(5, f, 0));
  }

  @Test
  void copyOverlapsLikeMemmove() {
    TableCells table = externs(4, 4);
    for (int i = 0; i < 4; i++) {
      table.set(i, i);
    }

    table.copy(table, 1, 0, 3);

    assertEquals(Arrays.asList(0, 0, 1, 2), Arrays.asList(table.elements));
    assertEquals(0, table.functions.length);
    assertEquals(0, table.codes.length);
  }
}
