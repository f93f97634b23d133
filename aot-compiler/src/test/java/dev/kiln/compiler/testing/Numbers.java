package dev.kiln.compiler.testing;

import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.runtime.Trap;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The numeric instructions by the specification (4.3), written for clarity. A value is 64 bits: i32
 * sign-extended, floats as raw bits, f32 sign-extended.
 */
final class Numbers {
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

  private Numbers() {}

  /** The result; {@code b} is 0 for instructions with one operand. */
  static long apply(Opcode op, long a, long b) {
    String spec = op.spec();
    String name = spec.substring(4);
    if (op.operands().length() == 1) {
      return spec.contains("_i") || spec.contains("_f") ? convert(op, a) : unary(op, name, a);
    }
    return switch (op.operands().charAt(0)) {
      case 'i' -> integers(name, 32, a, b, op.results());
      case 'l' -> integers(name, 64, a, b, op.results());
      case 'f' -> floats(name, f(a), f(b), a, b);
      default -> doubles(name, d(a), d(b), a, b);
    };
  }

  /** The halves of a 128-bit result, the low one first, as they are in the operands. */
  static long[] wide(Opcode op, long[] operands) {
    boolean unsigned = op.spec().endsWith("_u");
    BigInteger result =
        switch (op.spec()) {
          case "i64.add128" -> wide(operands[0], operands[1]).add(wide(operands[2], operands[3]));
          case "i64.sub128" ->
              wide(operands[0], operands[1]).subtract(wide(operands[2], operands[3]));
          case "i64.mul_wide_s", "i64.mul_wide_u" ->
              wide(operands[0], unsigned || operands[0] >= 0 ? 0 : -1)
                  .multiply(wide(operands[1], unsigned || operands[1] >= 0 ? 0 : -1));
          default -> throw new IllegalArgumentException(op.spec());
        };
    return new long[] {result.longValue(), result.shiftRight(64).longValue()};
  }

  private static BigInteger wide(long low, long high) {
    return BigInteger.valueOf(high).shiftLeft(64).add(unsigned(low, 64));
  }

  static float f(long bits) {
    return Float.intBitsToFloat((int) bits);
  }

  static double d(long bits) {
    return Double.longBitsToDouble(bits);
  }

  static long bits(float value) {
    return Float.floatToRawIntBits(value);
  }

  static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static BigInteger unsigned(long value, int width) {
    BigInteger all = BigInteger.ONE.shiftLeft(width);
    return BigInteger.valueOf(value).mod(all);
  }

  private static long wrap(long value, int width) {
    return width == 32 ? (int) value : value;
  }

  private static long integers(String name, int width, long a, long b, String result) {
    BigInteger ua = unsigned(a, width);
    BigInteger ub = unsigned(b, width);
    int by = (int) (b & (width - 1));
    long low = width == 32 ? a & 0xffffffffL : a;
    return switch (name) {
      case "add" -> wrap(a + b, width);
      case "sub" -> wrap(a - b, width);
      case "mul" -> wrap(a * b, width);
      case "and" -> a & b;
      case "or" -> a | b;
      case "xor" -> a ^ b;
      case "shl" -> wrap(low << by, width);
      case "shr_s" -> a >> by;
      case "shr_u" -> wrap(low >>> by, width);
      case "rotl" -> by == 0 ? a : wrap(low << by | low >>> width - by, width);
      case "rotr" -> by == 0 ? a : wrap(low >>> by | low << width - by, width);
      case "div_s", "rem_s", "div_u", "rem_u" -> {
        if (b == 0) {
          throw new Trap(Trap.Kind.INTEGER_DIVIDE_BY_ZERO);
        }
        boolean signed = name.endsWith("_s");
        BigInteger x = signed ? BigInteger.valueOf(a) : ua;
        BigInteger y = signed ? BigInteger.valueOf(b) : ub;
        if (name.startsWith("rem")) {
          yield wrap(x.remainder(y).longValue(), width);
        }
        BigInteger quotient = x.divide(y);
        if (signed && quotient.bitLength() >= width) {
          throw new Trap(Trap.Kind.INTEGER_OVERFLOW);
        }
        yield wrap(quotient.longValue(), width);
      }
      case "eq" -> truth(a == b);
      case "ne" -> truth(a != b);
      case "lt_s" -> truth(a < b);
      case "gt_s" -> truth(a > b);
      case "le_s" -> truth(a <= b);
      case "ge_s" -> truth(a >= b);
      case "lt_u" -> truth(ua.compareTo(ub) < 0);
      case "gt_u" -> truth(ua.compareTo(ub) > 0);
      case "le_u" -> truth(ua.compareTo(ub) <= 0);
      case "ge_u" -> truth(ua.compareTo(ub) >= 0);
      default -> throw new IllegalArgumentException(name + result);
    };
  }

  private static long truth(boolean value) {
    return value ? 1 : 0;
  }

