package dev.kiln.wasi;

import dev.kiln.runtime.LinkException;
import java.io.IOException;
import java.io.UncheckedIOException;

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

  /** An {@link UncheckedIOException}: the program's last output is lost. */
  static RuntimeException unwritten(IOException e) {
    return new UncheckedIOException("cannot write the program's output: " + e.getMessage(), e);
  }

  /** An {@link ErrnoException}. */
  static IOException errno(int errno) {
    return new ErrnoException(errno);
  }
}
