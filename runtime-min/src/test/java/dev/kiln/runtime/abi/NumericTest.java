package dev.kiln.runtime.abi;

import static dev.kiln.runtime.TrapAssertions.assertTrap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.Trap;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Edges of the operations, and random operands against exact arithmetic. */
class NumericTest {
  private static final double TWO_31 = 0x1p31;
  private static final double TWO_32 = 0x1p32;
  private static final double TWO_63 = 0x1p63;
  private static final double TWO_64 = 0x1p64;

  private static void assertOverflow(Executable operation) {
    assertTrap(Trap.Kind.INTEGER_OVERFLOW, operation);
  }

  @Test
  void divisionByZeroTraps() {
    Trap.Kind kind = Trap.Kind.INTEGER_DIVIDE_BY_ZERO;
    assertTrap(kind, () -> Numeric.divS(1, 0));
    assertTrap(kind, () -> Numeric.divU(0, 0));
    assertTrap(kind, () -> Numeric.remS(1, 0));
    assertTrap(kind, () -> Numeric.remU(1, 0));
    assertTrap(kind, () -> Numeric.divS(1L, 0L));
    assertTrap(kind, () -> Numeric.divU(0L, 0L));
    assertTrap(kind, () -> Numeric.remS(1L, 0L));
    assertTrap(kind, () -> Numeric.remU(1L, 0L));
  }

  @Test
  void theOneQuotientThatDoesNotFitTrapsAndItsRemainderIsZero() {
    assertOverflow(() -> Numeric.divS(Integer.MIN_VALUE, -1));
    assertOverflow(() -> Numeric.divS(Long.MIN_VALUE, -1L));
    assertEquals(0, Numeric.remS(Integer.MIN_VALUE, -1));
    assertEquals(0L, Numeric.remS(Long.MIN_VALUE, -1L));
    assertEquals(Integer.MAX_VALUE, Numeric.divS(-Integer.MAX_VALUE, -1));
  }

  @Test
  void signsOfQuotientsAndRemainders() {
    assertEquals(-3, Numeric.divS(-7, 2));
    assertEquals(-1, Numeric.remS(-7, 2));
    assertEquals(1L, Numeric.remS(7L, -2L));
    assertEquals(0x7fffffff, Numeric.divU(-1, 2));
    assertEquals(0, Numeric.divU(Integer.MIN_VALUE, -1));
    assertEquals(Integer.MIN_VALUE, Numeric.remU(Integer.MIN_VALUE, -1));
    assertEquals(Long.MAX_VALUE, Numeric.divU(-1L, 2L));
    assertEquals(5L, Numeric.remU(-1L, 10L));
  }

  @Test
  void truncationToSigned32() {
    assertEquals(Integer.MIN_VALUE, Numeric.truncS32(Math.nextUp(-TWO_31 - 1)));
    assertEquals(Integer.MAX_VALUE, Numeric.truncS32(Math.nextDown(TWO_31)));
    assertEquals(0, Numeric.truncS32(-0.9));
    assertOverflow(() -> Numeric.truncS32(TWO_31));
    assertOverflow(() -> Numeric.truncS32(-TWO_31 - 1));
    assertOverflow(() -> Numeric.truncS32(Double.POSITIVE_INFINITY));
    assertTrap(Trap.Kind.INVALID_CONVERSION_TO_INTEGER, () -> Numeric.truncS32(Double.NaN));
  }

  @Test
  void truncationToUnsigned32() {
    assertEquals(0, Numeric.truncU32(Math.nextUp(-1.0)));
    assertEquals(0, Numeric.truncU32(-0.0));
    assertEquals(-1, Numeric.truncU32(Math.nextDown(TWO_32)));
    assertEquals(Integer.MIN_VALUE, Numeric.truncU32(TWO_31));
    assertOverflow(() -> Numeric.truncU32(-1.0));
    assertOverflow(() -> Numeric.truncU32(TWO_32));
    assertTrap(Trap.Kind.INVALID_CONVERSION_TO_INTEGER, () -> Numeric.truncU32(Double.NaN));
  }

  @Test
  void truncationToSigned64() {
    assertEquals(Long.MIN_VALUE, Numeric.truncS64(-TWO_63));
    assertEquals((long) Math.nextDown(TWO_63), Numeric.truncS64(Math.nextDown(TWO_63)));
    assertOverflow(() -> Numeric.truncS64(TWO_63));
    assertOverflow(() -> Numeric.truncS64(Math.nextDown(-TWO_63)));
    assertTrap(Trap.Kind.INVALID_CONVERSION_TO_INTEGER, () -> Numeric.truncS64(Double.NaN));
  }

