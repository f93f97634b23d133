package dev.kiln.examples.sqlite;

/**
 * A statement that was prepared.
 *
 * <pre>{@code
 * try (Statement select = database.prepare("SELECT name FROM city WHERE population > ?")) {
 *   select.bind(1_000_000);
 *   while (select.step()) {
 *     System.out.println(select.string(0));
 *   }
 * }
 * }</pre>
 */
public final class Statement implements AutoCloseable {
  private final Database database;
  private final Sqlite3Instance sqlite;
  private int statement;

  Statement(Database database, int statement) {
    this.database = database;
    this.sqlite = database.sqlite();
    this.statement = statement;
  }

  private int open() {
    if (statement == 0) {
      throw new IllegalStateException("the statement is closed");
    }
    return statement;
  }

  /**
   * Sets all parameters and starts again from the first row: integers, floating point numbers, a
   * {@code String}, a {@code byte[]}, or null.
   *
   * @throws IllegalArgumentException where these are too many or too few, or of another type
   */
  public Statement bind(Object... parameters) {
    int expected = sqlite.sqlite3_bind_parameter_count(open());
    if (parameters.length != expected) {
      throw new IllegalArgumentException(
          parameters.length + " values for " + expected + " parameters");
    }
    sqlite.sqlite3_reset(statement); // gives the last step's error once more
    for (int i = 0; i < parameters.length; i++) {
      database.check(database.values().bind(statement, i + 1, parameters[i]));
    }
    return this;
  }

  /** Executes the statement to its next row; false where there is none. */
  public boolean step() {
    return database.check(sqlite.sqlite3_step(open())) == Database.ROW;
  }

  /** Executes a statement that gives no row. */
  public void run() {
    while (step()) {
      // rows are dropped
    }
  }

  /** The number of columns. */
  public int columns() {
    return sqlite.sqlite3_column_count(open());
  }

  /** The value in a column, from 0 on: {@code Long}, {@code Double}, {@code String} … or null. */
  public Object value(int column) {
    return database.values().column(open(), column);
  }

  /** The value as an integer, by SQL's rules; 0 for NULL. */
  public long integer(int column) {
    return sqlite.sqlite3_column_int64(open(), column);
  }

  /** The value as a floating point number, by SQL's rules; 0 for NULL. */
  public double real(int column) {
    return sqlite.sqlite3_column_double(open(), column);
  }

  /** The value as a text, by SQL's rules; null for NULL. */
  public String string(int column) {
    int text = sqlite.sqlite3_column_text(open(), column);
    if (text == 0) {
      return null;
    }
    return sqlite.memory().readString(text, sqlite.sqlite3_column_bytes(statement, column));
  }

  /** Frees what it takes in SQLite. */
  @Override
  public void close() {
    sqlite.sqlite3_finalize(statement);
    statement = 0;
  }
}
