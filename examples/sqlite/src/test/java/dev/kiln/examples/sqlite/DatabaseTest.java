package dev.kiln.examples.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.HostBody;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  private final Database database = new Database();

  @AfterEach
  void close() {
    database.close();
  }

  private List<Object> column(String sql, Object... parameters) {
    List<Object> all = new ArrayList<>();
    try (Statement statement = database.prepare(sql)) {
      statement.bind(parameters);
      while (statement.step()) {
        all.add(statement.value(0));
      }
    }
    return all;
  }

  private Object one(String sql, Object... parameters) {
    List<Object> all = column(sql, parameters);
    assertEquals(1, all.size());
    return all.get(0);
  }

  @Test
  void theProgram() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Main.run(new PrintStream(out, true, StandardCharsets.UTF_8));
    assertEquals(
        """
        SQLite 3.53.2
        Atlantis: null km, null
        Ulm: 121 km, 126329
        Zürich: 243 km, 421878
        Århus: 897 km, 285273
        Ängelholm: 905 km, 42131
        4 towns with 875611 people
        SQLite said "not today", because of java.lang.IllegalStateException: not today
        """,
        out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
  }

  @Test
  void valuesThereAndBack() {
    assertEquals(Long.MIN_VALUE, one("SELECT ?", Long.MIN_VALUE));
    assertEquals(7L, one("SELECT ?", 7));
    assertEquals(0.1, one("SELECT ?", 0.1));
    assertEquals("größe \uD83D\uDE00", one("SELECT ?", "größe \uD83D\uDE00"));
    assertEquals("", one("SELECT ?", ""));
    assertNull(one("SELECT ?", (Object) null));
    assertArrayEquals(new byte[] {0, -1}, (byte[]) one("SELECT ?", new byte[] {0, -1}));
    assertArrayEquals(new byte[0], (byte[]) one("SELECT ?", new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> one("SELECT ?", 'c'));
    assertThrows(IllegalArgumentException.class, () -> one("SELECT ?, ?", 1));
  }

  @Test
  void functionsGetAndGiveAllTypes() {
    database.function("same", 1, arguments -> arguments[0]);
    database.function("count_all", -1, arguments -> arguments.length);
    assertEquals(-5L, one("SELECT same(-5)"));
    assertEquals(0.5, one("SELECT same(0.5)"));
    assertEquals("text", one("SELECT same('text')"));
    assertNull(one("SELECT same(NULL)"));
    assertArrayEquals(new byte[] {1, 2}, (byte[]) one("SELECT same(x'0102')"));
    assertEquals(0L, one("SELECT count_all()"));
    assertEquals(5L, one("SELECT count_all(1, 2, 3, 4, 5)"));
  }

  @Test
  void functionsMayUseTheDatabase() {
    database.execute("CREATE TABLE t(x); INSERT INTO t VALUES (1), (2), (3)");
    database.function("total", 0, none -> one("SELECT sum(x) FROM t"));
    assertEquals(List.of(7L, 8L, 9L), column("SELECT x + total() FROM t ORDER BY x"));
  }

  @Test
  void whatAFunctionThrowsIsTheCause() {
    IllegalStateException mine = new IllegalStateException("mine");
    database.function(
        "fail",
        0,
        none -> {
          throw mine;
        });
    for (int i = 0; i < 1000; i++) {
      SqliteException e = assertThrows(SqliteException.class, () -> one("SELECT fail()"));
      assertSame(mine, e.getCause());
      assertEquals("mine", e.getMessage());
    }
    assertEquals(1L, one("SELECT 1"));
  }

  @Test
  void collations() {
    database.execute("CREATE TABLE t(x TEXT); INSERT INTO t VALUES ('bb'), ('a'), ('ccc')");
    database.collation("shortest", Comparator.comparing(String::length));
    assertEquals(List.of("a", "bb", "ccc"), column("SELECT x FROM t ORDER BY x COLLATE shortest"));
    database.collation("shortest", Comparator.comparing(String::length).reversed());
    assertEquals(List.of("ccc", "bb", "a"), column("SELECT x FROM t ORDER BY x COLLATE shortest"));
    IllegalStateException mine = new IllegalStateException("mine");
    database.collation(
        "fail",
        (a, b) -> {
          throw mine;
        });
    SqliteException e =
        assertThrows(
            SqliteException.class, () -> column("SELECT x FROM t ORDER BY x COLLATE fail"));
    assertSame(mine, e.getCause());
  }

  @Test
  void placesInTheFunctionTableAreUsedAgain() {
    database.function("f", 0, none -> 0);
    int size = database.sqlite().__indirect_function_table().size();
    for (int i = 0; i < 100; i++) {
      int value = i;
      database.function("f", 0, none -> value);
      assertEquals((long) i, one("SELECT f()"));
    }
    assertTrue(database.sqlite().__indirect_function_table().size() <= size + 1);
  }

  @Test
  void whatIsPutIntoTheFunctionTableIsThatFunction() {
    FunctionTable functions = new FunctionTable(database.sqlite().__indirect_function_table());
    FuncRef mine = database.sqlite().store().function(HostBody.ints(x -> x + 1));
    int place = functions.add(mine);
    assertSame(mine, database.sqlite().__indirect_function_table().getFunction(place));
    functions.remove(place);
    assertNull(database.sqlite().__indirect_function_table().getFunction(place));
    assertEquals(place, functions.add(mine));
  }

  @Test
  void errors() {
    SqliteException syntax = assertThrows(SqliteException.class, () -> database.prepare("SELEC 1"));
    assertEquals("near \"SELEC\": syntax error", syntax.getMessage());
    database.execute("CREATE TABLE t(x PRIMARY KEY)");
    try (Statement insert = database.prepare("INSERT INTO t VALUES (?)")) {
      insert.bind(1).run();
      SqliteException twice = assertThrows(SqliteException.class, () -> insert.bind(1).run());
      assertEquals(19, twice.code());
      insert.bind(2).run();
    }
    assertEquals(2L, one("SELECT count(*) FROM t"));
    assertThrows(SqliteException.class, () -> database.execute("ATTACH 'no/such/folder/x' AS x"));
    assertThrows(IllegalArgumentException.class, () -> database.prepare("-- nothing"));
  }

  @Test
  void manyRows() {
    database.execute("CREATE TABLE t(n INTEGER, square INTEGER)");
    database.execute("BEGIN");
    try (Statement insert = database.prepare("INSERT INTO t VALUES (?, ?)")) {
      for (int i = 0; i < 5_000; i++) {
        insert.bind(i, (long) i * i).run();
        assertEquals(1, database.changes());
      }
    }
    database.execute("COMMIT; CREATE INDEX i ON t(square)");
    assertEquals(71L, one("SELECT n FROM t WHERE square = ?", 71 * 71));
    assertEquals("ok", one("PRAGMA integrity_check"));
    try (Statement none = database.prepare("SELECT 1 FROM t WHERE n < 0")) {
      assertFalse(none.step());
    }
  }

  @Test
  void theClockIsTheHosts() {
    long before = System.currentTimeMillis() / 1000;
    long now = Long.parseLong((String) one("SELECT strftime('%s')"));
    assertTrue(before <= now && now <= System.currentTimeMillis() / 1000);
    assertFalse(one("SELECT random()").equals(one("SELECT random()")));
  }
}
