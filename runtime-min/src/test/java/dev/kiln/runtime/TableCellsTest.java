package dev.kiln.runtime;

import static dev.kiln.runtime.NumType.I32;
import static dev.kiln.runtime.TrapAssertions.assertTrap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.TableCells;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    return new TableCells(true, size, max, new Quota());
  }

  private static TableCells externs(int size, long max) {
    return new TableCells(false, size, max, new Quota());
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
  void theLimiterMayRefuse() {
    TableCells table =
        new TableCells(
            false, 1, 10, new Quota().limiter(StoreLimits.UNLIMITED.withTableElements(2)));

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

  /** A segment of functions, and which of them were asked for. */
  private static final class Segment implements TableCells.Source {
    private final FuncRef[] functions;
    private final List<Integer> made = new ArrayList<>();

    Segment(FuncRef... functions) {
      this.functions = functions;
    }

    @Override
    public FuncRef function(int position) {
      made.add(position);
      return functions[position];
    }
  }

  @Test
  void functionsOfASegmentAreMadeWhenLookedAt() {
    TableCells table = functions(6, 6);
    Segment segment = new Segment(f, g, f);
    table.init(segment, 2, 3);
    assertEquals(List.of(), segment.made);

    assertSame(g, table.callee(3, g.typeId));
    assertSame(g, table.callee(3, g.typeId));
    assertSame(f, table.get(2));
    assertSame(f, table.getFunction(4));
    assertSame(f, table.getFunction(4));

    assertEquals(List.of(1, 0, 2), segment.made);
    assertNull(table.get(1));
    assertNull(table.getFunction(5));
    assertTrap(Trap.Kind.UNINITIALIZED_ELEMENT, () -> table.callee(1, f.typeId));
    assertTrap(Trap.Kind.UNINITIALIZED_ELEMENT, () -> table.callee(5, f.typeId));
  }

  @Test
  void theSignatureOfAFunctionThatIsMadeByACallIsChecked() {
    TableCells table = functions(1, 1);
    table.init(new Segment(filled(FuncType.of(I32))), 0, 1);

    assertTrap(Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH, () -> table.callee(0, f.typeId));
  }

  @Test
  void nullThatIsWrittenStaysNull() {
    TableCells table = functions(4, 4);
    table.init(new Segment(f, g, f, g), 0, 4);
    table.set(1, null);
    assertElements(table, f, null, f, g);

    table = functions(4, 4);
    table.init(new Segment(f, g, f, g), 0, 4);
    table.fill(1, null, 2);
    assertElements(table, f, null, null, g);

    table = functions(4, 4);
    table.init(new Segment(f, g, f, g), 0, 4);
    table.init(new FuncRef[] {null, g}, 0, 0, 2);
    assertElements(table, null, g, f, g);

    table = functions(4, 4);
    table.init(new Segment(f, g, f, g), 0, 4);
    table.copy(functions(2, 2), 2, 0, 2);
    assertElements(table, f, g, null, null);
  }

  private static void assertElements(TableCells table, FuncRef... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertSame(expected[i], table.get(i), "element " + i);
    }
  }

  @Test
  void aFunctionThatIsWrittenReplacesOneThatIsNotMade() {
    TableCells table = functions(4, 8);
    Segment segment = new Segment(f, f, f, f);
    table.init(segment, 0, 4);

    table.set(0, g);
    table.fill(1, g, 2);
    assertEquals(4, table.grow(null, 4));

    assertEquals(List.of(), segment.made);
    assertElements(table, g, g, g, f, null, null, null, null);
  }

  @Test
  void copiesSeeFunctionsThatAreNotMade() {
    TableCells table = functions(4, 4);
    table.init(new Segment(f, g), 0, 2);
    table.copy(table, 1, 0, 3);
    assertElements(table, f, f, g, null);

    TableCells other = functions(4, 4);
    other.init(new Segment(g, g, g), 1, 3);
    TableCells source = functions(2, 2);
    source.init(new Segment(f), 0, 1);
    other.copy(source, 1, 0, 2);
    assertElements(other, null, f, null, g);
  }

  @Test
  void theLaterOfTwoSegmentsWins() {
    TableCells table = functions(6, 6);
    table.init(new Segment(f, f, f), 0, 3);
    table.code(0, table.callee(0, f.typeId));
    table.init(new Segment(g, g, g), 2, 3);
    table.init(new Segment(g), 0, 1); // before the last
    table.init(new Segment(f), 5, 1);

    assertElements(table, g, f, g, g, g, f);
    assertSame(g.code(), table.code(0, table.callee(0, g.typeId)));
  }

  @Test
  void manySegmentsInOrder() {
    TableCells table = functions(40, 40);
    for (int i = 0; i < 40; i += 4) {
      table.init(new Segment(f, g), i, 2);
    }

    for (int i = 39; i >= 0; i--) {
      assertSame(i % 4 == 0 ? f : i % 4 == 1 ? g : null, table.get(i), "element " + i);
    }
  }

  @Test
  void aSegmentThatDoesNotFitChangesNothing() {
    TableCells table = functions(2, 2);
    table.set(1, f);
    Segment segment = new Segment(g, g);

    assertOutOfBounds(() -> table.init(segment, 1, 2));
    assertOutOfBounds(() -> table.init(segment, -1, 2));

    assertElements(table, null, f);
    table.init(segment, 2, 0);
    assertElements(table, null, f);
  }
}