  @Test
  void truncationToUnsigned64() {
    assertEquals(0, Numeric.truncU64(Math.nextUp(-1.0)));
    assertEquals(Long.MIN_VALUE, Numeric.truncU64(TWO_63));
    assertEquals(-2048, Numeric.truncU64(Math.nextDown(TWO_64)));
    assertOverflow(() -> Numeric.truncU64(-1.0));
    assertOverflow(() -> Numeric.truncU64(TWO_64));
    assertOverflow(() -> Numeric.truncU64(Double.NEGATIVE_INFINITY));
    assertTrap(Trap.Kind.INVALID_CONVERSION_TO_INTEGER, () -> Numeric.truncU64(Double.NaN));
  }

  @Test
  void saturationInsteadOfTraps() {
    assertEquals(0, Numeric.satU32(Double.NaN));
    assertEquals(0, Numeric.satU32(-5));
    assertEquals(-1, Numeric.satU32(TWO_32));
    assertEquals(-1, Numeric.satU32(Double.POSITIVE_INFINITY));
    assertEquals(-1, Numeric.satU32(Math.nextDown(TWO_32)));
    assertEquals(Integer.MIN_VALUE, Numeric.satU32(TWO_31));
    assertEquals(0, Numeric.satU64(Double.NaN));
    assertEquals(0, Numeric.satU64(-0.0));
    assertEquals(0, Numeric.satU64(Double.NEGATIVE_INFINITY));
    assertEquals(-1, Numeric.satU64(TWO_64));
    assertEquals(-2048, Numeric.satU64(Math.nextDown(TWO_64)));
    assertEquals(Long.MIN_VALUE, Numeric.satU64(TWO_63));
  }

  @Test
  void truncationAgreesWithExactArithmetic() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      double x = Math.scalb(random.nextDouble(), random.nextInt(70));
      BigInteger exact = new BigDecimal(x).toBigInteger();
      if (exact.bitLength() <= 64) {
        assertEquals(exact.longValue(), Numeric.truncU64(x), () -> "u64 of " + x);
        assertEquals(exact.longValue(), Numeric.satU64(x), () -> "sat of " + x);
      } else {
        assertOverflow(() -> Numeric.truncU64(x));
      }
      if (exact.bitLength() <= 32) {
        assertEquals(exact.intValue(), Numeric.truncU32(x), () -> "u32 of " + x);
      }
    }
  }

  @Test
  void unsignedConversionsRoundOnceToNearestTiesToEven() {
    LongStream edges =
        LongStream.of(
            0,
            1,
            -1,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            Long.MIN_VALUE + 1,
            0x8000000000000400L, // halfway between two doubles, to the even one below
            0x8000000000000401L,
            0x8000000000000c00L, // halfway, to the even one above
            0x80000000000003ffL,
            0x8000008000000000L, // halfway between two floats
            0x8000008000000001L,
            0x8000018000000000L,
            0x8000007fffffffffL,
            0xfffffffffffffbffL,
            0xfffffffffffffc00L);
    Random random = new Random(2);
    LongStream.concat(edges, random.longs(20_000))
        .forEach(
            x -> {
              BigInteger exact = new BigInteger(Long.toUnsignedString(x));
              assertEquals(exact.doubleValue(), Numeric.toF64U(x), () -> "f64 of " + exact);
              assertEquals(exact.floatValue(), Numeric.toF32U(x), () -> "f32 of " + exact);
            });
  }

  private static long truncBits(double x) {
    return Double.doubleToRawLongBits(Numeric.trunc(x));
  }

  @Test
  void truncKeepsTheSign() {
    assertEquals(Double.doubleToRawLongBits(-0.0), truncBits(-0.0));
    assertEquals(Double.doubleToRawLongBits(-0.0), truncBits(-0.7));
    assertEquals(0L, truncBits(0.7));
    assertEquals(-3.0, Numeric.trunc(-3.9));
    assertEquals(3.0, Numeric.trunc(3.9));
    assertEquals(0x1p60, Numeric.trunc(0x1p60));
    assertEquals(Double.NEGATIVE_INFINITY, Numeric.trunc(Double.NEGATIVE_INFINITY));
  }

  @Test
  void truncOfNanIsAQuietNan() {
    long quiet = 1L << 51;
    for (long bits : new long[] {0x7ff8000000000000L, 0xfff8000000000000L, 0x7ff0000000000001L}) {
      long result = truncBits(Double.longBitsToDouble(bits));
      assertTrue(Double.isNaN(Double.longBitsToDouble(result)));
      assertTrue((result & quiet) != 0, () -> Long.toHexString(result));
    }
  }
}
