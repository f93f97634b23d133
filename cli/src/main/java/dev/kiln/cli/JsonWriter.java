package dev.kiln.cli;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes JSON (RFC 8259), indented, members in the order in which they are added. */
final class JsonWriter {
  private final StringBuilder out = new StringBuilder();
  private int depth;
  private boolean first = true;

  private void next() {
    out.append(first ? "" : ",");
    if (depth > 0) {
      out.append('\n').append("  ".repeat(depth));
    }
    first = false;
  }

  private JsonWriter key(String name) {
    next();
    string(name);
    out.append(": ");
    return this;
  }

  /** A member that is a string, or null. */
  JsonWriter member(String name, @Nullable String value) {
    key(name);
    if (value == null) {
      out.append("null");
    } else {
      string(value);
    }
    return this;
  }

  /** A member that is a number. */
  JsonWriter member(String name, long value) {
    key(name).out.append(value);
    return this;
  }

  /** A member that is true or false. */
  JsonWriter member(String name, boolean value) {
    key(name).out.append(value);
    return this;
  }

  /** A member that is null. */
  JsonWriter absent(String name) {
    key(name).out.append("null");
    return this;
  }

  /** A member that is an array of strings. */
  JsonWriter strings(String name, List<String> values) {
    key(name);
    open('[');
    for (String value : values) {
      next();
      string(value);
    }
    close(']');
    return this;
  }

  /** A member that is an array of objects. */
  <T> JsonWriter objects(String name, List<T> values, BiConsumer<JsonWriter, T> members) {
    key(name);
    open('[');
    for (T value : values) {
      next();
      object(value, members);
    }
    close(']');
    return this;
  }

  /** A member that is an object. */
  <T> JsonWriter object(String name, T value, BiConsumer<JsonWriter, T> members) {
    key(name);
    object(value, members);
    return this;
  }

  /** An object on its own. */
  <T> JsonWriter object(T value, BiConsumer<JsonWriter, T> members) {
    open('{');
    members.accept(this, value);
    close('}');
    return this;
  }

  private void open(char bracket) {
    out.append(bracket);
    depth++;
    first = true;
  }

  private void close(char bracket) {
    depth--;
    if (!first) {
      out.append('\n').append("  ".repeat(depth));
    }
    out.append(bracket);
    first = false;
  }

  private void string(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c == '\u2028' || c == '\u2029') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  @Override
  public String toString() {
    return out + "\n";
  }
}
