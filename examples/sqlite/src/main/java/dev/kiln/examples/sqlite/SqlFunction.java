package dev.kiln.examples.sqlite;

/** A function of SQL, in Java. */
@FunctionalInterface
public interface SqlFunction {
  /**
   * Is called by SQLite.
   *
   * @param arguments {@code Long}, {@code Double}, {@code String}, {@code byte[]}, or null for NULL
   * @return one of these
   */
  Object call(Object... arguments);
}
