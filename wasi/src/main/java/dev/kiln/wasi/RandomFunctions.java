package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import dev.kiln.wasi.guest.GuestMemory;
import java.util.random.RandomGenerator;

/** Random bytes. */
final class RandomFunctions {
  private static final int MAX_PIECE = 4096;

  private RandomFunctions() {}

  static void call(String name, RandomGenerator source, GuestMemory m, Window w, int n) {
    switch (name) {
      case "random_get" -> fill(source, m, w.i32(n), w.i32(n + 1));
      default -> throw WasiFailures.noFunction(name);
    }
  }

  private static void fill(RandomGenerator source, GuestMemory memory, int address, int length) {
    memory.check(address, length & 0xffffffffL);
    byte[] piece = new byte[Math.min(length, MAX_PIECE)];
    for (int done = 0; done < length; done += piece.length) {
      source.nextBytes(piece);
      memory.memory().write(address + done, piece, 0, Math.min(piece.length, length - done));
    }
  }
}
