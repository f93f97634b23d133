package dev.kiln.cli;

import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.NumType;
import dev.kiln.runtime.ValType;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** WebAssembly values as arguments of a command line. */
final class Values {
  private Values() {}

  /**
   * Reads an argument. Integers are decimal, or hexadecimal after {@code 0x}, and may be signed or
   * unsigned.
   *
   * @param where the begin of the message if the word is wrong
   * @throws CliException if the word is not a value of the type, or is of a reference type
   */
  static Object parse(String where, String word, ValType type) {
    if (!(type instanceof NumType number)) {
      throw new CliException(where + "a command line cannot hold a value of type " + type);
    }
    try {
      return switch (number) {
        case I32 -> integer(word, 32).intValue();
        case I64 -> integer(word, 64).longValue();
        case F32 -> Float.parseFloat(javaFloat(word));
        case F64 -> Double.parseDouble(javaFloat(word));
      };
    } catch (NumberFormatException e) {
      throw new CliException(where + "\"" + word + "\" is not a value of type " + type);
    }
  }

  private static BigInteger integer(String word, int bits) {
    if (!word.matches("-?([0-9]+|0[xX][0-9a-fA-F]+)")) {
      throw new NumberFormatException();
    }
    boolean negative = word.startsWith("-");
    String digits = negative ? word.substring(1) : word;
    BigInteger value =
        digits.matches("0[xX].*")
            ? new BigInteger(digits.substring(2), 16)
            : new BigInteger(digits);
    value = negative ? value.negate() : value;
    boolean fits = value.signum() >= 0 ? value.bitLength() <= bits : value.bitLength() < bits;
    if (!fits) {
      throw new NumberFormatException();
    }
    return value;
  }

  /** The specification writes inf where Java writes Infinity. Java's suffixes are refused. */
  private static String javaFloat(String word) {
    if (word.matches("[+-]?inf")) {
      return word.replace("inf", "Infinity");
    }
    if (word.equals("nan")) {
      return "NaN";
    }
    if (!word.matches("[+-]?[0-9.]+([eE][+-]?[0-9]+)?")) {
      throw new NumberFormatException();
    }
    return word;
  }

  /** Writes a result: integers as signed decimals, floats in full without an exponent. */
  static String format(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Float f -> decimal(f.doubleValue(), f.toString());
      case Double d -> decimal(d, d.toString());
      case FuncRef _ -> "<funcref>";
      case Number n -> n.toString();
      default -> "<externref>";
    };
  }

  private static String decimal(double value, String shortest) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    return new BigDecimal(shortest).stripTrailingZeros().toPlainString();
  }
}
