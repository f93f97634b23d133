package dev.kiln.runtime;

/** The range checks and matching rules that memories and tables share (section 3.3.1). */
final class Limits {
  private Limits() {}

  static void check(long min, long max, long bound, String what) {
    if (min < 0 || min > bound || max != -1 && (max < min || max > bound)) {
      throw new IllegalArgumentException(
          what + " limits " + text(min, max) + " are not within 0 to " + bound);
    }
  }

  static String text(long min, long max) {
    return max == -1 ? Long.toString(min) : min + " " + max;
  }

  /** Whether something of current size {@code size} and maximum {@code max} fits a declaration. */
  static boolean fit(long size, long max, long wantedMin, long wantedMax) {
    return size >= wantedMin && (wantedMax == -1 || max != -1 && max <= wantedMax);
  }
}
