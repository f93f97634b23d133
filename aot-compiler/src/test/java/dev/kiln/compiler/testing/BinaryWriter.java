package dev.kiln.compiler.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the binary format (specification chapter 5). */
public final class BinaryWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A byte. */
  public BinaryWriter u8(int value) {
    out.write(value);
    return this;
  }

  /** An unsigned number in LEB128. */
  public BinaryWriter u(long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      out.write((int) rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    return u8((int) rest);
  }

  /** A signed number in LEB128. */
  public BinaryWriter s(long value) {
    long rest = value;
    while (rest >> 6 != 0 && rest >> 6 != -1) {
      out.write((int) rest & 0x7f | 0x80);
      rest >>= 7;
    }
    return u8((int) rest & 0x7f);
  }

  /** The lowest {@code count} bytes, little-endian. */
  public BinaryWriter fixed(long value, int count) {
    for (int i = 0; i < count; i++) {
      out.write((int) (value >>> 8 * i));
    }
    return this;
  }

  /** Bytes as they are. */
  public BinaryWriter raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Bytes after their length. */
  public BinaryWriter sized(BinaryWriter content) {
    return u(content.out.size()).raw(content.toBytes());
  }

  /** A name. */
  public BinaryWriter name(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return u(bytes.length).raw(bytes);
  }

  /** A section of items, or nothing if there are none. */
  public BinaryWriter section(int id, List<BinaryWriter> items) {
    if (items.isEmpty()) {
      return this;
    }
    BinaryWriter content = new BinaryWriter().u(items.size());
    items.forEach(item -> content.raw(item.toBytes()));
    return u8(id).sized(content);
  }

  /** What was written. */
  public byte[] toBytes() {
    return out.toByteArray();
  }
}
