package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import java.util.random.RandomGenerator;

/** Random bytes. */
final class RandomFunctions {
  private static final int MAX_PIECE = 4096;

  private final Wasi program;

  RandomFunctions(Wasi program) {
    this.program = program;
  }

  int call(String name, GuestMemory m, Window w, int n) {
    return switch (name) {
      case "random_get" -> fill(m, w.i32(n), w.i32(n + 1));
      default -> throw Imports.unknown(name);
    };
  }

  private int fill(GuestMemory memory, int address, int length) {
    memory.check(address, length & 0xffffffffL);
    RandomGenerator source = program.random();
    byte[] piece = new byte[Math.min(length, MAX_PIECE)];
    for (int done = 0; done < length; done += piece.length) {
      source.nextBytes(piece);
      memory.memory().write(address + done, piece, 0, Math.min(piece.length, length - done));
    }
    return Errno.SUCCESS;
  }
}
