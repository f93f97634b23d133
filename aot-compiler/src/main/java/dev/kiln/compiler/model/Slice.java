package dev.kiln.compiler.model;

/**
 * A part of a module's file: the code of a function, a constant expression, the content of a data
 * segment or of a custom section. The model does not look into it; the readers in {@code opcode}
 * do.
 *
 * @param source the bytes that it is a part of, not copied: nobody may write to them
 * @param start offset of the first byte
 * @param end offset after the last byte
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Slice(byte[] source, int start, int end) {
  /** The whole of these bytes, which are not copied. */
  public static Slice of(byte[] source) {
    return new Slice(source, 0, source.length);
  }

  /** The number of bytes. */
  public int size() {
    return end - start;
  }
}
