package dev.kiln.examples.sqlite;

import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.HostBody;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.ValType;
import dev.kiln.wasi.Wasi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * A database in memory, in an instance of SQLite of its own. For one thread at a time; garbage like
 * any other object when it is not used any more, closed or not.
 */
public final class Database implements AutoCloseable {
  // From sqlite3.h.
  static final int OK = 0;
  static final int ROW = 100;
  static final int DONE = 101;
  private static final int OPEN_READWRITE = 2;
  private static final int OPEN_CREATE = 4;
  private static final int UTF8 = 1;
  private static final int DETERMINISTIC = 0x800;

  private static final int POINTER_BYTES = 4;

  private final Wasi wasi = Wasi.builder().build(); // a clock and random numbers, and nothing else
  private final Sqlite3Instance sqlite = Sqlite3Instance.create(wasi);
  private final FunctionTable functions = new FunctionTable(sqlite.__indirect_function_table());
  private final Values values = new Values(sqlite, functions);
  private final int release = functions.add(host(HostBody.intAction(functions::remove)));
  private final int database;

  /** What a callback of the host has thrown since the last call of SQLite began. */
  private RuntimeException failure;

  /** An empty database. */
  public Database() {
    sqlite.sqlite3_initialize();
    int result = allocate(POINTER_BYTES);
    int name = cString(":memory:");
    int code = sqlite.sqlite3_open_v2(name, result, OPEN_READWRITE | OPEN_CREATE, 0);
    database = memory().readInt(result);
    sqlite.sqlite3_free(name);
    sqlite.sqlite3_free(result);
    check(code);
  }

  /** SQLite's version. */
  public String version() {
    return memory().readCString(sqlite.sqlite3_libversion());
  }

  /** Executes statements, separated by semicolons, that have no parameters. Rows are dropped. */
  public void execute(String sql) {
    int text = cString(sql);
    int code = sqlite.sqlite3_exec(database, text, 0, 0, 0);
    sqlite.sqlite3_free(text);
    check(code);
  }

  /** Compiles one statement, to be executed as often as wanted. */
  public Statement prepare(String sql) {
    int text = cString(sql);
    int result = allocate(POINTER_BYTES);
    int code = sqlite.sqlite3_prepare_v2(database, text, -1, result, 0);
    int statement = memory().readInt(result);
    sqlite.sqlite3_free(result);
    sqlite.sqlite3_free(text);
    check(code);
    if (statement == 0) {
      throw new IllegalArgumentException("no statement in \"" + sql + "\"");
    }
    return new Statement(this, statement);
  }

  /** How many rows the last statement has changed. */
  public long changes() {
    return sqlite.sqlite3_changes64(database);
  }

  /**
   * Adds a function to SQL. What it throws fails the statement that calls it, as the cause of an
   * {@link SqliteException}.
   *
   * @param arguments how many there are, -1 for any number
   * @param function always gives the same result for the same arguments
   */
  public void function(String name, int arguments, SqlFunction function) {
    FuncRef callback =
        host(
            HostBody.intAction(
                (context, count, address) -> {
                  try {
                    values.result(context, function.call(values.arguments(count, address)));
                  } catch (RuntimeException e) {
                    failed(e);
                    byte[] text = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
                    int message = allocate(text.length + 1);
                    memory().write(message, text);
                    sqlite.sqlite3_result_error(context, message, text.length);
                    sqlite.sqlite3_free(message);
                  }
                }));
    int place = functions.add(callback);
    int utf8 = cString(name);
    int code =
        sqlite.sqlite3_create_function_v2(
            database, utf8, arguments, UTF8 | DETERMINISTIC, place, place, 0, 0, release);
    sqlite.sqlite3_free(utf8);
    check(code);
  }

  /** Adds an order of texts to SQL, for {@code ORDER BY … COLLATE name} and for columns. */
  public void collation(String name, Comparator<? super String> order) {
    ValType i32 = ValType.I32;
    FuncRef callback =
        sqlite
            .store()
            .function(
                FuncType.of(i32, i32, i32, i32, i32).returns(i32),
                (caller, arguments) ->
                    new Object[] {
                      compare(
                          order,
                          string((int) arguments[2], (int) arguments[1]),
                          string((int) arguments[4], (int) arguments[3]))
                    });
    int place = functions.add(callback);
    int utf8 = cString(name);
    int code = sqlite.sqlite3_create_collation_v2(database, utf8, UTF8, place, place, release);
    sqlite.sqlite3_free(utf8);
    if (code != OK) {
      functions.remove(place); // for functions SQLite does it on its own
    }
    check(code);
  }

  /** SQLite has no way to fail a comparison: the statement is failed when it comes back. */
  private int compare(Comparator<? super String> order, String a, String b) {
    try {
      return order.compare(a, b);
    } catch (RuntimeException e) {
      failed(e);
      return 0;
    }
  }

  private void failed(RuntimeException e) {
    if (failure == null) {
      failure = e;
    }
  }

  private FuncRef host(HostBody body) {
    return sqlite.store().function(body);
  }

  /** Fails where SQLite or a callback has failed. */
  int check(int code) {
    RuntimeException cause = failure;
    failure = null;
    boolean fine = code == OK || code == ROW || code == DONE;
    if (fine && cause == null) {
      return code;
    }
    String message =
        fine
            ? String.valueOf(cause.getMessage())
            : memory().readCString(sqlite.sqlite3_errmsg(database));
    throw new SqliteException(message, code, cause);
  }

  Sqlite3Instance sqlite() {
    return sqlite;
  }

  Values values() {
    return values;
  }

  private Memory memory() {
    return sqlite.memory();
  }

  private int allocate(int bytes) {
    return values.allocate(bytes);
  }

  /** A copy of a text in SQLite's memory, with a zero at its end. */
  private int cString(String text) {
    return values.cString(text);
  }

  private String string(int address, int length) {
    return new String(memory().read(address, length), StandardCharsets.UTF_8);
  }

  /** Closes the database; its statements end with it. */
  @Override
  public void close() {
    int code = sqlite.sqlite3_close_v2(database);
    try {
      wasi.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    check(code);
  }
}
