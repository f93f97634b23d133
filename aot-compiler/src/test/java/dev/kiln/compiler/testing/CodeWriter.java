package dev.kiln.compiler.testing;

import dev.kiln.compiler.opcode.Opcode;
import java.util.Arrays;

/** Writes instructions one after the other, fast enough for functions of megabytes. */
public final class CodeWriter {
  private byte[] bytes = new byte[1 << 12];
  private int size;

  /** An instruction without immediates. */
  public CodeWriter op(Opcode op) {
    if (op.code() >>> 16 == 0) {
      return u8(op.code());
    }
    return u8(op.code() >>> 16).u(op.code() & 0xffff);
  }

  /** An instruction with an index. */
  public CodeWriter op(Opcode op, int index) {
    return op(op).u(index);
  }

  /** A load or store of memory 0. */
  public CodeWriter memory(Opcode op, long offset) {
    return op(op).u8(0).u(offset);
  }

  /** {@code local.get}. */
  public CodeWriter get(int local) {
    return op(Opcode.LOCAL_GET, local);
  }

  /** {@code local.set}. */
  public CodeWriter set(int local) {
    return op(Opcode.LOCAL_SET, local);
  }

  /** {@code i32.const}. */
  public CodeWriter i32(int value) {
    return op(Opcode.I32_CONST).s(value);
  }

  /** {@code i64.const}. */
  public CodeWriter i64(long value) {
    return op(Opcode.I64_CONST).s(value);
  }

  /** {@code f32.const}. */
  public CodeWriter f32(float value) {
    return op(Opcode.F32_CONST).fixed(Float.floatToRawIntBits(value), 4);
  }

  /** {@code f64.const}. */
  public CodeWriter f64(double value) {
    return op(Opcode.F64_CONST).fixed(Double.doubleToRawLongBits(value), 8);
  }

  /** A block of a type index, or -1 for one that takes and leaves nothing. */
  public CodeWriter block(Opcode op, int type) {
    op(op);
    return type < 0 ? u8(0x40) : s(type);
  }

  /** {@code end}. */
  public CodeWriter end() {
    return op(Opcode.END);
  }

  /** Another writer's instructions. */
  public CodeWriter append(CodeWriter other) {
    reserve(other.size);
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
    return this;
  }

  /** How many bytes there are. */
  public int size() {
    return size;
  }

  /** What was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int count) {
    if (size + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + count));
    }
  }

  /** A byte. */
  public CodeWriter u8(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** An unsigned number in LEB128. */
  public CodeWriter u(long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      u8((int) rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    return u8((int) rest);
  }

  private CodeWriter s(long value) {
    long rest = value;
    while (rest >> 6 != 0 && rest >> 6 != -1) {
      u8((int) rest & 0x7f | 0x80);
      rest >>= 7;
    }
    return u8((int) rest & 0x7f);
  }

  private CodeWriter fixed(long value, int count) {
    for (int i = 0; i < count; i++) {
      u8((int) (value >>> 8 * i));
    }
    return this;
  }
}
