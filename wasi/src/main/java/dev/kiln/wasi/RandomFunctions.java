package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Random bytes. */
final class RandomFunctions implements Family {
  /** Made when it is needed: a {@link SecureRandom} costs a small program most of its start. */
  private @Nullable RandomGenerator random;

  private final byte[] piece = new byte[4096];

  RandomFunctions(Wasi program) {
    this.random = program.random();
  }

  @Override
  public int call(String name, GuestMemory m, Window w, int n) {
    return switch (name) {
      case "random_get" -> fill(m, w.i32(n), w.i32(n + 1));
      default -> throw Family.unknown(name);
    };
  }

  private int fill(GuestMemory memory, int address, int length) {
    memory.check(address, length & 0xffffffffL);
    RandomGenerator source = random;
    if (source == null) {
      source = new SecureRandom();
      random = source;
    }
    for (int done = 0; done < length; done += piece.length) {
      source.nextBytes(piece);
      memory.memory().write(address + done, piece, 0, Math.min(piece.length, length - done));
    }
    return Errno.SUCCESS;
  }
}
