package dev.kiln.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Small modules, written byte by byte. */
final class TestModules {
  private static final String HEADER = "0061736d 01000000";

  /** {@code (func $sum (export "add") (param $a i32) (param $b i32) (result i32) …)}. */
  static final byte[] ADD =
      bytes(
          HEADER
              + "0107 01 60 02 7f7f 01 7f"
              + "0302 01 00"
              + "0707 01 03 616464 00 00"
              + "0a09 01 07 00 2000 2001 6a 0b"
              + "0018 04 6e616d65 01 06 01 00 03 73756d 02 09 01 00 02 00 01 61 01 01 62");

  /** A function that needs vectors. */
  static final byte[] VECTOR =
      bytes(
          HEADER
              + "0104 01 60 00 00"
              + "0302 01 00"
              + "0a17 01 15 00 fd0c"
              + "00".repeat(16)
              + "1a 0b");

  /** A function that leaves an operand. */
  static final byte[] INVALID =
      bytes(HEADER + "0104 01 60 00 00" + "0302 01 00" + "0a06 01 04 00 4100 0b");

  private TestModules() {}

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  /** A function {@code [i32] -> [i32]}, exported as {@code big}, of {@code count} additions. */
  static byte[] big(int count) {
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    code.writeBytes(bytes("01 01 7f"));
    for (int i = 0; i < count; i++) {
      code.writeBytes(bytes("2000 2001 6a 2101")); // local 1 = local 0 + local 1
    }
    code.writeBytes(bytes("2001 0b"));
    ByteArrayOutputStream module = new ByteArrayOutputStream();
    module.writeBytes(bytes(HEADER + "0106 01 60 01 7f 01 7f" + "0302 01 00"));
    module.writeBytes(bytes("0707 01 03 626967 00 00"));
    byte[] body = code.toByteArray();
    ByteArrayOutputStream section = new ByteArrayOutputStream();
    section.write(1);
    section.writeBytes(leb(body.length));
    section.writeBytes(body);
    module.write(10);
    module.writeBytes(leb(section.size()));
    module.writeBytes(section.toByteArray());
    return module.toByteArray();
  }

  private static byte[] leb(int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int rest = value;
    for (; rest >>> 7 != 0; rest >>>= 7) {
      out.write(rest & 0x7F | 0x80);
    }
    out.write(rest);
    return out.toByteArray();
  }

  /** A text file. */
  static byte[] text() {
    return "(module)\n".getBytes(UTF_8);
  }
}
