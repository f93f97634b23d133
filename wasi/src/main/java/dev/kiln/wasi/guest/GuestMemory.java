package dev.kiln.wasi.guest;

import dev.kiln.runtime.Memory;
import dev.kiln.runtime.Trap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The program's memory, with what WASI needs beyond {@link Memory}: checks of whole ranges, one
 * view for channels, and strict text. Addresses and lengths are unsigned 32-bit numbers. An address
 * outside the memory is a {@link Trap}. Not thread-safe.
 */
public final class GuestMemory {
  private final Memory memory;
  private @Nullable ByteBuffer view;

  /** Over the memory that the program exports. */
  public GuestMemory(Memory memory) {
    this.memory = memory;
  }

  /** The memory itself. */
  public Memory memory() {
    return memory;
  }

  /**
   * Checks that a range of bytes is in the memory.
   *
   * @param address the first byte
   * @param length the number of bytes, at least 0
   */
  public void check(int address, long length) {
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

  /** Checks a list of {@code count} vectors, and the bytes that each of them points to. */
  public void checkVectors(int vectors, int count) {
    check(vectors, (count & 0xffffffffL) * 8);
    for (int i = 0; i < count; i++) {
      check(pointer(vectors, i), length(vectors, i) & 0xffffffffL);
    }
  }

  /** The address that vector {@code index} points to. */
  public int pointer(int vectors, int index) {
    return memory.readInt(vectors + index * 8);
  }

  /** The number of bytes of vector {@code index}; never negative after {@link #checkVectors}. */
  public int length(int vectors, int index) {
    return memory.readInt(vectors + index * 8 + 4);
  }

  /** A view of {@code length} bytes that have been checked; the same object each time. */
  public ByteBuffer view(int address, int length) {
    ByteBuffer known = view;
    // The array behind a memory is replaced only when the memory grows.
    if (known == null || known.capacity() != memory.byteSize()) {
      known = memory.buffer();
      view = known;
    }
    return known.limit(address + length).position(address);
  }

  /** Reads four bytes. */
  public int readInt(int address) {
    return memory.readInt(address);
  }

  /** Writes four bytes. */
  public void writeInt(int address, int value) {
    memory.writeInt(address, value);
  }

  /** Writes eight bytes. */
  public void writeLong(int address, long value) {
    memory.writeLong(address, value);
  }

  /** Writes all bytes of an array. */
  public void write(int address, byte[] source) {
    memory.write(address, source, 0, source.length);
  }

  /**
   * Reads {@code length} bytes as text.
   *
   * @throws IOException with {@code ILSEQ} if the bytes are not UTF-8
   */
  public String text(int address, int length) throws IOException {
    check(address, length & 0xffffffffL);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(view(address, length))
          .toString();
    } catch (IOException e) { // a CharacterCodingException
      throw ErrnoException.of(Errno.ILSEQ);
    }
  }
}
