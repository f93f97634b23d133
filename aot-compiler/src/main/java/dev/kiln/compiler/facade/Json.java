package dev.kiln.compiler.facade;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) in pure ASCII, indented. A value is a map, whose order is kept, a list, a string,
 * a number, a boolean, or null.
 */
public final class Json {
  private Json() {}

  /** The text of a value, with a line feed at the end. */
  public static String of(Object value) {
    StringBuilder out = new StringBuilder();
    write(out, value, "\n");
    return out.append('\n').toString();
  }

  private static void write(StringBuilder out, @Nullable Object value, String newLine) {
    String inner = newLine + "  ";
    switch (value) {
      case Map<?, ?> map -> {
        out.append('{');
        String before = inner;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(before);
          string(out, entry.getKey().toString());
          out.append(": ");
          write(out, entry.getValue(), inner);
          before = "," + inner;
        }
        out.append(map.isEmpty() ? "}" : newLine + "}");
      }
      case List<?> list -> {
        out.append('[');
        String before = inner;
        for (Object element : list) {
          out.append(before);
          write(out, element, inner);
          before = "," + inner;
        }
        out.append(list.isEmpty() ? "]" : newLine + "]");
      }
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      case null -> out.append("null");
      default -> string(out, value.toString());
    }
  }

  private static void string(StringBuilder out, String text) {
    out.append('"');
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > 126) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