  private static long floats(String name, float x, float y, long a, long b) {
    return switch (name) {
      case "add" -> bits(x + y);
      case "sub" -> bits(x - y);
      case "mul" -> bits(x * y);
      case "div" -> bits(x / y);
      case "min" -> bits(Math.min(x, y));
      case "max" -> bits(Math.max(x, y));
      case "copysign" -> (int) (a & 0x7fffffffL | b & 0x80000000L);
      default -> compare(name, x, y);
    };
  }

  private static long doubles(String name, double x, double y, long a, long b) {
    return switch (name) {
      case "add" -> bits(x + y);
      case "sub" -> bits(x - y);
      case "mul" -> bits(x * y);
      case "div" -> bits(x / y);
      case "min" -> bits(Math.min(x, y));
      case "max" -> bits(Math.max(x, y));
      case "copysign" -> a & Long.MAX_VALUE | b & Long.MIN_VALUE;
      default -> compare(name, x, y);
    };
  }

  private static long compare(String name, double x, double y) {
    return truth(
        switch (name) {
          case "eq" -> x == y;
          case "ne" -> x != y;
          case "lt" -> x < y;
          case "gt" -> x > y;
          case "le" -> x <= y;
          case "ge" -> x >= y;
          default -> throw new IllegalArgumentException(name);
        });
  }

  private static long unary(Opcode op, String name, long a) {
    char type = op.operands().charAt(0);
    if (type == 'i' || type == 'l') {
      int width = type == 'i' ? 32 : 64;
      String binary = unsigned(a, width).setBit(width).toString(2).substring(1);
      return switch (name) {
        case "eqz" -> truth(a == 0);
        case "clz" -> a == 0 ? width : binary.indexOf('1');
        case "ctz" -> a == 0 ? width : width - 1 - binary.lastIndexOf('1');
        case "popcnt" -> binary.chars().filter(c -> c == '1').count();
        case "extend8_s" -> (byte) a;
        case "extend16_s" -> (short) a;
        case "extend32_s" -> (int) a;
        default -> throw new IllegalArgumentException(name);
      };
    }
    // Sign bits first: they apply to NaN too.
    long sign = type == 'f' ? 0xffffffff80000000L : Long.MIN_VALUE;
    if (name.equals("abs")) {
      return a & ~sign;
    }
    if (name.equals("neg")) {
      return a ^ sign;
    }
    double x = type == 'f' ? f(a) : d(a);
    double y =
        switch (name) {
          case "sqrt" -> Math.sqrt(x);
          case "ceil" -> Math.ceil(x);
          case "floor" -> Math.floor(x);
          case "nearest" -> Math.rint(x);
          case "trunc" -> Math.copySign(x < 0 ? Math.ceil(x) : Math.floor(x), x);
          default -> throw new IllegalArgumentException(name);
        };
    return type == 'f' ? bits((float) y) : bits(y);
  }

  private static long convert(Opcode op, long a) {
    String name = op.spec();
    boolean unsigned = name.endsWith("_u");
    if (name.contains("trunc")) {
      double x = op.operands().equals("f") ? f(a) : d(a);
      return truncate(x, op.results().equals("i") ? 32 : 64, unsigned, name.contains("sat"));
    }
    return switch (op) {
      case I32_WRAP_I64, I64_EXTEND_I32_S -> (int) a;
      case I64_EXTEND_I32_U -> a & 0xffffffffL;
      case F32_DEMOTE_F64 -> bits((float) d(a));
      case F64_PROMOTE_F32 -> bits((double) f(a));
      case I32_REINTERPRET_F32, F32_REINTERPRET_I32 -> (int) a;
      case I64_REINTERPRET_F64, F64_REINTERPRET_I64 -> a;
      default -> {
        int width = op.operands().equals("i") ? 32 : 64;
        BigInteger value = unsigned ? unsigned(a, width) : BigInteger.valueOf(a);
        yield op.results().equals("f") ? bits(value.floatValue()) : bits(value.doubleValue());
      }
    };
  }

  private static long truncate(double x, int width, boolean unsigned, boolean saturate) {
    BigInteger most = BigInteger.ONE.shiftLeft(unsigned ? width : width - 1);
    BigInteger least = unsigned ? BigInteger.ZERO : most.negate();
    if (Double.isNaN(x)) {
      if (saturate) {
        return 0;
      }
      throw new Trap(Trap.Kind.INVALID_CONVERSION_TO_INTEGER);
    }
    BigInteger value =
        Double.isInfinite(x)
            ? TWO_64.multiply(BigInteger.valueOf(x > 0 ? 1 : -1))
            : new BigDecimal(x).toBigInteger();
    if (value.compareTo(least) < 0 || value.compareTo(most) >= 0) {
      if (!saturate) {
        throw new Trap(Trap.Kind.INTEGER_OVERFLOW);
      }
      value = value.signum() < 0 ? least : most.subtract(BigInteger.ONE);
    }
    return wrap(value.longValue(), width);
  }
}
