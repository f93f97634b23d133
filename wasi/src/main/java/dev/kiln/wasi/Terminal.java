package dev.kiln.wasi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the streams of this process are a terminal, which Java does not say of each. */
final class Terminal {
  private Terminal() {}

  /** Whether stream 0, 1 or 2 is one. */
  static boolean is(int stream) {
    try {
      String target = Files.readSymbolicLink(Path.of("/dev/fd/" + stream)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      // Not Linux: this says whether input and output both are.
      return System.console() != null;
    }
  }
}
