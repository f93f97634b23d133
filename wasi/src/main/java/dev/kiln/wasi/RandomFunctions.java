package dev.kiln.wasi;

import dev.kiln.wasi.guest.GuestMemory;
import java.util.random.RandomGenerator;

/** Random bytes. */
final class RandomFunctions {
  private static final int MAX_PIECE = 4096;

  private RandomFunctions() {}

  /** {@code random_get}. */
  static void get(RandomGenerator source, GuestMemory memory, int address, int length) {
    memory.check(address, length & 0xffffffffL);
    byte[] piece = new byte[Math.min(length, MAX_PIECE)];
    for (int done = 0; done < length; done += piece.length) {
      source.nextBytes(piece);
      memory.memory().write(address + done, piece, 0, Math.min(piece.length, length - done));
    }
  }
}
