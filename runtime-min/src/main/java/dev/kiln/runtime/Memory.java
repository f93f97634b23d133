package dev.kiln.runtime;

import dev.kiln.runtime.abi.LinearMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A linear memory. Addresses and lengths are bytes and unsigned. An {@code int} address of 2³¹ and
 * above may be given as the negative number that it is in Java: no memory reaches that far as long
 * as its content is one array. Numbers are little-endian. Every accessor traps with {@link
 * Trap.Kind#MEMORY_OUT_OF_BOUNDS}, and changes nothing, where an access is not within the memory.
 * Confined to the thread that uses the store, like everything of it.
 */
public final class Memory implements Extern {
  private final Store<?> store;
  private final long max;
  private final LinearMemory state;

  private Memory(Store<?> store, long min, long max, boolean exact, String where) {
    if (min > LinearMemory.MAX_PAGES) {
      throw Failures.link(
          where + "a memory of " + min + " pages is too large: at most 32767 pages can be had");
    }
    long bytes = min * LinearMemory.PAGE;
    long maximum = max == MemoryType.NO_MAX ? ResourceLimiter.NO_MAX : max * LinearMemory.PAGE;
    if (!store.quota().allowsMemory(0, bytes, maximum)) {
      throw Failures.link(where + "the store's limiter refuses a memory of " + bytes + " bytes");
    }
    prepare();
    this.store = store;
    this.max = max;
    try {
      this.state = new LinearMemory((int) min, max, exact, store.quota());
    } catch (OutOfMemoryError e) {
      throw Failures.link(
          where
              + "the heap has no room for a memory of "
              + bytes
              + " bytes: give Java more (-Xmx)");
    }
  }

  /**
   * Makes sure that the views of memory, and what the JDK needs for one, are initialised: an
   * initialiser that the end of the stack strikes would leave its class unusable for ever.
   */
  static void prepare() {
    set(new byte[4], 0, 0);
  }

  /** The one place, since each takes time when a program starts. */
  private static void set(byte[] bytes, int index, int value) {
    LinearMemory.I32.set(bytes, index, value);
  }

  /**
   * A memory of its own.
   *
   * @throws LinkException where it is shared or has 64-bit addresses, or is larger than 32,767
   *     pages, or the store's limiter or the heap refuses it
   */
  public static Memory create(Store<?> store, MemoryType type) {
    store.checkThread();
    if (type.shared() || type.address() != AddressType.I32) {
      throw Failures.link("this runtime has no memories that are shared or have 64-bit addresses");
    }
    store.quota().checkMemory();
    Memory memory = new Memory(store, type.min(), type.max(), false, "");
    store.quota().countMemory();
    return memory;
  }

  /** Memory {@code index} of a module, which defines it. */
  static Memory forModule(Store<?> store, Module module, int index) {
    long[] limits = module.descriptor().memories.get(index);
    boolean exact = module.descriptor().exactMemories.get(index);
    return new Memory(store, limits[0], limits[1], exact, module.name() + ": ");
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
    return new MemoryType(state.size(), max);
  }

  /** The size in pages of 65,536 bytes. */
  public long pages() {
    return state.size();
  }

  /** The size in bytes. */
  public long byteSize() {
    return state.limit;
  }

  /** Whether the current size and the declared maximum fit what an import wants. */
  boolean fits(MemoryType wanted) {
    return type().matches(wanted);
  }

  /**
   * Grows the memory.
   *
   * @param delta pages to add, at least 0
   * @return the old size in pages, or -1 where the maximum, the store's limiter or the heap refuses
   * @throws IllegalArgumentException where {@code delta} is negative
   */
  public long grow(long delta) {
    if (delta < 0) {
      throw new IllegalArgumentException("cannot grow a memory by " + delta + " pages");
    }
    store.checkThread();
    try {
      return delta > LinearMemory.MAX_PAGES ? -1 : state.grow((int) delta);
    } catch (RuntimeException thrown) {
      throw Boundary.translate(thrown); // a HostException, by the limiter
    }
  }

  /**
   * A view of the content without a copy, little-endian, from address 0 to the present size. What
   * either side writes the other sees, until the memory grows: then the view may go on showing the
   * old content, and what is written to it may be lost. So take a new view after every call into
   * wasm that may grow the memory; taking one is cheap.
   */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(state.bytes, 0, state.limit).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The unsigned byte at {@code address}. */
  public int readByte(long address) {
    return state.bytes[check(address, 1)] & 0xff;
  }

  /** The 16-bit integer at {@code address}, without a sign. */
  public int readShort(long address) {
    return (char) LinearMemory.U16.get(state.bytes, check(address, 2));
  }

  /** The 32-bit integer at {@code address}. */
  public int readInt(long address) {
    return (int) LinearMemory.I32.get(state.bytes, check(address, 4));
  }

  /** The 64-bit integer at {@code address}. */
  public long readLong(long address) {
    return (long) LinearMemory.I64.get(state.bytes, check(address, 8));
  }

  /** The 32-bit floating-point number at {@code address}. */
  public float readFloat(long address) {
    return Float.intBitsToFloat(readInt(address));
  }

  /** The 64-bit floating-point number at {@code address}. */
  public double readDouble(long address) {
    return Double.longBitsToDouble(readLong(address));
  }

  /** Writes the low 8 bits of {@code value}. */
  public void writeByte(long address, int value) {
    state.bytes[check(address, 1)] = (byte) value;
  }

  /** Writes the low 16 bits of {@code value}. */
  public void writeShort(long address, int value) {
    LinearMemory.U16.set(state.bytes, check(address, 2), (char) value);
  }

  /** Writes 32 bits. */
  public void writeInt(long address, int value) {
    set(state.bytes, check(address, 4), value);
  }

  /** Writes 64 bits. */
  public void writeLong(long address, long value) {
    LinearMemory.I64.set(state.bytes, check(address, 8), value);
  }

  /** Writes a 32-bit floating-point number. */
  public void writeFloat(long address, float value) {
    writeInt(address, Float.floatToRawIntBits(value));
  }

  /** Writes a 64-bit floating-point number. */
  public void writeDouble(long address, double value) {
    writeLong(address, Double.doubleToRawLongBits(value));
  }

  /** A copy of the {@code length} bytes from {@code address} on. */
  public byte[] read(long address, int length) {
    int from = check(address, length); // before the array is allocated
    byte[] copy = new byte[length];
    System.arraycopy(state.bytes, from, copy, 0, length);
    return copy;
  }

  /**
   * Copies {@code length} bytes from {@code address} to {@code target[offset…]}.
   *
   * @throws IndexOutOfBoundsException where the range is not within {@code target}
   */
  public void read(long address, byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    System.arraycopy(state.bytes, check(address, length), target, offset, length);
  }

  /** Copies all of {@code source} to {@code address}. */
  public void write(long address, byte[] source) {
    write(address, source, 0, source.length);
  }

  /**
   * Copies {@code length} bytes from {@code source[offset…]} to {@code address}.
   *
   * @throws IndexOutOfBoundsException where the range is not within {@code source}
   */
  public void write(long address, byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    System.arraycopy(source, offset, state.bytes, check(address, length), length);
  }

  /** Sets {@code length} bytes from {@code address} on to the low 8 bits of {@code value}. */
  public void fill(long address, int value, long length) {
    state.fill(check(address, length), value, (int) length);
  }

  /** Copies {@code length} bytes within the memory; the ranges may overlap. */
  public void copy(long to, long from, long length) {
    copy(to, this, from, length);
  }

  /**
   * Copies {@code length} bytes from {@code source} to this memory.
   *
   * @throws IllegalArgumentException where {@code source} belongs to another store
   */
  public void copy(long to, Memory source, long from, long length) {
    if (source.store != store) {
      throw new IllegalArgumentException(source + " belongs to another store");
    }
    int start = source.check(from, length);
    state.copy(source.state, check(to, length), start, (int) length);
  }

  /** The UTF-8 text of {@code length} bytes at {@code address}; malformed parts become U+FFFD. */
  public String readString(long address, int length) {
    return new String(state.bytes, check(address, length), length, StandardCharsets.UTF_8);
  }

  /**
   * The UTF-8 text from {@code address} up to the next byte 0; malformed parts become U+FFFD.
   *
   * @throws Trap where no byte 0 follows
   */
  public String readCString(long address) {
    int start = check(address, 1);
    int end = start;
    while (end < state.limit && state.bytes[end] != 0) {
      end++;
    }
    check(address, end - start + 1);
    return readString(start, end - start);
  }

  /**
   * Writes {@code text} as UTF-8, without a byte 0 behind it.
   *
   * @return how many bytes that are
   */
  public int writeString(long address, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(address, bytes, 0, bytes.length);
    return bytes.length;
  }

  /**
   * Checks that {@code length} bytes from {@code address} on are in the memory; both are unsigned.
   *
   * @return the address
   * @throws Trap where they are not
   */
  private int check(long address, long length) {
    if ((address | length) < 0 || address > state.limit - length) {
      throw new Trap(
          Trap.Kind.MEMORY_OUT_OF_BOUNDS,
          "out of bounds memory access: "
              + unsigned(length)
              + " bytes at "
              + unsigned(address)
              + " of "
              + state.limit);
    }
    return (int) address;
  }

  /** A negative number that is an {@code int} was an unsigned 32-bit one. */
  private static String unsigned(long value) {
    return Long.toUnsignedString(value == (int) value ? value & 0xffffffffL : value);
  }

  @Override
  public String toString() {
    return type().toString();
  }
}
