package dev.kiln.benchmarks.embedding;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The modules that are measured, in binary. */
final class Wasm {
  private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};

  /** {@code [i32] -> [i32]} and {@code [i32, i32] -> [i32]}. */
  private static final byte[] TYPES = {2, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 2, 0x7f, 0x7f, 1, 0x7f};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Wasm() {
    out.writeBytes(HEADER);
  }

  /** {@code step : [i32, i32] -> [i32]}: {@link Row#step} and the second argument for the 1. */
  static byte[] step() {
    return new Wasm()
        .section(1, TYPES)
        .section(3, bytes(1, 1))
        .section(7, bytes(1), export("step", 0))
        .section(10, bytes(1), body(0x20, 0, 0x41, 5, 0x77, 0x20, 1, 0x6a))
        .out
        .toByteArray();
  }

  /** {@code f : [i32] -> [i32]} is {@link Row#step}. */
  static byte[] f() {
    return new Wasm()
        .section(1, TYPES)
        .section(3, bytes(1, 0))
        .section(7, bytes(1), export("f", 0))
        .section(10, bytes(1), body(0x20, 0, 0x41, 5, 0x77, 0x41, 1, 0x6a))
        .out
        .toByteArray();
  }

  /** {@code run(n)}: x becomes {@code env.f(x)}, n times, from 0 on. */
  static byte[] repeat() {
    // local 1 is x; loop: x = f(x); n = n - 1; br_if n
    byte[] loop =
        localBody(
            0x03, 0x40, 0x20, 1, 0x10, 0, 0x21, 1, 0x20, 0, 0x41, 0x7f, 0x6a, 0x22, 0, 0x0d, 0,
            0x0b, 0x20, 1);
    return new Wasm()
        .section(1, TYPES)
        .section(2, bytes(1), name("env"), name("f"), bytes(0, 0))
        .section(3, bytes(1, 0))
        .section(7, bytes(1), export("run", 1))
        .section(10, bytes(1), loop)
        .out
        .toByteArray();
  }

  /**
   * {@code run(n)}: x becomes {@code table[n & (targets - 1)](x)}, n times, from 0 on. The table
   * has {@code functions} functions of the type, each of which does something else.
   *
   * @param targets a power of two, at most {@code functions}
   */
  static byte[] indirect(int functions, int targets) {
    Wasm wasm = new Wasm().section(1, TYPES);
    ByteArrayOutputStream types = new ByteArrayOutputStream();
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    ByteArrayOutputStream bodies = new ByteArrayOutputStream();
    types.writeBytes(unsigned(functions + 1));
    members.writeBytes(bytes(1, 0, 0x41, 0, 0x0b));
    members.writeBytes(unsigned(functions));
    bodies.writeBytes(unsigned(functions + 1));
    for (int i = 0; i < functions; i++) {
      types.write(0);
      members.writeBytes(unsigned(i));
      bodies.writeBytes(sized(bytes(0, 0x20, 0, 0x41), signed(2 * i + 3), bytes(0x6c, 0x0b)));
    }
    types.write(0);
    byte[] start = bytes(1, 1, 0x7f, 0x03, 0x40, 0x20, 1, 0x41, 1, 0x6a, 0x20, 0, 0x41);
    byte[] rest =
        bytes(
            0x71, 0x11, 0, 0, 0x21, 1, 0x20, 0, 0x41, 0x7f, 0x6a, 0x22, 0, 0x0d, 0, 0x0b, 0x20, 1,
            0x0b);
    bodies.writeBytes(sized(start, signed(targets - 1), rest));
    return wasm.section(3, types.toByteArray())
        .section(4, bytes(1, 0x70, 0), unsigned(functions))
        .section(7, bytes(1), export("run", functions))
        .section(9, members.toByteArray())
        .section(10, bodies.toByteArray())
        .out
        .toByteArray();
  }

  /**
   * Imports {@code env.f}, defines a function that calls it, and {@code pages} of memory if any.
   */
  static byte[] instance(int pages) {
    Wasm wasm =
        new Wasm()
            .section(1, TYPES)
            .section(2, bytes(1), name("env"), name("f"), bytes(0, 0))
            .section(3, bytes(1, 0));
    if (pages > 0) {
      wasm.section(5, bytes(1, 1), unsigned(pages), unsigned(pages));
    }
    return wasm.section(7, bytes(1), export("g", 1))
        .section(10, bytes(1), body(0x20, 0, 0x10, 0))
        .out
        .toByteArray();
  }

  private Wasm section(int id, byte[]... parts) {
    out.write(id);
    out.writeBytes(sized(parts));
    return this;
  }

  private static byte[] export(String name, int function) {
    return concat(name(name), bytes(0), unsigned(function));
  }

  private static byte[] name(String text) {
    return sized(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] body(int... code) {
    return sized(bytes(0), bytes(code), bytes(0x0b));
  }

  /** With one local of type i32. */
  private static byte[] localBody(int... code) {
    return sized(bytes(1, 1, 0x7f), bytes(code), bytes(0x0b));
  }

  private static byte[] sized(byte[]... parts) {
    byte[] content = concat(parts);
    return concat(unsigned(content.length), content);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] bytes(int... values) {
    byte[] all = new byte[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) values[i];
    }
    return all;
  }

  private static byte[] unsigned(int value) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int rest = value;
    for (; rest > 127; rest >>>= 7) {
      all.write(rest & 127 | 128);
    }
    all.write(rest);
    return all.toByteArray();
  }

  private static byte[] signed(int value) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int rest = value;
    for (; rest > 63; rest >>= 7) {
      all.write(rest & 127 | 128);
    }
    all.write(rest);
    return all.toByteArray();
  }
}
