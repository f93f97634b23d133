package dev.kiln.runtime.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The stack discipline of words. */
class WindowTest {
  private final Window window = new Window();

  @Test
  void reserveMovesTheTopsAndKeepsWhatIsBelow() {
    window.reserve(2, 1);
    window.i64(1, 42);
    window.reference(0, "kept");

    window.reserve(1000, 100);

    assertEquals(1002, window.numberTop);
    assertEquals(101, window.referenceTop);
    assertTrue(window.numbers.length >= 1002);
    assertTrue(window.references.length >= 101);
    assertEquals(42, window.i64(1));
    assertEquals("kept", window.reference(0));
  }

  @Test
  void reserveOfNothingKeepsTheArrays() {
    long[] numbers = window.numbers;
    Object[] references = window.references;

    window.reserve(numbers.length, references.length);
    window.reserve(0, 0);

    assertSame(numbers, window.numbers);
    assertSame(references, window.references);
  }

  @Test
  void releaseForgetsReferencesAboveAndKeepsThoseBelow() {
    window.reserve(1, 1);
    window.reference(0, "outer");
    window.reserve(3, 2);
    window.reference(1, "inner");
    window.reference(2, "inner");

    window.release(1, 1);

    assertEquals(1, window.numberTop);
    assertEquals(1, window.referenceTop);
    assertEquals("outer", window.reference(0));
    assertNull(window.references[1]);
    assertNull(window.references[2]);
  }

  @Test
  void nestedUsersFindTheirWordsAgain() {
    nest(200);
    assertEquals(0, window.numberTop);
    assertEquals(0, window.referenceTop);
    for (Object reference : window.references) {
      assertNull(reference);
    }
  }

  private void nest(int depth) {
    int n = window.numberTop;
    int r = window.referenceTop;
    window.reserve(2, 1);
    window.i64(n, depth);
    window.i64(n + 1, -depth);
    window.reference(r, depth);
    if (depth > 0) {
      nest(depth - 1);
    }
    assertEquals(depth, window.i64(n));
    assertEquals(-depth, window.i64(n + 1));
    assertEquals(depth, window.reference(r));
    window.release(n, r);
  }

  @Test
  void wordsHoldEveryNumberType() {
    window.reserve(5, 0);
    window.i32(0, -1);
    window.i64(1, Long.MIN_VALUE);
    window.f32(2, -0.0f);
    window.f64(3, Double.MIN_VALUE);
    window.f32(4, Float.intBitsToFloat(0x7fc01234));

    assertEquals(-1L, window.numbers[0]); // i32 is sign-extended
    assertEquals(-1, window.i32(0));
    assertEquals(Long.MIN_VALUE, window.i64(1));
    assertEquals(-0.0f, window.f32(2));
    assertEquals(Double.MIN_VALUE, window.f64(3));
    assertEquals(0x7fc01234, Float.floatToRawIntBits(window.f32(4)));
  }

  @Test
  void furtherResultsAreForgottenWhenTaken() {
    window.reserveMore(20, 10);
    window.moreReferences[9] = "result";
    window.moreNumbers[19] = 1;

    assertEquals("result", window.takeReference(9));
    assertNull(window.takeReference(9));
    window.reserveMore(1, 1);
    assertEquals(1, window.moreNumbers[19]);
  }
}
