package dev.kiln.wasi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Whether a stream of this process is a terminal, which Java does not say of each. Looked up when
 * it is asked for.
 */
final class Terminal implements BooleanSupplier {
  private final int stream;
  private boolean known;
  private boolean answer;

  /** Of stream 0, 1 or 2. */
  Terminal(int stream) {
    this.stream = stream;
  }

  /** Whether it is one. */
  @Override
  public boolean getAsBoolean() {
    if (!known) {
      answer = look();
      known = true;
    }
    return answer;
  }

  private boolean look() {
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
