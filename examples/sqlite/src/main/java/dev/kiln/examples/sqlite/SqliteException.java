package dev.kiln.examples.sqlite;

/** SQLite refused or failed; the message is its own. */
public final class SqliteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** SQLite's result code. */
  private final int code;

  SqliteException(String message, int code, RuntimeException cause) {
    super(message, cause);
    this.code = code;
  }

  /** SQLite's result code, such as 19 for a constraint. */
  public int code() {
    return code;
  }
}
