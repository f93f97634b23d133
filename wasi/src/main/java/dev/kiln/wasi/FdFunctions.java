package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import dev.kiln.wasi.descriptor.Descriptor;
import dev.kiln.wasi.descriptor.DescriptorTable;
import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import dev.kiln.wasi.guest.GuestMemory;
import java.io.IOException;

/**
 * Descriptors: reading, writing and positions, entries of directories, flags and rights, preopened
 * directories; and the functions of sockets, because no descriptor is a socket.
 */
final class FdFunctions {
  private static final int MAX_ADVICE = 5;

  private FdFunctions() {}

  static void call(String name, DescriptorTable descriptors, GuestMemory m, Window w, int n)
      throws IOException {
    Descriptor descriptor = descriptors.get(w.i32(n)); // a bad number is BADF before all else
    switch (name) {
      case "fd_read" -> {
        checkTransfer(m, w, n, n + 3);
        m.writeInt(w.i32(n + 3), descriptor.read(m, w.i32(n + 1), w.i32(n + 2)));
      }
      case "fd_write" -> {
        checkTransfer(m, w, n, n + 3);
        m.writeInt(w.i32(n + 3), descriptor.write(m, w.i32(n + 1), w.i32(n + 2)));
      }
      case "fd_pread" -> {
        checkTransfer(m, w, n, n + 4);
        m.writeInt(w.i32(n + 4), descriptor.readAt(m, w.i32(n + 1), w.i32(n + 2), w.i64(n + 3)));
      }
      case "fd_pwrite" -> {
        checkTransfer(m, w, n, n + 4);
        m.writeInt(w.i32(n + 4), descriptor.writeAt(m, w.i32(n + 1), w.i32(n + 2), w.i64(n + 3)));
      }
      case "fd_seek" -> seek(m, descriptor, w.i64(n + 1), w.i32(n + 2), w.i32(n + 3));
      case "fd_tell" -> m.writeLong(w.i32(n + 1), descriptor.tell());
      case "fd_close" -> descriptors.close(w.i32(n));
      case "fd_renumber" -> descriptors.renumber(w.i32(n), w.i32(n + 1));
      case "fd_sync" -> descriptor.sync(true);
      case "fd_datasync" -> descriptor.sync(false);
      case "fd_allocate" -> descriptor.allocate(w.i64(n + 1), w.i64(n + 2));
      case "fd_advise" -> advise(descriptor, w.i32(n + 3));
      case "fd_readdir" ->
          readdir(m, descriptor, w.i32(n + 1), w.i32(n + 2), w.i64(n + 3), w.i32(n + 4));
      case "fd_fdstat_get" -> fdstat(m, descriptor, w.i32(n + 1));
      case "fd_fdstat_set_flags" -> descriptor.setFlags(w.i32(n + 1) & 0xffff);
      case "fd_fdstat_set_rights" -> {
        // A file keeps the rights that it was opened with, as with wasmtime.
      }
      case "fd_prestat_get" -> prestat(m, descriptor, w.i32(n + 1));
      case "fd_prestat_dir_name" -> prestatName(m, descriptor, w.i32(n + 1), w.i32(n + 2));
      case "sock_accept", "sock_recv", "sock_send", "sock_shutdown" ->
          throw ErrnoException.of(Errno.NOTSOCK);
      default -> throw WasiFailures.noFunction(name);
    }
  }

  /** Checks all addresses of a transfer first: a trap must not come after bytes have moved. */
  private static void checkTransfer(GuestMemory memory, Window w, int n, int result) {
    memory.checkVectors(w.i32(n + 1), w.i32(n + 2));
    memory.check(w.i32(result), 4);
  }

  private static void seek(
      GuestMemory memory, Descriptor descriptor, long offset, int whence, int result)
      throws IOException {
    memory.check(result, 8);
    memory.writeLong(result, descriptor.seek(offset, whence));
  }

  /** Advice has no effect, because Java cannot pass it on. */
  private static void advise(Descriptor descriptor, int advice) throws IOException {
    descriptor.advise();
    if (advice < 0 || advice > MAX_ADVICE) {
      throw ErrnoException.of(Errno.INVAL);
    }
  }

  private static void readdir(
      GuestMemory memory, Descriptor directory, int buffer, int length, long cookie, int result)
      throws IOException {
    directory.directory(); // refuses other descriptors before a bad address traps
    memory.check(buffer, length & 0xffffffffL);
    memory.check(result, 4);
    memory.writeInt(result, directory.list(memory, buffer, length, cookie));
  }

  private static void fdstat(GuestMemory memory, Descriptor descriptor, int address) {
    memory.check(address, 24);
    memory.writeLong(address, descriptor.fileType() | descriptor.flags() << 16);
    memory.writeLong(address + 8, descriptor.rights());
    memory.writeLong(address + 16, descriptor.inheritingRights());
  }

  private static void prestat(GuestMemory memory, Descriptor descriptor, int address)
      throws IOException {
    byte[] name = descriptor.preopenName();
    if (name == null) {
      throw ErrnoException.of(Errno.BADF);
    }
    memory.check(address, 8);
    memory.writeInt(address, 0); // the tag: a directory
    memory.writeInt(address + 4, name.length);
  }

  private static void prestatName(
      GuestMemory memory, Descriptor descriptor, int address, int length) throws IOException {
    byte[] name = descriptor.preopenName();
    if (name == null) {
      throw ErrnoException.of(Errno.NOTDIR);
    }
    if (name.length > (length & 0xffffffffL)) {
      throw ErrnoException.of(Errno.NAMETOOLONG);
    }
    memory.write(address, name);
  }
}
