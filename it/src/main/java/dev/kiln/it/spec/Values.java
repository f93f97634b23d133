package dev.kiln.it.spec;

import dev.kiln.runtime.FuncRef;
import org.jspecify.annotations.Nullable;

/** Values of scripts as Java values, and whether a result is what a script expects. */
final class Values {
  private Values() {}

  /** The value of {@code (ref.extern N)}; equal ones are the same reference to a script. */
  private record HostValue(String number) {}

  /**
   * An argument.
   *
   * @throws IllegalArgumentException where the runtime has no such values
   */
  static @Nullable Object argument(Value value) {
    String text = value.text();
    switch (value.type()) {
      case "i32":
        return (int) bits(text);
      case "i64":
        return bits(text);
      case "f32":
        return Float.intBitsToFloat((int) bits(text));
      case "f64":
        return Double.longBitsToDouble(bits(text));
      case "externref":
        return text.equals("null") ? null : new HostValue(text);
      case "funcref":
      case "refnull":
        if (text.isEmpty() || text.equals("null")) {
          return null;
        }
        break;
      default:
        break;
    }
    throw new IllegalArgumentException("no value of the runtime is " + value);
  }

  /** The decimal in the form of either converter: signed or unsigned. */
  private static long bits(String text) {
    return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
  }

  /** Whether {@code actual} is one of the alternatives. */
  static boolean matches(Value.Expected expected, @Nullable Object actual) {
    for (Value alternative : expected.alternatives()) {
      if (matches(alternative, actual)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(Value expected, @Nullable Object actual) {
    String text = expected.text();
    switch (expected.type()) {
      case "i32":
        return actual instanceof Integer i && (text.isEmpty() || i == (int) bits(text));
      case "i64":
        return actual instanceof Long l && (text.isEmpty() || l == bits(text));
      case "f32":
        return actual instanceof Float f && matchesFloat(text, Float.floatToRawIntBits(f));
      case "f64":
        return actual instanceof Double d && matchesDouble(text, Double.doubleToRawLongBits(d));
      case "externref":
        return switch (text) {
          case "" -> actual != null && !(actual instanceof FuncRef);
          case "null" -> actual == null;
          default -> new HostValue(text).equals(actual);
        };
      case "funcref":
        return text.isEmpty() ? actual instanceof FuncRef : actual == null;
      case "refnull":
      case "nullref":
      case "nullfuncref":
      case "nullexternref":
        return actual == null;
      default:
        return false;
    }
  }

  private static boolean matchesFloat(String text, int bits) {
    return switch (text) {
      case "" -> true;
      case "nan:canonical" -> (bits & 0x7fffffff) == 0x7fc00000;
      case "nan:arithmetic" -> (bits & 0x7fc00000) == 0x7fc00000;
      default -> bits == (int) bits(text);
    };
  }

  private static boolean matchesDouble(String text, long bits) {
    return switch (text) {
      case "" -> true;
      case "nan:canonical" -> (bits & 0x7fffffffffffffffL) == 0x7ff8000000000000L;
      case "nan:arithmetic" -> (bits & 0x7ff8000000000000L) == 0x7ff8000000000000L;
      default -> bits == bits(text);
    };
  }

  /** A result in the terms of scripts, for messages. */
  static String describe(@Nullable Object actual) {
    if (actual instanceof Float f) {
      return "f32 " + Integer.toUnsignedString(Float.floatToRawIntBits(f)) + " (" + f + ")";
    }
    if (actual instanceof Double d) {
      return "f64 " + Long.toUnsignedString(Double.doubleToRawLongBits(d)) + " (" + d + ")";
    }
    if (actual instanceof Integer) {
      return "i32 " + actual;
    }
    if (actual instanceof Long) {
      return "i64 " + actual;
    }
    return actual instanceof HostValue host ? "externref " + host.number() : "" + actual;
  }
}
