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
   * An exception with one of the numbers of {@link Errno}. The result is declared as the
   * superclass: the JVM loads the class that a method throws before the method runs, and a program
   * without an error need not load this one.
   */
  public static IOException of(int errno) {
    return new ErrnoException(errno);
  }

  /** The error number that an exception carries, or the number for a failure of the host. */
  public static int errno(IOException e) {
    return e instanceof ErrnoException own ? own.errno : HostErrors.errno(e);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
