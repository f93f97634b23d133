package dev.kiln.compiler.report;

import dev.kiln.compiler.model.type.AddressType;
import dev.kiln.compiler.model.type.Limits;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Small pieces of text that reports and listings share. */
final class Texts {
  private Texts() {}

  /** A number with separators. */
  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A number and a noun, which is in the singular for 1. */
  static String count(long value, String singular, String plural) {
    return number(value) + " " + (value == 1 ? singular : plural);
  }

  /** A quantity of bytes that is easy to grasp. */
  static String bytes(long value) {
    if (value < 1024) {
      return count(value, "byte", "bytes");
    }
    return value < 1024 * 1024
        ? String.format(Locale.ROOT, "%.1f KB", value / 1024.0)
        : String.format(Locale.ROOT, "%.1f MB", value / (1024.0 * 1024));
  }

  /** Limits such as {@code 17 to 256 pages}. */
  static String limits(Limits limits, String unit) {
    String text = Long.toUnsignedString(limits.min());
    if (limits.max().isPresent() && limits.max().getAsLong() != limits.min()) {
      text += " to " + Long.toUnsignedString(limits.max().getAsLong());
    }
    return text
        + " "
        + (text.equals("1") ? unit.substring(0, unit.length() - 1) : unit)
        + (limits.max().isPresent() ? "" : " or more")
        + (limits.address() == AddressType.I64 ? ", 64-bit addresses" : "")
        + (limits.shared() ? ", shared" : "");
  }

  /** What calls a function: {@code func[12] "parse"}. */
  static String function(int index, @Nullable String name) {
    return "func["
        + Integer.toUnsignedString(index)
        + "]"
        + (name == null ? "" : " " + quoted(name));
  }

  /** A name in quotes, on one line whatever it holds. */
  static String quoted(String name) {
    return '"' + visible(name) + '"';
  }

  /** Text from the module with control characters escaped. */
  static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || isBidi(c)) {
        visible.append(String.format("\\u%04x", (int) c));
      } else {
        visible.append(c);
      }
    }
    return visible.toString();
  }

  /** Characters that would turn the rest of the line around. */
  private static boolean isBidi(char c) {
    return c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069';
  }
}
