package dev.kiln.wasi.descriptor;

import dev.kiln.wasi.directory.FileTimes;
import dev.kiln.wasi.directory.HostDirectory;
import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import dev.kiln.wasi.guest.GuestMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * An open file. The descriptor keeps the position and the flags. {@code APPEND} is done here,
 * because a program may switch it at any time. So it is not atomic when two writers append at once.
 */
public final class OpenFile extends Descriptor {
  /** The host copies what it reads and writes; larger pieces would keep larger copies alive. */
  private static final int PIECE = 1 << 17;

  private final FileChannel channel;
  private final Path path;
  private final BasicFileAttributes opened;
  private final long access;
  private int flags;

  /**
   * A descriptor for a file.
   *
   * @param path the file's path when it was opened
   * @param opened the file's attributes at that time
   * @param rights the rights that the program asked for
   * @param flags {@code fdflags}
   */
  public OpenFile(
      FileChannel channel, Path path, BasicFileAttributes opened, long rights, int flags) {
    this.channel = channel;
    this.path = path;
    this.opened = opened;
    this.access = rights & (Rights.FD_READ | Rights.FD_WRITE);
    this.flags = flags;
  }

  private boolean mayRead() {
    return (access & Rights.FD_READ) != 0;
  }

  private boolean mayWrite() {
    return (access & Rights.FD_WRITE) != 0;
  }

  @Override
  public int fileType() {
    return FileType.of(opened);
  }

  @Override
  public int flags() {
    return flags;
  }

  @Override
  public long rights() {
    long rights = Rights.ALL & ~Rights.SOCKETS;
    if (!mayRead()) {
      rights &= ~(Rights.FD_READ | Rights.FD_READDIR);
    }
    if (!mayWrite()) {
      rights &= ~Rights.FD_WRITE;
    }
    return rights;
  }

  @Override
  public HostDirectory directory() throws IOException {
    throw ErrnoException.of(Errno.NOTDIR);
  }

  private void checkReadable() throws IOException {
    if (!mayRead()) {
      throw ErrnoException.of(Errno.BADF);
    }
  }

  @Override
  public void checkWritable() throws IOException {
    if (!mayWrite()) {
      throw ErrnoException.of(Errno.BADF);
    }
  }

  private static void checkOffset(long offset) throws IOException {
    if (offset < 0) {
      throw ErrnoException.of(Errno.INVAL);
    }
  }

  @Override
  public int read(GuestMemory memory, int vectors, int count) throws IOException {
    checkReadable();
    return transfer(memory, vectors, count, -1, false);
  }

  @Override
  public int readAt(GuestMemory memory, int vectors, int count, long offset) throws IOException {
    checkReadable();
    checkOffset(offset);
    return transfer(memory, vectors, count, offset, false);
  }

  @Override
  public int write(GuestMemory memory, int vectors, int count) throws IOException {
    checkWritable();
    if ((flags & APPEND) != 0) {
      channel.position(channel.size());
    }
    return transfer(memory, vectors, count, -1, true);
  }

  @Override
  public int writeAt(GuestMemory memory, int vectors, int count, long offset) throws IOException {
    checkWritable();
    checkOffset(offset);
    return transfer(memory, vectors, count, offset, true);
  }

  /**
   * Reads or writes the vectors in order. Stops when the host moves fewer bytes than it was given.
   *
   * @param offset the place in the file; -1 is the position
   */
  private int transfer(GuestMemory memory, int vectors, int count, long offset, boolean write)
      throws IOException {
    int total = 0;
    for (int i = 0; i < count; i++) {
      int address = memory.pointer(vectors, i);
      int left = memory.length(vectors, i);
      if (total + left < 0) {
        return total;
      }
      while (left > 0) {
        int piece = Math.min(left, PIECE);
        int n;
        try {
          n = move(memory.view(address, piece), offset < 0 ? -1 : offset + total, write);
        } catch (IOException e) {
          if (total > 0) {
            return total; // these bytes count; the next call meets the error again
          }
          throw e;
        }
        if (n <= 0) {
          return total;
        }
        total += n;
        address += n;
        left -= n;
        if (n < piece) {
          return total;
        }
      }
    }
    return total;
  }

  private int move(ByteBuffer bytes, long offset, boolean write) throws IOException {
    if (write) {
      return offset < 0 ? channel.write(bytes) : channel.write(bytes, offset);
    }
    return offset < 0 ? channel.read(bytes) : channel.read(bytes, offset);
  }

  @Override
  public long seek(long offset, int whence) throws IOException {
    long base =
        switch (whence) {
          case 0 -> 0;
          case 1 -> channel.position();
          case 2 -> channel.size();
          default -> throw ErrnoException.of(Errno.INVAL);
        };
    long target = base + offset;
    // A sum past the largest offset is negative, too.
    if (target < 0) {
      throw ErrnoException.of(Errno.INVAL);
    }
    channel.position(target);
    return target;
  }

  @Override
  public long tell() throws IOException {
    return channel.position();
  }

  @Override
  public void sync(boolean metadata) throws IOException {
    channel.force(metadata);
  }

  @Override
  public void setFlags(int wanted) throws IOException {
    if ((wanted & ~(APPEND | NONBLOCK)) != 0) {
      throw ErrnoException.of(Errno.INVAL);
    }
    flags = flags & ~(APPEND | NONBLOCK) | wanted;
  }

  /** Java gives attributes by path only, so the path is asked if it still leads to this file. */
  @Override
  public FileStat stat() throws IOException {
    BasicFileAttributes now = opened;
    try {
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (isThis(found)) {
        now = found;
      }
    } catch (IOException e) {
      now = opened; // the file was renamed or removed
    }
    return FileStat.of(now, path).withSize(channel.size());
  }

  private boolean isThis(BasicFileAttributes found) {
    Object key = opened.fileKey();
    return key != null ? key.equals(found.fileKey()) : !found.isSymbolicLink();
  }

  @Override
  public void setSize(long size) throws IOException {
    checkOffset(size);
    if (!mayWrite()) {
      throw ErrnoException.of(Errno.INVAL);
    }
    if (size >= channel.size()) {
      extend(size);
      return;
    }
    long position = channel.position();
    channel.truncate(size);
    channel.position(position); // truncate moves a position past the end
  }

  private void extend(long size) throws IOException {
    if (size > channel.size()) {
      channel.write(ByteBuffer.allocate(1), size - 1);
    }
  }

  @Override
  public void allocate(long offset, long length) throws IOException {
    checkWritable();
    if (offset < 0 || length <= 0) {
      throw ErrnoException.of(Errno.INVAL);
    }
    if (offset + length < 0) {
      throw ErrnoException.of(Errno.FBIG);
    }
    extend(offset + length);
  }

  @Override
  public void advise() {}

  @Override
  public void setTimes(FileTimes times) throws IOException {
    Path folder = path.getParent();
    Path name = path.getFileName();
    if (folder == null || name == null) {
      throw ErrnoException.of(Errno.NOTSUP);
    }
    try (HostDirectory directory = HostDirectory.open(folder)) {
      if (!isThis(directory.attributes(name))) {
        throw ErrnoException.of(Errno.NOENT);
      }
      directory.setTimes(name, times);
    }
  }

  @Override
  public long readable(boolean block) throws IOException {
    checkReadable();
    return Math.max(0, channel.size() - channel.position());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
