package dev.kiln.compiler.facade;

/**
 * Java source that is pure ASCII, so that no build has to know its encoding, line by line with
 * indentation.
 */
final class SourceText {
  private final StringBuilder out = new StringBuilder();
  private int depth;

  /**
   * A line; one that begins with a closing brace ends a level, one that ends with one begins it.
   */
  SourceText line(String text) {
    if (text.startsWith("}")) {
      depth--;
    }
    if (!text.isEmpty()) {
      out.append("  ".repeat(depth)).append(text);
    }
    out.append('\n');
    if (text.endsWith("{")) {
      depth++;
    }
    return this;
  }

  /** A Javadoc comment of these lines, which are HTML already. */
  SourceText javadoc(Iterable<String> lines) {
    line("/**");
    lines.forEach(text -> line(text.isEmpty() ? " *" : " * " + text));
    return line(" */");
  }

  /** An identifier as it stands in source. */
  static String identifier(String name) {
    StringBuilder ascii = new StringBuilder();
    for (char c : name.toCharArray()) {
      if (c < 128) {
        ascii.append(c);
      } else {
        ascii.append(String.format("\\u%04x", (int) c));
      }
    }
    return ascii.toString();
  }

  /** A string literal. */
  static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        literal.append('\\').append(c);
      } else if (c < ' ' || c == 127) {
        // Not \\u: javac replaces that before it looks for the end of the line.
        literal.append(String.format("\\%03o", (int) c));
      } else if (c < 128) {
        literal.append(c);
      } else {
        literal.append(String.format("\\u%04x", (int) c));
      }
    }
    return literal.append('"').toString();
  }

  /** Any text as Javadoc shows it, on one line; nothing in it is a tag, an end or an escape. */
  static String html(String text) {
    StringBuilder html = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean plain = c > ' ' && c < 127 && "&<>@{}*/\\\"".indexOf(c) < 0;
              if (plain || c == ' ') {
                html.append((char) c);
              } else if (Character.isISOControl(c)) {
                html.append("&#xfffd;");
              } else {
                html.append("&#").append(c).append(';');
              }
            });
    return html.toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
