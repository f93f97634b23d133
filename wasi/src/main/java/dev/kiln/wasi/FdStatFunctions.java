package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import java.io.IOException;

/** What descriptors are: flags, rights, attributes, preopened directories. */
final class FdStatFunctions implements Family {
  private final Wasi program;
  private final DescriptorTable descriptors;

  FdStatFunctions(Wasi program) {
    this.program = program;
    this.descriptors = program.descriptors();
  }

  @Override
  public int call(String name, GuestMemory m, Window w, int n) throws IOException {
    return switch (name) {
      case "fd_fdstat_get" -> fdstat(m, w.i32(n), w.i32(n + 1));
      case "fd_fdstat_set_flags" -> setFlags(w.i32(n), w.i32(n + 1));
      case "fd_fdstat_set_rights" -> setRights(w.i32(n));
      case "fd_filestat_get" -> filestat(m, w.i32(n), w.i32(n + 1));
      case "fd_filestat_set_size" -> setSize(w.i32(n), w.i64(n + 1));
      case "fd_filestat_set_times" -> setTimes(w.i32(n), w.i64(n + 1), w.i64(n + 2), w.i32(n + 3));
      case "fd_prestat_get" -> prestat(m, w.i32(n), w.i32(n + 1));
      case "fd_prestat_dir_name" -> prestatName(m, w.i32(n), w.i32(n + 1), w.i32(n + 2));
      default -> throw Family.unknown(name);
    };
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
