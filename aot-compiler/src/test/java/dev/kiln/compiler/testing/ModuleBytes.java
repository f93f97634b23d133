package dev.kiln.compiler.testing;

/** Writes modules byte by byte, for tests of what a text format could not say. */
public final class ModuleBytes {
  private final BinaryWriter out = new BinaryWriter();

  /** Starts with magic and version. */
  public ModuleBytes() {
    out.raw(ModuleWriter.MAGIC);
  }

  /**
   * Adds a section.
   *
   * @param parts as for {@link #bytes}
   */
  public ModuleBytes section(int id, Object... parts) {
    out.section(id, written(parts));
    return this;
  }

  /** The module so far. */
  public byte[] toBytes() {
    return out.toBytes();
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
    return written(parts).toBytes();
  }

  private static BinaryWriter written(Object... parts) {
    BinaryWriter all = new BinaryWriter();
    for (Object part : parts) {
      switch (part) {
        case Integer number -> all.u8(number);
        case Character character -> all.u8(character);
        case byte[] array -> all.raw(array);
        case String name -> all.name(name);
        default -> throw new IllegalArgumentException(part.toString());
      }
    }
    return all;
  }

  /** Parts with their length before them. */
  public static byte[] sized(Object... parts) {
    return new BinaryWriter().sized(written(parts)).toBytes();
  }

  /** An unsigned integer in LEB128. */
  public static byte[] u32(int value) {
    return new BinaryWriter().u(Integer.toUnsignedLong(value)).toBytes();
  }

  /** The same bytes many times. */
  public static byte[] repeat(int times, Object... parts) {
    BinaryWriter once = written(parts);
    BinaryWriter all = new BinaryWriter();
    for (int i = 0; i < times; i++) {
      all.raw(once);
    }
    return all.toBytes();
  }
}
