package dev.kiln.compiler.decode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes modules byte by byte, for tests of what a text format could not say. */
public final class ModuleBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Starts with magic and version. */
  public ModuleBytes() {
    out.writeBytes(bytes(0, 'a', 's', 'm', 1, 0, 0, 0));
  }

  /**
   * Adds a section.
   *
   * @param parts as for {@link #bytes}
   */
  public ModuleBytes section(int id, Object... parts) {
    out.write(id);
    out.writeBytes(sized(parts));
    return this;
  }

  /** The module so far. */
  public byte[] toBytes() {
    return out.toByteArray();
  }

  /** A module with one function of type {@code [] -> []}. */
  public static ModuleBytes ofFunction(Object... code) {
    return new ModuleBytes()
        .section(1, 1, 0x60, 0, 0)
        .section(3, 1, 0)
        .section(10, 1, sized(0, bytes(code), 0x0B));
  }

  /** Parts in a row: an integer or a character is a byte, a string is a name. */
  public static byte[] bytes(Object... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Object part : parts) {
      switch (part) {
        case Integer number -> all.write(number);
        case Character character -> all.write(character);
        case byte[] array -> all.writeBytes(array);
        case String name -> all.writeBytes(sized(name.getBytes(StandardCharsets.UTF_8)));
        default -> throw new IllegalArgumentException(part.toString());
      }
    }
    return all.toByteArray();
  }

  /** Parts with their length before them. */
  public static byte[] sized(Object... parts) {
    byte[] contents = bytes(parts);
    return bytes(u32(contents.length), contents);
  }

  /** An unsigned integer in LEB128. */
  public static byte[] u32(int value) {
    ByteArrayOutputStream leb = new ByteArrayOutputStream();
    int rest = value;
    while (rest >>> 7 != 0) {
      leb.write(rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    leb.write(rest);
    return leb.toByteArray();
  }

  /** The same bytes many times. */
  public static byte[] repeat(int times, Object... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] once = bytes(parts);
    for (int i = 0; i < times; i++) {
      all.writeBytes(once);
    }
    return all.toByteArray();
  }
}
