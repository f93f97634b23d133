package dev.kiln.runtime;

import dev.kiln.runtime.abi.Bytes;
import dev.kiln.runtime.abi.LinearMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A linear memory. Addresses and lengths are bytes. Confined to the thread that uses the store,
 * like everything of it.
 */
public final class Memory implements Extern {
  private final Store<?> store;
  private final MemoryType declared;
  private final LinearMemory state;

  private Memory(Store<?> store, MemoryType type, boolean exact) {
    if (type.min() > LinearMemory.MAX_PAGES) {
      throw new LinkException(
          "a memory of " + type.min() + " pages is too large: at most 32767 pages can be had");
    }
    Bytes.prepare();
    this.store = store;
    this.declared = type;
    long max = type.max() == MemoryType.NO_MAX ? LinearMemory.MAX_PAGES : type.max();
    this.state = new LinearMemory((int) type.min(), max, exact, (current, desired) -> true);
  }

  /**
   * A memory of its own.
   *
   * @throws LinkException where it is larger than 32,767 pages
   */
  public static Memory create(Store<?> store, MemoryType type) {
    return new Memory(store, type, false);
  }

  /** A memory for a module; {@code exact} if its code checks against the length of the array. */
  static Memory forModule(Store<?> store, MemoryType type, boolean exact) {
    return new Memory(store, type, exact);
  }

  /** The state that compiled code works on. */
  LinearMemory state() {
    return state;
  }

  @Override
  public Store<?> store() {
    return store;
  }

  @Override
  public MemoryType type() {
    return new MemoryType(state.size(), declared.max());
  }

  /** The size in pages of 65,536 bytes. */
  public int pages() {
    return state.size();
  }

  /** The size in bytes. */
  public int byteSize() {
    return state.limit;
  }

  /**
   * Grows the memory.
   *
   * @param delta pages to add, at least 0
   * @return the old size in pages, or -1 where the maximum or the heap refuses
   */
  public int grow(int delta) {
    if (delta < 0) {
      throw new IllegalArgumentException("cannot grow a memory by " + delta + " pages");
    }
    return state.grow(delta);
  }

  /** A view of the content without a copy, little-endian; stale once the memory grew. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(state.bytes, 0, state.limit).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The unsigned byte at {@code address}. */
  public int readByte(int address) {
    return state.bytes[check(address, 1)] & 0xff;
  }

  /** The 16-bit integer at {@code address}, without a sign. */
  public int readShort(int address) {
    return (char) Bytes.U16.get(state.bytes, check(address, 2));
  }

  /** The 32-bit integer at {@code address}. */
  public int readInt(int address) {
    return (int) Bytes.I32.get(state.bytes, check(address, 4));
  }

  /** The 64-bit integer at {@code address}. */
  public long readLong(int address) {
    return (long) Bytes.I64.get(state.bytes, check(address, 8));
  }

  /** Writes the low 8 bits of {@code value}. */
  public void writeByte(int address, int value) {
    state.bytes[check(address, 1)] = (byte) value;
  }

  /** Writes the low 16 bits of {@code value}. */
  public void writeShort(int address, int value) {
    Bytes.I16.set(state.bytes, check(address, 2), (short) value);
  }

  /** Writes 32 bits. */
  public void writeInt(int address, int value) {
    Bytes.I32.set(state.bytes, check(address, 4), value);
  }

  /** Writes 64 bits. */
  public void writeLong(int address, long value) {
    Bytes.I64.set(state.bytes, check(address, 8), value);
  }

  /** Copies {@code length} bytes from {@code address} to {@code target[offset…]}. */
  public void read(int address, byte[] target, int offset, int length) {
    System.arraycopy(state.bytes, check(address, length), target, offset, length);
  }

  /** Copies {@code length} bytes from {@code source[offset…]} to {@code address}. */
  public void write(int address, byte[] source, int offset, int length) {
    System.arraycopy(source, offset, state.bytes, check(address, length), length);
  }

  /** The UTF-8 text of {@code length} bytes at {@code address}; malformed parts become U+FFFD. */
  public String readString(int address, int length) {
    return new String(state.bytes, check(address, length), length, StandardCharsets.UTF_8);
  }

  /**
   * Checks that {@code length} bytes from {@code address} on are in the memory; both are unsigned
   * 32-bit.
   *
   * @throws Trap where they are not
   */
  private int check(int address, int length) {
    if ((address & 0xffffffffL) + (length & 0xffffffffL) > state.limit) {
      throw new Trap(
          Trap.Kind.MEMORY_OUT_OF_BOUNDS,
          "out of bounds memory access: "
              + (length & 0xffffffffL)
              + " bytes at "
              + (address & 0xffffffffL)
              + " of "
              + state.limit);
    }
    return address;
  }

  @Override
  public String toString() {
    return Objects.toString(type());
  }
}
