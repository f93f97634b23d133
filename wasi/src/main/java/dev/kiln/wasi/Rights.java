package dev.kiln.wasi;

/** The bits of {@code rights} that mean something here. */
final class Rights {
  static final long FD_READ = 1 << 1;
  static final long FD_SEEK = 1 << 2;
  static final long FD_WRITE = 1 << 6;
  static final long FD_READDIR = 1 << 14;
  static final long FD_FILESTAT_SET_SIZE = 1 << 22;
  static final long SOCKETS = 3 << 28;

  /** Every right there is. */
  static final long ALL = (1L << 30) - 1;

  /** What can be done with a directory. */
  static final long DIRECTORY =
      ALL & ~(FD_READ | FD_WRITE | FD_SEEK | FD_FILESTAT_SET_SIZE | SOCKETS);

  /** What can be done with what was opened in a directory. */
  static final long INHERITING = ALL & ~SOCKETS;

  private Rights() {}
}
