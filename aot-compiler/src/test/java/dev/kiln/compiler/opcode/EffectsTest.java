package dev.kiln.compiler.opcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectsTest {
  /** Rows: what is pending. Columns: what comes. x where the pending one has to be first. */
  @ParameterizedTest
  @CsvSource({
    // nothing, reads memory, reads state, memory trap, other trap, writes, control
    "0,                       -,-,-,-,-,-,-",
    "1 reads memory,          -,-,-,-,-,x,-",
    "2 reads state,           -,-,-,-,-,x,-",
    "4 memory trap,           -,-,-,-,x,x,x",
    "8 other trap,            -,-,-,x,x,x,x",
    "16 writes,               -,x,x,x,x,x,x"
  })
  void ordered(
      String earlier,
      String nothing,
      String readsMemory,
      String readsState,
      String memoryTrap,
      String otherTrap,
      String writes,
      String control) {
    int effects = Integer.parseInt(earlier.split(" ")[0]);
    int[] later = {
      0,
      Effects.READS_MEMORY,
      Effects.READS_STATE,
      Effects.TRAPS_MEMORY,
      Effects.TRAPS_OTHER,
      Effects.WRITES,
      Effects.CONTROL
    };
    String[] expected = {nothing, readsMemory, readsState, memoryTrap, otherTrap, writes, control};
    for (int i = 0; i < later.length; i++) {
      assertEquals(
          expected[i].equals("x"),
          Effects.ordered(effects, later[i]),
          earlier + " then " + later[i]);
    }
  }

  /** More effects never allow more. */
  @Test
  void orderedIsMonotonous() {
    IntStream.range(0, 128 * 128)
        .filter(pair -> Effects.ordered(pair & 127, pair >> 7))
        .forEach(
            pair -> {
              for (int bit = 1; bit < 128; bit <<= 1) {
                assertTrue(Effects.ordered(pair & 127 | bit, pair >> 7), "pair " + pair);
                assertTrue(Effects.ordered(pair & 127, pair >> 7 | bit), "pair " + pair);
              }
            });
  }

  @Test
  void whatReadsMayMoveWhereVariablesAllow() {
    assertTrue(Effects.movable(Effects.READS));
    assertFalse(Effects.movable(Effects.TRAPS_MEMORY));
    assertFalse(Effects.movable(Effects.TRAPS_OTHER));
    assertFalse(Effects.movable(Effects.CALL));
  }
}
