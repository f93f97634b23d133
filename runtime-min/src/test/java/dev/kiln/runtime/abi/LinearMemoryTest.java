package dev.kiln.runtime.abi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.Quota;
import dev.kiln.runtime.ResourceLimiter;
import dev.kiln.runtime.Trap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Growth and bulk operations of a memory. */
class LinearMemoryTest {
  private static final int PAGE = LinearMemory.PAGE;

  private static LinearMemory memory(int pages, long max) {
    return new LinearMemory(pages, max, false, new Quota());
  }

  private static void assertOutOfBounds(Executable operation) {
    assertEquals(Trap.Kind.MEMORY_OUT_OF_BOUNDS, assertThrows(Trap.class, operation).kind());
  }

  @Test
  void growthKeepsTheContentAndZeroesTheRest() {
    LinearMemory memory = memory(1, 10);
    memory.bytes[PAGE - 1] = 7;

    assertEquals(1, memory.grow(2));

    assertEquals(3, memory.size());
    assertEquals(3 * PAGE, memory.limit);
    assertTrue(memory.bytes.length >= memory.limit);
    assertEquals(7, memory.bytes[PAGE - 1]);
    assertEquals(0, memory.bytes[3 * PAGE - 1]);
  }

  @Test
  void growthPageByPageCopiesSeldom() {
    LinearMemory memory = memory(1, 1000);
    int copies = 0;
    for (int i = 0; i < 255; i++) {
      byte[] before = memory.bytes;
      assertEquals(i + 1, memory.grow(1));
      copies += before == memory.bytes ? 0 : 1;
    }
    assertEquals(8, copies); // 2, 4, … 256 pages
  }

  @Test
  void capacityStopsAtTheMaximum() {
    LinearMemory memory = memory(3, 4);

    assertEquals(3, memory.grow(1));

    assertEquals(4 * PAGE, memory.bytes.length);
  }

  @Test
  void anExactMemoryNeverHasRoomToSpare() {
    LinearMemory memory = new LinearMemory(1, 10, true, new Quota());

    for (int pages = 1; pages < 10; pages++) {
      assertEquals(pages, memory.grow(1));
      assertEquals(memory.limit, memory.bytes.length);
    }
    assertEquals(-1, memory.grow(1));
    assertEquals(10 * PAGE, memory.bytes.length);
  }

  @Test
  void growthByNothingChangesNothing() {
    LinearMemory memory = memory(2, 2);
    byte[] before = memory.bytes;

    assertEquals(2, memory.grow(0));

    assertSame(before, memory.bytes);
    assertEquals(2, memory.size());
  }

  @Test
  void aMemoryOfNoPagesGrows() {
    LinearMemory memory = memory(0, 1);

    assertOutOfBounds(() -> memory.fill(0, 0, 1));
    assertEquals(0, memory.grow(1));
    memory.fill(0, 1, PAGE);

    assertEquals(1, memory.bytes[PAGE - 1]);
  }

  @Test
  void theMaximumRefusesAndNothingChanges() {
    LinearMemory memory = memory(1, 3);
    byte[] before = memory.bytes;

    assertEquals(-1, memory.grow(3));
    assertEquals(-1, memory.grow(-1)); // unsigned: 2^32 - 1
    assertEquals(-1, memory.grow(65536));

    assertSame(before, memory.bytes);
    assertEquals(1, memory.size());
    assertEquals(1, memory.grow(2));
  }

  @Test
  void whatNoArrayHoldsIsRefusedWhateverTheDeclaredMaximum() {
    LinearMemory memory = memory(1, 65536);

    assertEquals(-1, memory.grow(LinearMemory.MAX_PAGES));
    assertEquals(-1, memory.grow(65535));
    assertEquals(1, memory.size());
  }

  @Test
  void theLimiterIsAskedInBytesAndMayRefuse() {
    List<Long> asked = new ArrayList<>();
    LinearMemory memory =
        new LinearMemory(
            1,
            10,
            false,
            new Quota()
                .limiter(
                    new ResourceLimiter() {
                      @Override
                      public boolean memoryGrowing(long current, long desired, long maximum) {
                        asked.add(current);
                        asked.add(desired);
                        asked.add(maximum);
                        return desired <= 2L * PAGE;
                      }
                    }));

    assertEquals(1, memory.grow(1));
    assertEquals(-1, memory.grow(1));

    assertEquals(
        List.of(1L * PAGE, 2L * PAGE, 10L * PAGE, 2L * PAGE, 3L * PAGE, 10L * PAGE), asked);
    assertEquals(2, memory.size());
  }

