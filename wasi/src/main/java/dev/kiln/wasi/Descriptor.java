package dev.kiln.wasi;

import java.io.IOException;

/**
 * What a file descriptor stands for. What a kind of descriptor cannot do is {@code BADF}, as with
 * wasmtime. Offsets and sizes are bytes; lists of vectors have been checked to be in the memory.
 */
abstract class Descriptor {
  static final int APPEND = 1;
  static final int DSYNC = 1 << 1;
  static final int NONBLOCK = 1 << 2;
  static final int RSYNC = 1 << 3;
  static final int SYNC = 1 << 4;

  private static IOException badDescriptor() {
    return Failures.errno(Errno.BADF);
  }

  /** One of {@link FileType}. */
  abstract int fileType();

  /** {@code fs_flags}. */
  int flags() {
    return 0;
  }

  /** {@code fs_rights_base}. */
  abstract long rights();

  /** {@code fs_rights_inheriting}. */
  long inheritingRights() {
    return rights();
  }

  /** The directory that paths start from. */
  OpenDirectory directory() throws IOException {
    throw badDescriptor();
  }

  /** Reads into the vectors; returns how much, 0 at the end. */
  int read(GuestMemory memory, int vectors, int count) throws IOException {
    throw badDescriptor();
  }

  /** Writes the vectors; returns how much. */
  int write(GuestMemory memory, int vectors, int count) throws IOException {
    throw badDescriptor();
  }

  /** Reads at an offset. */
  int readAt(GuestMemory memory, int vectors, int count, long offset) throws IOException {
    throw badDescriptor();
  }

  /** Writes at an offset. */
  int writeAt(GuestMemory memory, int vectors, int count, long offset) throws IOException {
    throw badDescriptor();
  }

  /** Moves the position; returns the new one. */
  long seek(long offset, int whence) throws IOException {
    throw badDescriptor();
  }

  /** The position. */
  long tell() throws IOException {
    throw badDescriptor();
  }

  /** Has what was written reach the device; {@code metadata}: times and the like, too. */
  void sync(boolean metadata) throws IOException {
    throw badDescriptor();
  }

  /** {@code fd_fdstat_set_flags}. */
  void setFlags(int flags) throws IOException {
    throw badDescriptor();
  }

  /** {@code fd_filestat_get}. */
  abstract FileStat stat() throws IOException;

  /** {@code fd_filestat_set_size}. */
  void setSize(long size) throws IOException {
    throw badDescriptor();
  }

  /** {@code fd_filestat_set_times}. */
  void setTimes(FileTimes times) throws IOException {
    throw badDescriptor();
  }

  /** {@code fd_allocate}. */
  void allocate(long offset, long length) throws IOException {
    throw badDescriptor();
  }

  /** {@code fd_advise}. */
  void advise() throws IOException {
    throw badDescriptor();
  }

  /**
   * How many bytes can be read without waiting; 0 at the end of a file, -1 where none yet.
   *
   * @param block whether nothing else is waited for
   */
  long readable(boolean block) throws IOException {
    throw badDescriptor();
  }

  /** Whether the descriptor can be written, which then never waits. */
  void checkWritable() throws IOException {
    throw badDescriptor();
  }

  /** Hands on what is buffered. */
  void flush() throws IOException {}

  /** Gives back what belongs to the host. */
  void close() throws IOException {}
}
