package dev.kiln.compiler.testing;

import dev.kiln.compiler.opcode.Opcode;

/** Writes instructions one after the other. */
public final class CodeWriter {
  private final BinaryWriter out;

  /** No instruction yet. */
  public CodeWriter() {
    this(new BinaryWriter());
  }

  /** Writes after what {@code out} has. */
  CodeWriter(BinaryWriter out) {
    this.out = out;
  }

  /** An instruction without immediates. */
  public CodeWriter op(Opcode op) {
    if (op.code() >>> 16 == 0) {
      out.u8(op.code());
    } else {
      out.u8(op.code() >>> 16).u(op.code() & 0xffff);
    }
    return this;
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
    return f32Bits(Float.floatToRawIntBits(value));
  }

  /** {@code f32.const} by the bits of its value. */
  CodeWriter f32Bits(int bits) {
    op(Opcode.F32_CONST);
    out.fixed(bits, 4);
    return this;
  }

  /** {@code f64.const}. */
  public CodeWriter f64(double value) {
    return f64Bits(Double.doubleToRawLongBits(value));
  }

  /** {@code f64.const} by the bits of its value. */
  CodeWriter f64Bits(long bits) {
    op(Opcode.F64_CONST);
    out.fixed(bits, 8);
    return this;
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
    out.raw(other.out);
    return this;
  }

  /** A byte. */
  public CodeWriter u8(int value) {
    out.u8(value);
    return this;
  }

  /** An unsigned number in LEB128. */
  public CodeWriter u(long value) {
    out.u(value);
    return this;
  }

  private CodeWriter s(long value) {
    out.s(value);
    return this;
  }

  /** How many bytes there are. */
  public int size() {
    return out.size();
  }

  /** What was written. */
  public BinaryWriter written() {
    return out;
  }
}
