package dev.kiln.wasi;

import java.io.IOException;

/** Carries an error number to the function that returns it to the program. Has no stack trace. */
final class ErrnoException extends IOException {
  private static final long serialVersionUID = 1;

  private final int errno;

  ErrnoException(int errno) {
    super("errno " + errno);
    this.errno = errno;
  }

  int errno() {
    return errno;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
