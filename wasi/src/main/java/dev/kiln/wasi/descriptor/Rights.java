package dev.kiln.wasi.descriptor;

/** The bits of {@code rights} that mean something here. */
public final class Rights {
  public static final long FD_READ = 1 << 1;
  public static final long FD_SEEK = 1 << 2;
  public static final long FD_WRITE = 1 << 6;
  public static final long FD_READDIR = 1 << 14;
  public static final long FD_FILESTAT_SET_SIZE = 1 << 22;
  public static final long SOCKETS = 3 << 28;

  /** All rights. */
  public static final long ALL = (1L << 30) - 1;

  /** The rights of a directory. */
  public static final long DIRECTORY =
      ALL & ~(FD_READ | FD_WRITE | FD_SEEK | FD_FILESTAT_SET_SIZE | SOCKETS);

  /** The rights that files opened in a directory can have. */
  public static final long INHERITING = ALL & ~SOCKETS;

  private Rights() {}
}
