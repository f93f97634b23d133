package dev.kiln.it.invariant;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Assertions without a test framework: what is not so is an {@code AssertionError}. */
final class Check {
  private Check() {}

  /** Something that may throw anything. */
  interface Action {
    void run() throws Throwable;
  }

  static void that(boolean fact, String what) {
    if (!fact) {
      throw new AssertionError(what + ": it is not so");
    }
  }

  static void equal(@Nullable Object expected, @Nullable Object actual) {
    if (!Objects.equals(expected, actual)) {
      throw new AssertionError("expected " + expected + ", got " + actual);
    }
  }

  /** The only result of a call. */
  static void result(@Nullable Object expected, @Nullable Object[] results) {
    if (results.length != 1) {
      throw new AssertionError("expected one result, got " + Arrays.toString(results));
    }
    equal(expected, results[0]);
  }

  static void same(@Nullable Object expected, @Nullable Object actual) {
    if (expected != actual) {
      throw new AssertionError("expected the object " + expected + ", got " + actual);
    }
  }

  static void contains(String part, @Nullable String text) {
    if (text == null || !text.contains(part)) {
      throw new AssertionError("\"" + text + "\" does not say \"" + part + "\"");
    }
  }

  /** What {@code action} throws, which must be exactly of class {@code type}. */
  static <E extends Throwable> E thrown(Class<E> type, Action action) {
    try {
      action.run();
    } catch (Throwable thrown) {
      if (thrown.getClass() == type) {
        return type.cast(thrown);
      }
      throw new AssertionError("expected " + type.getName() + ", got " + thrown, thrown);
    }
    throw new AssertionError("expected " + type.getName() + ", but nothing was thrown");
  }
}
