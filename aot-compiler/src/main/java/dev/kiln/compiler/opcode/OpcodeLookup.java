package dev.kiln.compiler.opcode;

import org.jspecify.annotations.Nullable;

/** From codes to opcodes, through one array for each prefix. */
final class OpcodeLookup {
  private static final int FIRST_PREFIX = 0xFB;
  private static final int LAST_PREFIX = 0xFE;
  private static final int SUB_CODES = 0x120;

  private static final @Nullable Opcode[] SINGLE = new Opcode[256];
  private static final @Nullable Opcode[][] PREFIXED =
      new Opcode[LAST_PREFIX - FIRST_PREFIX + 1][SUB_CODES];

  static {
    for (Opcode opcode : Opcode.values()) {
      int prefix = opcode.code() >>> 16;
      if (prefix == 0) {
        SINGLE[opcode.code()] = opcode;
      } else {
        PREFIXED[prefix - FIRST_PREFIX][opcode.code() & 0xFFFF] = opcode;
      }
    }
  }

  private OpcodeLookup() {}

  static boolean isPrefix(int code) {
    return code >= FIRST_PREFIX && code <= LAST_PREFIX;
  }

  /** The opcode of one byte, or null. */
  static @Nullable Opcode single(int code) {
    return SINGLE[code];
  }

  /** The opcode of a prefix byte and an unsigned code, or null. */
  static @Nullable Opcode prefixed(int prefix, int code) {
    return code >= 0 && code < SUB_CODES ? PREFIXED[prefix - FIRST_PREFIX][code] : null;
  }
}