  @Test
  void fillUpToTheEndAndNotPastIt() {
    LinearMemory memory = memory(1, 1);

    memory.fill(PAGE - 2, 0x1ff, 2);
    memory.fill(PAGE, 9, 0);

    assertEquals(-1, memory.bytes[PAGE - 1]);
    assertEquals(0, memory.bytes[PAGE - 3]);
    assertOutOfBounds(() -> memory.fill(PAGE - 1, 0, 2));
    assertOutOfBounds(() -> memory.fill(PAGE + 1, 0, 0));
    assertEquals(-1, memory.bytes[PAGE - 1]);
  }

  @Test
  void operandsNearTheEndOf32BitsDoNotWrap() {
    LinearMemory memory = memory(1, 1);
    LinearMemory source = memory(1, 1);
    byte[] segment = new byte[16];

    for (int large : new int[] {-1, -2, Integer.MIN_VALUE, -PAGE}) {
      assertOutOfBounds(() -> memory.fill(large, 0, 0));
      assertOutOfBounds(() -> memory.fill(large, 0, -large));
      assertOutOfBounds(() -> memory.fill(0, 0, large));
      assertOutOfBounds(() -> memory.copy(source, large, 0, 0));
      assertOutOfBounds(() -> memory.copy(source, 0, large, 0));
      assertOutOfBounds(() -> memory.copy(source, 0, large, -large));
      assertOutOfBounds(() -> memory.copy(source, 0, 0, large));
      assertOutOfBounds(() -> memory.init(segment, large, 0, 0));
      assertOutOfBounds(() -> memory.init(segment, 0, large, 0));
      assertOutOfBounds(() -> memory.init(segment, 1, large, 1));
      assertOutOfBounds(() -> memory.init(segment, 0, 0, large));
    }
  }

  @Test
  void boundsAreTheMemorysAndNotTheArrays() {
    LinearMemory memory = memory(1, 100);
    memory.grow(2); // an array of three pages at least
    memory.grow(1);
    assertTrue(memory.bytes.length > memory.limit);

    assertOutOfBounds(() -> memory.fill(4 * PAGE, 0, 1));
    assertOutOfBounds(() -> memory.copy(memory, 0, 4 * PAGE - 1, 2));
    assertOutOfBounds(() -> memory.init(new byte[2], 4 * PAGE - 1, 0, 2));
  }

  @Test
  void copyOverlapsLikeMemmove() {
    LinearMemory memory = memory(1, 1);
    for (int i = 0; i < 8; i++) {
      memory.bytes[i] = (byte) i;
    }

    memory.copy(memory, 2, 0, 4);

    assertArrayEquals(new byte[] {0, 1, 0, 1, 2, 3, 6, 7}, Arrays.copyOf(memory.bytes, 8));
  }

  @Test
  void copyChecksBothMemories() {
    LinearMemory one = memory(1, 1);
    LinearMemory two = memory(2, 2);

    one.copy(two, 0, 2 * PAGE - 1, 1);
    assertOutOfBounds(() -> one.copy(two, PAGE, 0, 1));
    assertOutOfBounds(() -> two.copy(one, 0, PAGE, 1));
    two.copy(one, 2 * PAGE, PAGE, 0);
    assertNotSame(one.bytes, two.bytes);
  }

  @Test
  void initTakesFromTheSegment() {
    LinearMemory memory = memory(1, 1);
    byte[] segment = {1, 2, 3};

    memory.init(segment, PAGE - 2, 1, 2);

    assertEquals(2, memory.bytes[PAGE - 2]);
    assertEquals(3, memory.bytes[PAGE - 1]);
    assertOutOfBounds(() -> memory.init(segment, 0, 2, 2));
    assertOutOfBounds(() -> memory.init(segment, PAGE - 1, 0, 2));
    memory.init(segment, PAGE, 3, 0);
    memory.init(new byte[0], 0, 0, 0);
  }
}
