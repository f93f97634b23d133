package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import java.io.IOException;

/** Sockets: no descriptor is one. */
final class SockFunctions {
  private final DescriptorTable descriptors;

  SockFunctions(Wasi program) {
    this.descriptors = program.descriptors();
  }

  int call(String name, GuestMemory m, Window w, int n) throws IOException {
    return switch (name) {
      case "sock_accept", "sock_recv", "sock_send", "sock_shutdown" -> refuse(w.i32(n));
      default -> throw Imports.unknown(name);
    };
  }

  private int refuse(int fd) throws IOException {
    descriptors.get(fd);
    return Errno.NOTSOCK;
  }
}
