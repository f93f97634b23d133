package dev.kiln.wasi.descriptor;

import dev.kiln.wasi.directory.FileTimes;
import dev.kiln.wasi.directory.HostDirectory;
import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import dev.kiln.wasi.guest.GuestMemory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a file descriptor stands for. An operation that a kind of descriptor does not have fails
 * with {@code BADF}, as with wasmtime. Offsets and sizes are bytes. Callers have checked that lists
 * of vectors, and the bytes they point to, are in the memory.
 */
public abstract class Descriptor {
  // The bits of fdflags.
  public static final int APPEND = 1;
  public static final int DSYNC = 1 << 1;
  public static final int NONBLOCK = 1 << 2;
  public static final int RSYNC = 1 << 3;
  public static final int SYNC = 1 << 4;

  private static IOException badDescriptor() {
    return ErrnoException.of(Errno.BADF);
  }

  /** One of {@link FileType}. */
  public abstract int fileType();

  /** {@code fs_flags}. */
  public int flags() {
    return 0;
  }

  /** {@code fs_rights_base}. */
  public abstract long rights();

  /** {@code fs_rights_inheriting}. */
  public long inheritingRights() {
    return rights();
  }

  /** The program's name for a preopened directory, UTF-8; null for all other descriptors. */
  public byte @Nullable [] preopenName() {
    return null;
  }

  /** The directory that paths start from. */
  public HostDirectory directory() throws IOException {
    throw badDescriptor();
  }

  /**
   * {@code fd_readdir}: writes entries from number {@code cookie} on. The last one is cut off at
   * the end of the room.
   *
   * @param room the size of the buffer; the caller has checked that the buffer is in the memory
   * @return how many bytes were written; fewer than {@code room} at the end of the directory
   */
  public int list(GuestMemory memory, int buffer, int room, long cookie) throws IOException {
    throw badDescriptor();
  }

  /** Reads into the vectors; returns how many bytes, 0 at the end. */
  public int read(GuestMemory memory, int vectors, int count) throws IOException {
    throw badDescriptor();
  }

  /** Writes the vectors; returns how many bytes. */
  public int write(GuestMemory memory, int vectors, int count) throws IOException {
    throw badDescriptor();
  }

  /** Reads at an offset. */
  public int readAt(GuestMemory memory, int vectors, int count, long offset) throws IOException {
    throw badDescriptor();
  }

  /** Writes at an offset. */
  public int writeAt(GuestMemory memory, int vectors, int count, long offset) throws IOException {
    throw badDescriptor();
  }

  /** Moves the position; returns the new one. */
  public long seek(long offset, int whence) throws IOException {
    throw badDescriptor();
  }

  /** The position. */
  public long tell() throws IOException {
    throw badDescriptor();
  }

  /** Writes what is buffered to the device; with {@code metadata}, also times and the like. */
  public void sync(boolean metadata) throws IOException {
    throw badDescriptor();
  }

  /** {@code fd_fdstat_set_flags}. */
  public void setFlags(int flags) throws IOException {
    throw badDescriptor();
  }

  /** {@code fd_filestat_get}. */
  public abstract FileStat stat() throws IOException;

  /** {@code fd_filestat_set_size}. */
  public void setSize(long size) throws IOException {
    throw badDescriptor();
  }

  /** {@code fd_filestat_set_times}. */
  public void setTimes(FileTimes times) throws IOException {
    throw badDescriptor();
  }

  /** {@code fd_advise}. */
  public void advise() throws IOException {
    throw badDescriptor();
  }

  /** {@code fd_allocate}. */
  public void allocate(long offset, long length) throws IOException {
    throw badDescriptor();
  }

  /**
   * How many bytes can be read without waiting: 0 at the end of a file, -1 if there are none yet.
   *
   * @param block whether the program waits for nothing else
   */
  public long readable(boolean block) throws IOException {
    throw badDescriptor();
  }

  /** Checks that the descriptor can be written. Writing never waits. */
  public void checkWritable() throws IOException {
    throw badDescriptor();
  }

  /** Writes out what is buffered. */
  public void flush() throws IOException {}

  /** Closes the file, directory or stream of the host. */
  public void close() throws IOException {}
}
