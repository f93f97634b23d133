package dev.kiln.compiler.testing;

import dev.kiln.compiler.opcode.Immediates;
import dev.kiln.compiler.opcode.Opcode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Encodes flat instructions through the opcode table. */
final class CodeAssembler {
  private static final Map<String, Opcode> OPCODES = new HashMap<>();

  static {
    for (Opcode op : Opcode.values()) {
      OPCODES.putIfAbsent(op.spec(), op);
    }
  }

  private final Assembler module;
  private final BinaryWriter out;

  CodeAssembler(Assembler module, BinaryWriter out) {
    this.module = module;
    this.out = out;
  }

  /** Encodes all instructions and the final {@code end}. */
  BinaryWriter assemble(Fields in) {
    while (in.hasNext()) {
      String name = in.atom();
      Opcode op = OPCODES.get(name);
      if (op == null) {
        throw new IllegalArgumentException("unknown instruction " + name);
      }
      if (op == Opcode.SELECT && in.isList("result")) {
        op = Opcode.SELECT_T;
      }
      try {
        instruction(op, in);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
      }
    }
    return out.u8(Opcode.END.code());
  }

  private void instruction(Opcode op, Fields in) {
    if (op.code() >>> 16 == 0) {
      out.u8(op.code());
    } else {
      out.u8(op.code() >>> 16).u(op.code() & 0xffff);
    }
    Immediates kind = op.immediates();
    switch (kind) {
      case NONE -> {}
      case BLOCK_TYPE -> blockType(in);
      case LABEL_INDEX, LOCAL_INDEX, GLOBAL_INDEX, ELEM_INDEX, DATA_INDEX -> out.u(in.number());
      case TABLE_INDEX, MEMORY_INDEX -> out.u(optional(in));
      case FUNC_INDEX -> out.u(module.function(in.atom()));
      case TYPE_INDEX -> out.u(module.typeIndex(in.atom()));
      case TYPE_TABLE -> {
        int table = optional(in);
        out.u(module.type(in)).u(table);
      }
      case TABLE_TABLE, MEMORY_MEMORY -> out.u(optional(in)).u(optional(in));
      case ELEM_TABLE, DATA_MEMORY -> out.u(in.number()).u(optional(in));
      case LABELS -> labels(in);
      case SELECT_TYPES -> {
        out.u(1);
        module.valueType(out, new Fields(in.list()).skip("result").next());
      }
      case HEAP_TYPE -> module.heapType(out, in.atom());
      case I32_VALUE -> out.s((int) integer(in.atom()));
      case I64_VALUE -> out.s(integer(in.atom()));
      case F32_VALUE -> out.fixed(f32(in.atom()), 4);
      case F64_VALUE -> out.fixed(f64(in.atom()), 8);
      case MEMARG_8, MEMARG_16, MEMARG_32, MEMARG_64 -> memarg(kind, in);
      default -> throw new IllegalArgumentException("immediates " + kind + " are not known here");
    }
  }

  private static int optional(Fields in) {
    return in.hasNumber() ? in.number() : 0;
  }

  private void blockType(Fields in) {
    if (!in.isList("param") && !in.isList("result") && !in.isList("type")) {
      out.u8(0x40);
    } else {
      out.s(module.type(in));
    }
  }

  private void labels(Fields in) {
    List<Integer> all = new ArrayList<>();
    while (in.hasNumber()) {
      all.add(in.number());
    }
    out.u(all.size() - 1);
    all.forEach(out::u);
  }

  private void memarg(Immediates kind, Fields in) {
    int memory = optional(in);
    long offset = 0;
    if (in.peek() instanceof String atom && atom.startsWith("offset=")) {
      offset = integer(in.atom().substring("offset=".length()));
    }
    out.u(kind.naturalAlignment() | (memory == 0 ? 0 : 0x40));
    if (memory != 0) {
      out.u(memory);
    }
    out.u(offset);
  }

  private static long integer(String text) {
    return text.startsWith("0x")
        ? Long.parseUnsignedLong(text.substring(2), 16)
        : Long.parseLong(text);
  }

  /** Java's notation, {@code inf}, or {@code bits:} and the bits in hexadecimal. */
  private static int f32(String text) {
    return text.startsWith("bits:")
        ? (int) Long.parseLong(text.substring(5), 16)
        : Float.floatToRawIntBits(Float.parseFloat(java(text)));
  }

  private static long f64(String text) {
    return text.startsWith("bits:")
        ? Long.parseUnsignedLong(text.substring(5), 16)
        : Double.doubleToRawLongBits(Double.parseDouble(java(text)));
  }

  private static String java(String text) {
    return text.replace("inf", "Infinity").replace("nan", "NaN");
  }
}
