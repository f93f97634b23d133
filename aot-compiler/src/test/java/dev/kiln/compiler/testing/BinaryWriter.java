package dev.kiln.compiler.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes the binary format (specification chapter 5), fast enough for megabytes. */
public final class BinaryWriter {
  private byte[] bytes = new byte[32];
  private int size;

  /** Nothing yet. */
  public BinaryWriter() {}

  /** A byte. */
  public BinaryWriter u8(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** An unsigned number in LEB128. */
  public BinaryWriter u(long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      u8((int) rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    return u8((int) rest);
  }

  /** A signed number in LEB128. */
  public BinaryWriter s(long value) {
    long rest = value;
    while (rest >> 6 != 0 && rest >> 6 != -1) {
      u8((int) rest & 0x7f | 0x80);
      rest >>= 7;
    }
    return u8((int) rest & 0x7f);
  }

  /** The lowest {@code count} bytes, little-endian. */
  public BinaryWriter fixed(long value, int count) {
    for (int i = 0; i < count; i++) {
      u8((int) (value >>> 8 * i));
    }
    return this;
  }

  /** Bytes as they are. */
  public BinaryWriter raw(byte[] content) {
    return copy(content, content.length);
  }

  /** What another writer wrote. */
  public BinaryWriter raw(BinaryWriter content) {
    return copy(content.bytes, content.size);
  }

  /** Bytes after their length. */
  public BinaryWriter sized(BinaryWriter content) {
    return u(content.size).raw(content);
  }

  /** A name. */
  public BinaryWriter name(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return u(utf8.length).raw(utf8);
  }

  /** A vector: the number of items, then the items. */
  public BinaryWriter vector(List<BinaryWriter> items) {
    u(items.size());
    items.forEach(this::raw);
    return this;
  }

  /** A section: its id, and the length of its content before the content. */
  public BinaryWriter section(int id, BinaryWriter content) {
    return u8(id).sized(content);
  }

  /** How many bytes there are. */
  public int size() {
    return size;
  }

  /** What was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private BinaryWriter copy(byte[] from, int count) {
    reserve(count);
    System.arraycopy(from, 0, bytes, size, count);
    size += count;
    return this;
  }

  private void reserve(int count) {
    if (size + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + count));
    }
  }
}
