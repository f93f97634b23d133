package dev.kiln.examples.sqlite;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.text.Collator;
import java.util.Locale;

/** Asks a few questions about towns. */
public final class Main {
  private Main() {}

  /** Prints the answers. */
  public static void main(String[] args) {
    run(new PrintStream(System.out, true, StandardCharsets.UTF_8));
  }

  static void run(PrintStream out) {
    try (Database database = new Database()) {
      out.println("SQLite " + database.version());
      database.execute(
          "CREATE TABLE town (name TEXT PRIMARY KEY, latitude REAL, longitude REAL, people INTEGER)");
      try (Statement insert = database.prepare("INSERT INTO town VALUES (?, ?, ?, ?)")) {
        insert.bind("Zürich", 47.37, 8.54, 421_878).run();
        insert.bind("Ulm", 48.40, 9.99, 126_329).run();
        insert.bind("Århus", 56.16, 10.21, 285_273).run();
        insert.bind("Ängelholm", 56.24, 12.86, 42_131).run();
        insert.bind("Atlantis", null, null, null).run();
      }

      // A comparator as a collation, a lambda as a function: SQLite calls them like its own.
      database.collation("swedish", Collator.getInstance(Locale.forLanguageTag("sv")));
      database.function("km", 4, Main::kilometres);
      try (Statement select =
          database.prepare(
              """
              SELECT name, km(latitude, longitude, ?, ?), people FROM town
              ORDER BY name COLLATE swedish
              """)) {
        select.bind(48.14, 11.58);
        while (select.step()) {
          out.println(select.string(0) + ": " + select.value(1) + " km, " + select.value(2));
        }
      }
      try (Statement sum = database.prepare("SELECT count(people), sum(people) FROM town")) {
        sum.step();
        out.println(sum.integer(0) + " towns with " + sum.integer(1) + " people");
      }

      database.function(
          "refuse",
          0,
          none -> {
            throw new IllegalStateException("not today");
          });
      try {
        database.execute("SELECT refuse()");
      } catch (SqliteException e) {
        out.println("SQLite said \"" + e.getMessage() + "\", because of " + e.getCause());
      }
    }
  }

  /** The distance of two places, in whole kilometres. */
  private static Object kilometres(Object... degrees) {
    double[] radians = new double[degrees.length];
    for (int i = 0; i < degrees.length; i++) {
      if (degrees[i] == null) {
        return null;
      }
      radians[i] = Math.toRadians(((Number) degrees[i]).doubleValue());
    }
    double x = (radians[1] - radians[3]) * Math.cos((radians[0] + radians[2]) / 2);
    double y = radians[0] - radians[2];
    return Math.round(6371 * Math.sqrt(x * x + y * y));
  }
}
