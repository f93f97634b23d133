package dev.kiln.runtime.abi;

/**
 * Integer division and conversions that trap or saturate. Each method is small enough to be inlined
 * always, and costs little beside the operation where it is not.
 */
public final class Numeric {
  private Numeric() {}

  /** {@code i32.div_s}. */
  public static int divS(int a, int b) {
    if (b == 0) {
      throw Traps.divideByZero();
    }
    if (b == -1 && a == Integer.MIN_VALUE) {
      throw Traps.integerOverflow();
    }
    return a / b;
  }

  /** {@code i32.div_u}. */
  public static int divU(int a, int b) {
    if (b == 0) {
      throw Traps.divideByZero();
    }
    return Integer.divideUnsigned(a, b);
  }

  /** {@code i32.rem_s}. */
  public static int remS(int a, int b) {
    if (b == 0) {
      throw Traps.divideByZero();
    }
    return a % b;
  }

  /** {@code i32.rem_u}. */
  public static int remU(int a, int b) {
    if (b == 0) {
      throw Traps.divideByZero();
    }
    return Integer.remainderUnsigned(a, b);
  }

  /** {@code i64.div_s}. */
  public static long divS(long a, long b) {
    if (b == 0) {
      throw Traps.divideByZero();
    }
    if (b == -1 && a == Long.MIN_VALUE) {
      throw Traps.integerOverflow();
    }
    return a / b;
  }

  /** {@code i64.div_u}. */
  public static long divU(long a, long b) {
    if (b == 0) {
      throw Traps.divideByZero();
    }
    return Long.divideUnsigned(a, b);
  }

  /** {@code i64.rem_s}. */
  public static long remS(long a, long b) {
    if (b == 0) {
      throw Traps.divideByZero();
    }
    return a % b;
  }

  /** {@code i64.rem_u}. */
  public static long remU(long a, long b) {
    if (b == 0) {
      throw Traps.divideByZero();
    }
    return Long.remainderUnsigned(a, b);
  }

  /** {@code i32.trunc_f64_s}; f32 operands are widened first, which is exact. */
  public static int truncS32(double x) {
    if (x > -2147483649.0 && x < 2147483648.0) {
      return (int) x;
    }
    throw outOfRange(x);
  }

  /** {@code i32.trunc_f64_u}; f32 operands are widened first. */
  public static int truncU32(double x) {
    if (x > -1.0 && x < 4294967296.0) {
      return (int) (long) x;
    }
    throw outOfRange(x);
  }

  /** {@code i64.trunc_f64_s}; f32 operands are widened first. */
  public static long truncS64(double x) {
    if (x >= -9223372036854775808.0 && x < 9223372036854775808.0) {
      return (long) x;
    }
    throw outOfRange(x);
  }

  /** {@code i64.trunc_f64_u}; f32 operands are widened first. */
  public static long truncU64(double x) {
    if (x > -1.0 && x < 18446744073709551616.0) {
      return unsigned(x);
    }
    throw outOfRange(x);
  }

  private static RuntimeException outOfRange(double x) {
    return Double.isNaN(x) ? Traps.invalidConversion() : Traps.integerOverflow();
  }

  /** {@code i32.trunc_sat_f64_u}; f32 operands are widened first. */
  public static int satU32(double x) {
    long wide = (long) x;
    return wide < 0 ? 0 : wide > 0xffffffffL ? -1 : (int) wide;
  }

  /** {@code i64.trunc_sat_f64_u}; f32 operands are widened first. */
  public static long satU64(double x) {
    if (!(x > 0)) {
      return 0;
    }
    return x >= 18446744073709551616.0 ? -1 : unsigned(x);
  }

  /** 0 ≤ x < 2⁶⁴, truncated. */
  private static long unsigned(double x) {
    return x < 9223372036854775808.0
        ? (long) x
        : (long) (x - 9223372036854775808.0) ^ Long.MIN_VALUE;
  }

  /** {@code f64.convert_i64_u}, rounded once to nearest, ties to even. */
  public static double toF64U(long x) {
    // Halve, keeping the lost bit sticky, so that the one rounding is the right one.
    return x >= 0 ? (double) x : (double) ((x >>> 1) | (x & 1)) * 2.0;
  }

  /** {@code f32.convert_i64_u}, rounded once to nearest, ties to even. */
  public static float toF32U(long x) {
    return x >= 0 ? (float) x : (float) ((x >>> 1) | (x & 1)) * 2.0f;
  }

  /** {@code f64.trunc}. */
  public static double trunc(double x) {
    double magnitude = Math.floor(Math.abs(x));
    return Double.longBitsToDouble(
            Double.doubleToRawLongBits(magnitude) | Double.doubleToRawLongBits(x) & Long.MIN_VALUE)
        * 1.0;
  }
}
