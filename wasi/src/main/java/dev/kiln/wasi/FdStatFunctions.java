package dev.kiln.wasi;

import java.io.IOException;

/** What descriptors are: flags, rights, attributes, preopened directories. */
final class FdStatFunctions {
  private final DescriptorTable descriptors;
  private final WasiClock clock;

  FdStatFunctions(Program program) {
    this.descriptors = program.descriptors();
    this.clock = program.clock();
  }

  void define(Imports imports) {
    imports.add("fd_fdstat_get", "ii", (m, w, n) -> fdstat(m, w.i32(n), w.i32(n + 1)));
    imports.add("fd_fdstat_set_flags", "ii", (m, w, n) -> setFlags(w.i32(n), w.i32(n + 1)));
    imports.add("fd_fdstat_set_rights", "ill", (m, w, n) -> setRights(w.i32(n)));
    imports.add("fd_filestat_get", "ii", (m, w, n) -> filestat(m, w.i32(n), w.i32(n + 1)));
    imports.add("fd_filestat_set_size", "il", (m, w, n) -> setSize(w.i32(n), w.i64(n + 1)));
    imports.add(
        "fd_filestat_set_times",
        "illi",
        (m, w, n) -> setTimes(w.i32(n), w.i64(n + 1), w.i64(n + 2), w.i32(n + 3)));
    imports.add("fd_prestat_get", "ii", (m, w, n) -> prestat(m, w.i32(n), w.i32(n + 1)));
    imports.add(
        "fd_prestat_dir_name",
        "iii",
        (m, w, n) -> prestatName(m, w.i32(n), w.i32(n + 1), w.i32(n + 2)));
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
    descriptor.setTimes(FileTimes.of(accessed, modified, flags, clock));
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
