package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import java.io.IOException;

/** Descriptors: reading, writing, positions, directories' entries. */
final class FdFunctions implements Family {
  private final DescriptorTable descriptors;

  FdFunctions(Wasi program) {
    this.descriptors = program.descriptors();
  }

  @Override
  public int call(String name, GuestMemory m, Window w, int n) throws IOException {
    return switch (name) {
      case "fd_read" -> read(m, w.i32(n), w.i32(n + 1), w.i32(n + 2), w.i32(n + 3));
      case "fd_write" -> write(m, w.i32(n), w.i32(n + 1), w.i32(n + 2), w.i32(n + 3));
      case "fd_pread" ->
          readAt(m, w.i32(n), w.i32(n + 1), w.i32(n + 2), w.i64(n + 3), w.i32(n + 4));
      case "fd_pwrite" ->
          writeAt(m, w.i32(n), w.i32(n + 1), w.i32(n + 2), w.i64(n + 3), w.i32(n + 4));
      case "fd_seek" -> seek(m, w.i32(n), w.i64(n + 1), w.i32(n + 2), w.i32(n + 3));
      case "fd_tell" -> tell(m, w.i32(n), w.i32(n + 1));
      case "fd_close" -> close(w.i32(n));
      case "fd_renumber" -> renumber(w.i32(n), w.i32(n + 1));
      case "fd_sync" -> sync(w.i32(n), true);
      case "fd_datasync" -> sync(w.i32(n), false);
      case "fd_allocate" -> allocate(w.i32(n), w.i64(n + 1), w.i64(n + 2));
      case "fd_advise" -> advise(w.i32(n), w.i32(n + 3));
      case "fd_readdir" ->
          readdir(m, w.i32(n), w.i32(n + 1), w.i32(n + 2), w.i64(n + 3), w.i32(n + 4));
      default -> throw Family.unknown(name);
    };
  }

  private int read(GuestMemory memory, int fd, int vectors, int count, int result)
      throws IOException {
    Descriptor descriptor = descriptors.get(fd);
    memory.checkVectors(vectors, count);
    memory.check(result, 4);
    memory.writeInt(result, descriptor.read(memory, vectors, count));
    return Errno.SUCCESS;
  }

  private int write(GuestMemory memory, int fd, int vectors, int count, int result)
      throws IOException {
    Descriptor descriptor = descriptors.get(fd);
    memory.checkVectors(vectors, count);
    memory.check(result, 4);
    memory.writeInt(result, descriptor.write(memory, vectors, count));
    return Errno.SUCCESS;
  }

  private int readAt(GuestMemory memory, int fd, int vectors, int count, long offset, int result)
      throws IOException {
    Descriptor descriptor = descriptors.get(fd);
    memory.checkVectors(vectors, count);
    memory.check(result, 4);
    memory.writeInt(result, descriptor.readAt(memory, vectors, count, offset));
    return Errno.SUCCESS;
  }

  private int writeAt(GuestMemory memory, int fd, int vectors, int count, long offset, int result)
      throws IOException {
    Descriptor descriptor = descriptors.get(fd);
    memory.checkVectors(vectors, count);
    memory.check(result, 4);
    memory.writeInt(result, descriptor.writeAt(memory, vectors, count, offset));
    return Errno.SUCCESS;
  }

  private int seek(GuestMemory memory, int fd, long offset, int whence, int result)
      throws IOException {
    Descriptor descriptor = descriptors.get(fd);
    memory.check(result, 8);
    memory.writeLong(result, descriptor.seek(offset, whence));
    return Errno.SUCCESS;
  }

  private int tell(GuestMemory memory, int fd, int result) throws IOException {
    memory.writeLong(result, descriptors.get(fd).tell());
    return Errno.SUCCESS;
  }

  private int close(int fd) throws IOException {
    descriptors.close(fd);
    return Errno.SUCCESS;
  }

  private int renumber(int from, int to) throws IOException {
    descriptors.renumber(from, to);
    return Errno.SUCCESS;
  }

  private int sync(int fd, boolean metadata) throws IOException {
    descriptors.get(fd).sync(metadata);
    return Errno.SUCCESS;
  }

  private int allocate(int fd, long offset, long length) throws IOException {
    descriptors.get(fd).allocate(offset, length);
    return Errno.SUCCESS;
  }

  /** Advice is taken note of and has no effect: Java cannot pass it on. */
  private int advise(int fd, int advice) throws IOException {
    descriptors.get(fd).advise();
    return advice >= 0 && advice <= 5 ? Errno.SUCCESS : Errno.INVAL;
  }

  private int readdir(GuestMemory memory, int fd, int buffer, int length, long cookie, int result)
      throws IOException {
    OpenDirectory directory = descriptors.get(fd).directory();
    memory.check(buffer, length & 0xffffffffL);
    memory.check(result, 4);
    memory.writeInt(result, directory.list(memory, buffer, length, cookie));
    return Errno.SUCCESS;
  }
}
