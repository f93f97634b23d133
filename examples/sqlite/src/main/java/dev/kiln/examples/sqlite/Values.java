package dev.kiln.examples.sqlite;

import dev.kiln.runtime.Memory;
import java.nio.charset.StandardCharsets;

/**
 * SQL's values as Java's: {@code Long}, {@code Double}, {@code String}, {@code byte[]}, and null.
 */
final class Values {
  /** SQLite's types, in the order of their codes, which begin with 1 (see sqlite3.h). */
  private enum Type {
    INTEGER,
    FLOAT,
    TEXT,
    BLOB,
    NULL;

    private static Type of(int code) {
      return values()[code - 1];
    }
  }

  private static final int POINTER_BYTES = 4;

  private final Sqlite3Instance sqlite;

  /** The place of {@code sqlite3_free} in the function table, for SQLite to call. */
  private final int free;

  Values(Sqlite3Instance sqlite, FunctionTable functions) {
    this.sqlite = sqlite;
    this.free = functions.add(sqlite.instance().getFunction("sqlite3_free"));
  }

  /** Bytes of SQLite's memory, to be given back by {@code sqlite3_free}. */
  int allocate(int bytes) {
    int address = sqlite.sqlite3_malloc(bytes);
    if (address == 0) {
      throw new IllegalStateException("SQLite has no memory left for " + bytes + " bytes");
    }
    return address;
  }

  /** A text in SQLite's memory, with a zero at its end. */
  int cString(String text) {
    return copy(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A zero follows, so that the address is never null: that would be SQL's NULL. */
  private int copy(byte[] bytes) {
    int address = allocate(bytes.length + 1);
    Memory memory = sqlite.memory();
    memory.write(address, bytes);
    memory.writeByte(address + bytes.length, 0);
    return address;
  }

  /** The arguments of a function. */
  Object[] arguments(int count, int address) {
    Object[] all = new Object[count];
    for (int i = 0; i < count; i++) {
      int value = sqlite.memory().readInt(address + i * POINTER_BYTES);
      all[i] =
          switch (Type.of(sqlite.sqlite3_value_type(value))) {
            case INTEGER -> sqlite.sqlite3_value_int64(value);
            case FLOAT -> sqlite.sqlite3_value_double(value);
            case TEXT -> text(sqlite.sqlite3_value_text(value), sqlite.sqlite3_value_bytes(value));
            case BLOB -> blob(sqlite.sqlite3_value_blob(value), sqlite.sqlite3_value_bytes(value));
            case NULL -> null;
          };
    }
    return all;
  }

  /** A column of the row that a statement is at. */
  Object column(int statement, int column) {
    return switch (Type.of(sqlite.sqlite3_column_type(statement, column))) {
      case INTEGER -> sqlite.sqlite3_column_int64(statement, column);
      case FLOAT -> sqlite.sqlite3_column_double(statement, column);
      case TEXT ->
          text(
              sqlite.sqlite3_column_text(statement, column),
              sqlite.sqlite3_column_bytes(statement, column));
      case BLOB ->
          blob(
              sqlite.sqlite3_column_blob(statement, column),
              sqlite.sqlite3_column_bytes(statement, column));
      case NULL -> null;
    };
  }

  private String text(int address, int length) {
    return sqlite.memory().readString(address, length);
  }

  private byte[] blob(int address, int length) {
    return sqlite.memory().read(address, length);
  }

  /** Gives a function's result to SQLite. */
  void result(int context, Object value) {
    if (value == null) {
      sqlite.sqlite3_result_null(context);
    } else if (value instanceof Double || value instanceof Float) {
      sqlite.sqlite3_result_double(context, ((Number) value).doubleValue());
    } else if (value instanceof Number) {
      sqlite.sqlite3_result_int64(context, ((Number) value).longValue());
    } else if (value instanceof byte[]) {
      byte[] bytes = (byte[]) value;
      sqlite.sqlite3_result_blob(context, copy(bytes), bytes.length, free);
    } else {
      byte[] utf8 = string(value).getBytes(StandardCharsets.UTF_8);
      sqlite.sqlite3_result_text(context, copy(utf8), utf8.length, free);
    }
  }

  /** Sets a parameter of a statement; gives SQLite's code. */
  int bind(int statement, int index, Object value) {
    if (value == null) {
      return sqlite.sqlite3_bind_null(statement, index);
    } else if (value instanceof Double || value instanceof Float) {
      return sqlite.sqlite3_bind_double(statement, index, ((Number) value).doubleValue());
    } else if (value instanceof Number) {
      return sqlite.sqlite3_bind_int64(statement, index, ((Number) value).longValue());
    } else if (value instanceof byte[]) {
      byte[] bytes = (byte[]) value;
      return sqlite.sqlite3_bind_blob(statement, index, copy(bytes), bytes.length, free);
    }
    byte[] utf8 = string(value).getBytes(StandardCharsets.UTF_8);
    return sqlite.sqlite3_bind_text(statement, index, copy(utf8), utf8.length, free);
  }

  private static String string(Object value) {
    if (value instanceof String) {
      return (String) value;
    }
    throw new IllegalArgumentException("SQL has no " + value.getClass().getName());
  }
}
