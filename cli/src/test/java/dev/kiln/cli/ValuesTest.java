package dev.kiln.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.NumType;
import dev.kiln.runtime.RefType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "-1, -1",
    "4294967295, -1",
    "0xffffffff, -1",
    "-0x80000000, -2147483648",
    "2147483648, -2147483648"
  })
  void integersTakeBothRanges(String word, int expected) {
    assertEquals(expected, Values.parse("", word, NumType.I32));
  }

  @Test
  void longIntegers() {
    assertEquals(-1L, Values.parse("", "18446744073709551615", NumType.I64));
    assertEquals(Long.MIN_VALUE, Values.parse("", "-9223372036854775808", NumType.I64));
  }

  @ParameterizedTest
  @CsvSource({
    "I32, 4294967296",
    "I32, -2147483649",
    "I32, ''",
    "I32, 1.5",
    "I32, 0x",
    "I32, --1",
    "I64, 18446744073709551616",
    "F32, x",
    "F64, 1d",
    "F64, 0x1p3",
    "F64, ''"
  })
  void otherWordsAreRefusedByName(NumType type, String word) {
    String message =
        assertThrows(CliException.class, () -> Values.parse("", word, type)).getMessage();
    assertEquals("\"" + word + "\" is not a value of type " + type, message);
  }

  @Test
  void floats() {
    assertEquals(1.5f, Values.parse("", "1.5", NumType.F32));
    assertEquals(-1e300, Values.parse("", "-1e300", NumType.F64));
    assertEquals(Double.NEGATIVE_INFINITY, Values.parse("", "-inf", NumType.F64));
    assertEquals(Double.NaN, Values.parse("", "nan", NumType.F64));
  }

  @Test
  void referencesCannotBeWritten() {
    String message =
        assertThrows(CliException.class, () -> Values.parse("", "x", RefType.FUNCREF)).getMessage();
    assertTrue(message.contains("funcref"), message);
  }

  @Test
  void resultsArePlainDecimals() {
    assertEquals("-5", Values.format(-5));
    assertEquals("-1", Values.format(-1L));
    assertEquals("1", Values.format(1.0));
    assertEquals("0.1", Values.format(0.1f));
    assertEquals("100000000000000000000000", Values.format(1e23));
    assertEquals("0.00000000000000000001", Values.format(1e-20));
    assertEquals("-0", Values.format(-0.0));
    assertEquals("inf", Values.format(Float.POSITIVE_INFINITY));
    assertEquals("-inf", Values.format(Double.NEGATIVE_INFINITY));
    assertEquals("NaN", Values.format(Double.NaN));
    assertEquals("null", Values.format(null));
    assertEquals("<externref>", Values.format("anything"));
  }
}
