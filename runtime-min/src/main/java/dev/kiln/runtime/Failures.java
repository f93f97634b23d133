package dev.kiln.runtime;

/**
 * Makes what is seldom thrown. The JVM loads the class of whatever a method throws before the
 * method runs, and a small program would spend a part of its start on that; from here it is loaded
 * where it is thrown.
 */
final class Failures {
  private Failures() {}

  /** A {@link LinkException}. */
  static RuntimeException link(String message) {
    return new LinkException(message);
  }

  /** An {@link IllegalStateException}. */
  static RuntimeException state(String message) {
    return new IllegalStateException(message);
  }
}
