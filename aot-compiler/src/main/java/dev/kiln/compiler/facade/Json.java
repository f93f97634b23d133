package dev.kiln.compiler.facade;

import java.util.List;
import java.util.Map;

/** JSON in pure ASCII, indented, of maps in their order, lists, strings and numbers. */
final class Json {
  private Json() {}

  static String of(Object value) {
    StringBuilder out = new StringBuilder();
    write(out, value, "\n");
    return out.append('\n').toString();
  }

  private static void write(StringBuilder out, Object value, String newLine) {
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
