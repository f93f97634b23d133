package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import java.io.IOException;

/**
 * Descriptors: reading, writing, positions, directories' entries; what they are: flags, rights,
 * attributes, preopened directories.
 */
final class FdFunctions {
  private final Wasi program;
  private final DescriptorTable descriptors;

  FdFunctions(Wasi program) {
    this.program = program;
    this.descriptors = program.descriptors();
  }

  int call(String name, GuestMemory m, Window w, int n) throws IOException {
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
      case "fd_fdstat_get" -> fdstat(m, w.i32(n), w.i32(n + 1));
      case "fd_fdstat_set_flags" -> setFlags(w.i32(n), w.i32(n + 1));
      case "fd_fdstat_set_rights" -> setRights(w.i32(n));
      case "fd_filestat_get" -> filestat(m, w.i32(n), w.i32(n + 1));
      case "fd_filestat_set_size" -> setSize(w.i32(n), w.i64(n + 1));
      case "fd_filestat_set_times" -> setTimes(w.i32(n), w.i64(n + 1), w.i64(n + 2), w.i32(n + 3));
      case "fd_prestat_get" -> prestat(m, w.i32(n), w.i32(n + 1));
      case "fd_prestat_dir_name" -> prestatName(m, w.i32(n), w.i32(n + 1), w.i32(n + 2));
      default -> throw Imports.unknown(name);
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

  private int fdstat(GuestMemory memory, int fd, int address) throws IOException {
    Descriptor descriptor = descriptors.get(fd);
    memory.check(address, 24);
    memory.writeLong(address, descriptor.fileType() | descriptor.flags() << 16);
    memory.writeLong(address + 8, descriptor.rights());
    memory.writeLong(address + 16, descriptor.inheritingRights());
    return Errno.SUCCESS;
  }

  private int setFlags(int fd, int flags) throws IOException {
    descriptors.get(fd).setFlags(flags & 0xffff);
    return Errno.SUCCESS;
  }

  /** Rights are what a file was opened for and are never narrowed, as with wasmtime. */
  private int setRights(int fd) throws IOException {
    descriptors.get(fd);
    return Errno.SUCCESS;
  }

  private int filestat(GuestMemory memory, int fd, int address) throws IOException {
    descriptors.get(fd).stat().write(memory, address);
    return Errno.SUCCESS;
  }

  private int setSize(int fd, long size) throws IOException {
    descriptors.get(fd).setSize(size);
    return Errno.SUCCESS;
  }

  private int setTimes(int fd, long accessed, long modified, int flags) throws IOException {
    Descriptor descriptor = descriptors.get(fd);
    descriptor.setTimes(FileTimes.of(accessed, modified, flags, program.clock()));
    return Errno.SUCCESS;
  }

  private int prestat(GuestMemory memory, int fd, int address) throws IOException {
    if (!(descriptors.get(fd) instanceof OpenDirectory directory)) {
      return Errno.BADF;
    }
    byte[] name = directory.preopenName();
    if (name == null) {
      return Errno.BADF;
    }
    memory.check(address, 8);
    memory.writeInt(address, 0); // the tag: a directory
    memory.writeInt(address + 4, name.length);
    return Errno.SUCCESS;
  }

  private int prestatName(GuestMemory memory, int fd, int address, int length) throws IOException {
    if (!(descriptors.get(fd) instanceof OpenDirectory directory)) {
      return Errno.NOTDIR;
    }
    byte[] name = directory.preopenName();
    if (name == null) {
      return Errno.NOTDIR;
    }
    if (name.length > (length & 0xffffffffL)) {
      return Errno.NAMETOOLONG;
    }
    memory.write(address, name);
    return Errno.SUCCESS;
  }
}
