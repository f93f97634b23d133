package dev.kiln.it.support;

import java.io.ByteArrayOutputStream;

/** The instructions of a function body for {@link WasmBuilder}, which adds the last {@code end}. */
public final class WasmCode {
  /** The block type of a block without parameters and results. */
  private static final int EMPTY = 0x40;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** No instruction yet. */
  public WasmCode() {}

  byte[] bytes() {
    return out.toByteArray();
  }

  /** Instructions without immediates, by their codes. */
  public WasmCode op(int... codes) {
    for (int code : codes) {
      out.write(code);
    }
    return this;
  }

  private WasmCode indexed(int code, int index) {
    out.write(code);
    out.writeBytes(WasmBuilder.unsigned(index));
    return this;
  }

  /** Begins {@code block}. */
  public WasmCode block() {
    return op(0x02, EMPTY);
  }

  /** Begins {@code loop}. */
  public WasmCode loop() {
    return op(0x03, EMPTY);
  }

  /** Ends a block or loop. */
  public WasmCode end() {
    return op(0x0b);
  }

  /** {@code br_if}. */
  public WasmCode brIf(int label) {
    return indexed(0x0d, label);
  }

  /** {@code return}. */
  public WasmCode ret() {
    return op(0x0f);
  }

  /** {@code call}. */
  public WasmCode call(int function) {
    return indexed(0x10, function);
  }

  /** {@code call_indirect} through a table. */
  public WasmCode callIndirect(int type, int table) {
    return indexed(0x11, type).leb(table);
  }

  /** {@code ref.func}. */
  public WasmCode refFunc(int function) {
    return indexed(0xd2, function);
  }

  /** {@code ref.null func}. */
  public WasmCode refNull() {
    return op(0xd0, 0x70);
  }

  /** {@code table.get}. */
  public WasmCode tableGet(int table) {
    return indexed(0x25, table);
  }

  /** {@code table.set}. */
  public WasmCode tableSet(int table) {
    return indexed(0x26, table);
  }

  /** {@code global.get}. */
  public WasmCode globalGet(int global) {
    return indexed(0x23, global);
  }

  /** {@code global.set}. */
  public WasmCode globalSet(int global) {
    return indexed(0x24, global);
  }

  /** An instruction with the prefix 0xfc and its immediates. */
  public WasmCode bulk(int code, int... immediates) {
    indexed(0xfc, code);
    for (int immediate : immediates) {
      leb(immediate);
    }
    return this;
  }

  private WasmCode leb(int value) {
    out.writeBytes(WasmBuilder.unsigned(value));
    return this;
  }

  /** {@code local.get}. */
  public WasmCode get(int local) {
    return indexed(0x20, local);
  }

  /** {@code local.set}. */
  public WasmCode set(int local) {
    return indexed(0x21, local);
  }

  /** {@code local.tee}. */
  public WasmCode tee(int local) {
    return indexed(0x22, local);
  }

  /** {@code i32.const}. */
  public WasmCode i32(int value) {
    out.write(0x41);
    return signed(value);
  }

  /** {@code i64.const}. */
  public WasmCode i64(long value) {
    out.write(0x42);
    return signed(value);
  }

  /** A load or store of natural alignment, {@code log2} of its bytes. */
  public WasmCode access(int code, int log2, int offset) {
    out.write(code);
    out.write(log2);
    out.writeBytes(WasmBuilder.unsigned(offset));
    return this;
  }

  private WasmCode signed(long value) {
    while (value < -64 || value > 63) {
      out.write((int) (value & 127 | 128));
      value >>= 7;
    }
    out.write((int) (value & 127));
    return this;
  }
}
