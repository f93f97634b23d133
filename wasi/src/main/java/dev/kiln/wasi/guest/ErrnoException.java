package dev.kiln.wasi.guest;

import java.io.IOException;

/** Carries an error number to the function that returns it to the program. Has no stack trace. */
public final class ErrnoException extends IOException {
  private static final long serialVersionUID = 1;

  private final int errno;

  private ErrnoException(int errno) {
    super("errno " + errno);
    this.errno = errno;
  }

  /**
   * An exception with one of the numbers of {@link Errno}. It is declared as its superclass,
   * because the JVM loads the class of what a method throws before the method runs: a program that
   * meets no error starts without this class.
   */
  public static IOException of(int errno) {
    return new ErrnoException(errno);
  }

  /** The error number. */
  int errno() {
    return errno;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
