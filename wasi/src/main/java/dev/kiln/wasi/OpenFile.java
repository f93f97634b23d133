package dev.kiln.wasi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * An open file. Position and flags are the descriptor's own. {@code APPEND} is done here, since a
 * program may switch it at any time: with two writers at once it is not atomic.
 */
final class OpenFile extends Descriptor {
  /** The host copies what it reads and writes; larger pieces would keep larger copies alive. */
  private static final int PIECE = 1 << 17;

  private final FileChannel channel;
  private final Path path;
  private final BasicFileAttributes opened;
  private final boolean readable;
  private final boolean writable;
  private int flags;

  /**
   * A file.
   *
   * @param path where it was when it was opened
   * @param opened its attributes at that time
   */
  OpenFile(
      FileChannel channel,
      Path path,
      BasicFileAttributes opened,
      boolean readable,
      boolean writable,
      int flags) {
    this.channel = channel;
    this.path = path;
    this.opened = opened;
    this.readable = readable;
    this.writable = writable;
    this.flags = flags;
  }

  @Override
  int fileType() {
    return FileType.of(opened);
  }

  @Override
  int flags() {
    return flags;
  }

  @Override
  long rights() {
    long rights = Rights.ALL & ~Rights.SOCKETS;
    if (!readable) {
      rights &= ~(Rights.FD_READ | Rights.FD_READDIR);
    }
    if (!writable) {
      rights &= ~Rights.FD_WRITE;
    }
    return rights;
  }

  @Override
  OpenDirectory directory() throws IOException {
    throw new ErrnoException(Errno.NOTDIR);
  }

  private void checkReadable() throws IOException {
    if (!readable) {
      throw new ErrnoException(Errno.BADF);
    }
  }

  @Override
  void checkWritable() throws IOException {
    if (!writable) {
      throw new ErrnoException(Errno.BADF);
    }
  }

  private static void checkOffset(long offset) throws IOException {
    if (offset < 0) {
      throw new ErrnoException(Errno.INVAL);
    }
  }

  @Override
  int read(GuestMemory memory, int vectors, int count) throws IOException {
    checkReadable();
    return transfer(memory, vectors, count, -1, false);
  }

  @Override
  int readAt(GuestMemory memory, int vectors, int count, long offset) throws IOException {
    checkReadable();
    checkOffset(offset);
    return transfer(memory, vectors, count, offset, false);
  }

  @Override
  int write(GuestMemory memory, int vectors, int count) throws IOException {
    checkWritable();
    if ((flags & APPEND) != 0) {
      channel.position(channel.size());
    }
    return transfer(memory, vectors, count, -1, true);
  }

  @Override
  int writeAt(GuestMemory memory, int vectors, int count, long offset) throws IOException {
    checkWritable();
    checkOffset(offset);
    return transfer(memory, vectors, count, offset, true);
  }

  /**
   * Moves bytes at {@code offset}, or at the position where it is -1, until less comes than asked.
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
            return total; // what was moved counts; the next call meets the error again
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
  long seek(long offset, int whence) throws IOException {
    long base =
        switch (whence) {
          case 0 -> 0;
          case 1 -> channel.position();
          case 2 -> channel.size();
          default -> throw new ErrnoException(Errno.INVAL);
        };
    long target = base + offset;
    // Both below zero and past the largest offset.
    if (target < 0) {
      throw new ErrnoException(Errno.INVAL);
    }
    channel.position(target);
    return target;
  }

  @Override
  long tell() throws IOException {
    return channel.position();
  }

  @Override
  void sync(boolean metadata) throws IOException {
    channel.force(metadata);
  }

  @Override
  void setFlags(int wanted) throws IOException {
    if ((wanted & ~(APPEND | NONBLOCK)) != 0) {
      throw new ErrnoException(Errno.INVAL);
    }
    flags = flags & ~(APPEND | NONBLOCK) | wanted;
  }

  /** Java has no attributes of open files: they are asked by path, if it is still this file's. */
  @Override
  FileStat stat() throws IOException {
    BasicFileAttributes now = opened;
    try {
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (isThis(found)) {
        now = found;
      }
    } catch (IOException e) {
      now = opened; // renamed or removed
    }
    return FileStat.of(now, path).withSize(channel.size());
  }

  private boolean isThis(BasicFileAttributes found) {
    Object key = opened.fileKey();
    return key != null ? key.equals(found.fileKey()) : !found.isSymbolicLink();
  }

  @Override
  void setSize(long size) throws IOException {
    checkOffset(size);
    if (!writable) {
      throw new ErrnoException(Errno.INVAL);
    }
    if (size >= channel.size()) {
      extend(size);
      return;
    }
    long position = channel.position();
    channel.truncate(size);
    channel.position(position); // truncate moves a position that lies past the end
  }

  private void extend(long size) throws IOException {
    if (size > channel.size()) {
      channel.write(ByteBuffer.allocate(1), size - 1);
    }
  }

  @Override
  void allocate(long offset, long length) throws IOException {
    checkWritable();
    if (offset < 0 || length <= 0) {
      throw new ErrnoException(Errno.INVAL);
    }
    if (offset + length < 0) {
      throw new ErrnoException(Errno.FBIG);
    }
    extend(offset + length);
  }

  @Override
  void advise() {}

  @Override
  void setTimes(FileTimes times) throws IOException {
    Path folder = path.getParent();
    Path name = path.getFileName();
    if (folder == null || name == null) {
      throw new ErrnoException(Errno.NOTSUP);
    }
    try (HostDirectory directory = HostDirectory.open(folder)) {
      if (!isThis(directory.attributes(name))) {
        throw new ErrnoException(Errno.NOENT);
      }
      directory.setTimes(name, times);
    }
  }

  @Override
  long readable(boolean block) throws IOException {
    checkReadable();
    return Math.max(0, channel.size() - channel.position());
  }

  @Override
  void close() throws IOException {
    channel.close();
  }
}
