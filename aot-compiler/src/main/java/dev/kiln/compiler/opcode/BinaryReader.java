package dev.kiln.compiler.opcode;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.Proposal;
import dev.kiln.compiler.model.Slice;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A cursor over a part of a module. It reads the values of the binary format (specification 5.2).
 * What cannot be read is reported as {@link WasmException.Reason#MALFORMED} with its offset. It
 * also notes the proposals of what it reads. Not safe for several threads.
 */
public final class BinaryReader {
  private static final Proposal[] PROPOSALS = Proposal.values();

  private final String file;
  private final byte[] bytes;
  private final int end;
  private int position;
  private int used;

  /**
   * A cursor over a part of a module, or the whole.
   *
   * @param file what messages call the module
   */
  public BinaryReader(String file, Slice slice) {
    this.file = file;
    this.bytes = slice.source();
    this.position = slice.start();
    this.end = slice.end();
  }

  /** A second cursor, over the next bytes. This one skips them. */
  public BinaryReader slice(int length) {
    return new BinaryReader(file, take(length));
  }

  /** The next bytes, which are skipped; there must be as many. */
  public Slice take(int length) {
    position += length;
    return since(position - length);
  }

  /** All that is left. */
  public Slice rest() {
    return new Slice(bytes, position, end);
  }

  /** What was read from {@code start} to here. */
  public Slice since(int start) {
    return new Slice(bytes, start, position);
  }

  /** The file as the caller named it. */
  public String file() {
    return file;
  }

  /** The offset of the next byte in the module. */
  public int position() {
    return position;
  }

  /** The offset after the last byte. */
  public int end() {
    return end;
  }

  /** The number of bytes that are left. */
  public int remaining() {
    return end - position;
  }

  /** Notes that the module uses a proposal. */
  public void use(Proposal proposal) {
    used |= 1 << proposal.ordinal();
  }

  /** Notes what another reader of the same module has noted. */
  public void useAllOf(BinaryReader other) {
    used |= other.used;
  }

  /** The proposals noted so far. */
  public Set<Proposal> used() {
    EnumSet<Proposal> set = EnumSet.noneOf(Proposal.class);
    for (Proposal proposal : PROPOSALS) {
      if ((used & 1 << proposal.ordinal()) != 0) {
        set.add(proposal);
      }
    }
    return Collections.unmodifiableSet(set);
  }

  /** Says that the bytes at an offset are malformed. */
  public WasmException malformed(int offset, String detail) {
    return WasmException.of(WasmException.Reason.MALFORMED, file, offset, detail);
  }

  private WasmException unexpectedEnd() {
    return malformed(end, "unexpected end of section or function");
  }

  /** Reads a byte, 0 to 255. */
  public int u8() {
    if (position >= end) {
      throw unexpectedEnd();
    }
    return bytes[position++] & 0xFF;
  }

  /** The next byte, 0 to 255, without reading it. */
  public int peek() {
    if (position >= end) {
      throw unexpectedEnd();
    }
    return bytes[position] & 0xFF;
  }

  /** Skips bytes. */
  public void skip(int length) {
    if (length < 0 || length > end - position) {
      throw unexpectedEnd();
    }
    position += length;
  }

  /** Reads an unsigned 32-bit integer; values of 2³¹ and more are negative. */
  public int u32() {
    if (position < end && bytes[position] >= 0) {
      return bytes[position++];
    }
    return (int) unsignedLeb(32);
  }

  /** Reads an unsigned 64-bit integer; values of 2⁶³ and more are negative. */
  public long u64() {
    return unsignedLeb(64);
  }

  /** Reads a signed 32-bit integer. */
  public int s32() {
    return (int) signedLeb(32);
  }

  /** Reads a signed 33-bit integer. */
  public long s33() {
    return signedLeb(33);
  }

  /** Reads a signed 64-bit integer. */
  public long s64() {
    return signedLeb(64);
  }

  private long unsignedLeb(int bits) {
    int start = position;
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int b = u8();
      value |= (long) (b & 0x7F) << shift;
      if (shift + 7 >= bits) {
        lastByte(start, b, b >>> (bits - shift) == 0);
        return value;
      }
      if (b < 0x80) {
        return value;
      }
    }
  }

  private long signedLeb(int bits) {
    int start = position;
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int b = u8();
      value |= (long) (b & 0x7F) << shift;
      if (shift + 7 >= bits) {
        int signAndAbove = (byte) (b << 1) >> (bits - shift);
        lastByte(start, b, signAndAbove == 0 || signAndAbove == -1);
        return value << (64 - bits) >> (64 - bits);
      }
      if (b < 0x80) {
        return value << (57 - shift) >> (57 - shift);
      }
    }
  }

  private void lastByte(int start, int b, boolean fits) {
    if (b >= 0x80) {
      throw malformed(start, "integer representation too long");
    }
    if (!fits) {
      throw malformed(start, "integer too large");
    }
  }

  /** Reads the bits of a 32-bit float. */
  public int f32Bits() {
    return (int) littleEndian(4);
  }

  /** Reads eight bytes: the bits of a 64-bit float, or half of a vector. */
  public long f64Bits() {
    return littleEndian(8);
  }

  private long littleEndian(int length) {
    if (length > end - position) {
      throw unexpectedEnd();
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (bytes[position++] & 0xFFL) << (8 * i);
    }
    return value;
  }

  /** Reads a length of bytes that must be there. */
  public int length() {
    int start = position;
    int length = u32();
    if (length < 0 || length > end - position) {
      throw malformed(
          start,
          "length out of bounds: "
              + Integer.toUnsignedString(length)
              + " bytes are announced, "
              + remaining()
              + " are left");
    }
    return length;
  }

  /** Reads a name: a length and that many bytes of UTF-8. */
  public String name() {
    int length = length();
    int start = position;
    position += length;
    for (int i = start; i < position; i++) {
      if (bytes[i] < 0) {
        return utf8(start, length);
      }
    }
    return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
  }

  private String utf8(int start, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed(start, "malformed UTF-8 encoding");
    }
  }
}
