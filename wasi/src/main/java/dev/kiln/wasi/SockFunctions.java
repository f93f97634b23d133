package dev.kiln.wasi;

import java.io.IOException;

/** Sockets: no descriptor is one. */
final class SockFunctions {
  private final DescriptorTable descriptors;

  SockFunctions(Program program) {
    this.descriptors = program.descriptors();
  }

  void define(Imports imports) {
    imports.add("sock_accept", "iii", (m, w, n) -> refuse(w.i32(n)));
    imports.add("sock_recv", "iiiiii", (m, w, n) -> refuse(w.i32(n)));
    imports.add("sock_send", "iiiii", (m, w, n) -> refuse(w.i32(n)));
    imports.add("sock_shutdown", "ii", (m, w, n) -> refuse(w.i32(n)));
  }

  private int refuse(int fd) throws IOException {
    descriptors.get(fd);
    return Errno.NOTSOCK;
  }
}
