package dev.kiln.wasi;

import dev.kiln.runtime.Memory;
import dev.kiln.runtime.Trap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The program's memory with what WASI needs beyond {@link Memory}: ranges checked as a whole, a
 * view for channels that is made once, strict text. Addresses and lengths are unsigned; one that is
 * out of the memory is a {@link Trap}.
 */
final class GuestMemory {
  private final Memory memory;
  private @Nullable ByteBuffer view;

  GuestMemory(Memory memory) {
    this.memory = memory;
  }

  Memory memory() {
    return memory;
  }

  /** Checks that {@code length} bytes from {@code address} on are in the memory. */
  void check(int address, long length) {
    long from = address & 0xffffffffL;
    if (length > memory.byteSize() - from) {
      throw new Trap(
          Trap.Kind.MEMORY_OUT_OF_BOUNDS,
          "out of bounds memory access: WASI was given "
              + length
              + " bytes at "
              + from
              + " of "
              + memory.byteSize());
    }
  }

  /** Checks a list of {@code count} vectors and all that they point to. */
  void checkVectors(int vectors, int count) {
    check(vectors, (count & 0xffffffffL) * 8);
    for (int i = 0; i < count; i++) {
      check(pointer(vectors, i), length(vectors, i) & 0xffffffffL);
    }
  }

  /** Where vector {@code index} points to. */
  int pointer(int vectors, int index) {
    return memory.readInt(vectors + index * 8);
  }

  /** How many bytes vector {@code index} has, unsigned; never negative once checked. */
  int length(int vectors, int index) {
    return memory.readInt(vectors + index * 8 + 4);
  }

  /** A view of {@code length} checked bytes; the same object each time. */
  ByteBuffer view(int address, int length) {
    ByteBuffer known = view;
    // The array behind a memory is replaced only where the memory grows.
    if (known == null || known.capacity() != memory.byteSize()) {
      known = memory.buffer();
      view = known;
    }
    return known.limit(address + length).position(address);
  }

  int readInt(int address) {
    return memory.readInt(address);
  }

  void writeInt(int address, int value) {
    memory.writeInt(address, value);
  }

  void writeLong(int address, long value) {
    memory.writeLong(address, value);
  }

  void write(int address, byte[] source) {
    memory.write(address, source, 0, source.length);
  }

  /**
   * The text of {@code length} bytes.
   *
   * @throws ErrnoException {@code ILSEQ} where it is not UTF-8
   */
  String text(int address, int length) throws IOException {
    check(address, length & 0xffffffffL);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(view(address, length))
          .toString();
    } catch (IOException e) { // a CharacterCodingException
      throw Failures.errno(Errno.ILSEQ);
    }
  }
}
