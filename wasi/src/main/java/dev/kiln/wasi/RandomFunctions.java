package dev.kiln.wasi;

import java.util.random.RandomGenerator;

/** Random bytes. */
final class RandomFunctions {
  private final RandomGenerator random;
  private final byte[] piece = new byte[4096];

  RandomFunctions(Program program) {
    this.random = program.random();
  }

  void define(Imports imports) {
    imports.add("random_get", "ii", (m, w, n) -> fill(m, w.i32(n), w.i32(n + 1)));
  }

  private int fill(GuestMemory memory, int address, int length) {
    memory.check(address, length & 0xffffffffL);
    for (int done = 0; done < length; done += piece.length) {
      random.nextBytes(piece);
      memory.memory().write(address + done, piece, 0, Math.min(piece.length, length - done));
    }
    return Errno.SUCCESS;
  }
}
