package dev.kiln.compiler.testing;

import dev.kiln.compiler.opcode.Immediates;
import dev.kiln.compiler.opcode.Opcode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Encodes instructions through the opcode table. */
final class CodeAssembler {
  private static final Map<String, Opcode> OPCODES = new HashMap<>();

  static {
    for (Opcode op : Opcode.values()) {
      OPCODES.putIfAbsent(op.spec(), op);
    }
  }

  private final Assembler module;
  private final IndexSpace locals;
  private final BinaryWriter out;

  /** The names of the blocks that are open, the innermost last; empty for those without. */
  private final List<String> labels = new ArrayList<>();

  CodeAssembler(Assembler module, IndexSpace locals, BinaryWriter out) {
    this.module = module;
    this.locals = locals;
    this.out = out;
  }

  /** Encodes all instructions and the final {@code end}. */
  void assemble(Fields in) {
    while (in.hasNext()) {
      if (in.isList()) {
        folded(in.inner());
      } else {
        instruction(in, out);
      }
    }
    new CodeWriter(out).end();
  }

  /** The operands stand behind the immediates in the text, and before the instruction in code. */
  private void folded(Fields in) {
    BinaryWriter last = new BinaryWriter();
    Opcode op = instruction(in, last);
    if (op.immediates() == Immediates.BLOCK_TYPE) {
      throw new IllegalArgumentException(op.spec() + " cannot be folded here");
    }
    while (in.hasNext()) {
      folded(in.inner());
    }
    out.raw(last);
  }

  private Opcode instruction(Fields in, BinaryWriter to) {
    String name = in.atom();
    Opcode op = OPCODES.get(name);
    if (op == null) {
      throw new IllegalArgumentException("unknown instruction " + name);
    }
    if (op == Opcode.SELECT && in.isList("result")) {
      op = Opcode.SELECT_T;
    }
    new CodeWriter(to).op(op);
    try {
      if (op == Opcode.END && !labels.isEmpty()) {
        labels.remove(labels.size() - 1);
      }
      immediates(op.immediates(), in, to);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
    return op;
  }

  private void immediates(Immediates kind, Fields in, BinaryWriter to) {
    switch (kind) {
      case NONE -> {}
      case BLOCK_TYPE -> {
        labels.add(in.name());
        blockType(in, to);
      }
      case LABEL_INDEX -> to.u(label(in.atom()));
      case LOCAL_INDEX -> to.u(locals.index(in.atom()));
      case GLOBAL_INDEX -> to.u(index("global", in));
      case ELEM_INDEX -> to.u(index("elem", in));
      case DATA_INDEX -> to.u(index("data", in));
      case FUNC_INDEX -> to.u(index("func", in));
      case TYPE_INDEX -> to.u(index("type", in));
      case TABLE_INDEX -> to.u(optional("table", in));
      case MEMORY_INDEX -> to.u(optional("memory", in));
      case TYPE_TABLE -> {
        int table = optional("table", in);
        to.u(type(in)).u(table);
      }
      case TABLE_TABLE -> to.u(optional("table", in)).u(optional("table", in));
      case MEMORY_MEMORY -> to.u(optional("memory", in)).u(optional("memory", in));
      case ELEM_TABLE -> segment("elem", "table", in, to);
      case DATA_MEMORY -> segment("data", "memory", in, to);
      case LABELS -> labels(in, to);
      case SELECT_TYPES -> {
        to.u(1);
        module.types().valueType(to, in.inner().skip("result").next());
      }
      case HEAP_TYPE -> module.types().heapType(to, in.atom());
      case I32_VALUE -> to.s((int) integer(in.atom()));
      case I64_VALUE -> to.s(integer(in.atom()));
      case F32_VALUE -> to.fixed(f32(in.atom()), 4);
      case F64_VALUE -> to.fixed(f64(in.atom()), 8);
      case MEMARG_8, MEMARG_16, MEMARG_32, MEMARG_64 -> memarg(kind, in, to);
      default -> throw new IllegalArgumentException("immediates " + kind + " are not known here");
    }
  }

  private int index(String space, Fields in) {
    return module.space(space).index(in.atom());
  }

  /** An index that is 0 where it is left out. */
  private int optional(String space, Fields in) {
    return in.hasIndex() ? index(space, in) : 0;
  }

  private int type(Fields in) {
    return module.types().use(module.module(), in, new IndexSpace("parameter"));
  }

  private void blockType(Fields in, BinaryWriter to) {
    if (in.isList("param") || in.isList("result") || in.isList("type")) {
      to.s(type(in));
    } else {
      to.u8(0x40);
    }
  }

  /** The text has the table or memory first, where it has it; the binary format last. */
  private void segment(String segment, String target, Fields in, BinaryWriter to) {
    String first = in.atom();
    boolean both = in.hasIndex();
    String last = both ? in.atom() : first;
    to.u(module.space(segment).index(last)).u(both ? module.space(target).index(first) : 0);
  }

  private int label(String atom) {
    int at = atom.startsWith("$") ? labels.lastIndexOf(atom.substring(1)) : -1;
    if (at >= 0) {
      return labels.size() - 1 - at;
    }
    return new IndexSpace("label").index(atom);
  }

  private void labels(Fields in, BinaryWriter to) {
    List<Integer> all = new ArrayList<>();
    while (in.hasIndex()) {
      all.add(label(in.atom()));
    }
    to.u(all.size() - 1);
    all.forEach(to::u);
  }

  private void memarg(Immediates kind, Fields in, BinaryWriter to) {
    int memory = optional("memory", in);
    long offset = 0;
    if (in.startsWith("offset=")) {
      offset = integer(in.atom().substring("offset=".length()));
    }
    to.u(kind.naturalAlignment() | (memory == 0 ? 0 : 0x40));
    if (memory != 0) {
      to.u(memory);
    }
    to.u(offset);
  }

  private static long integer(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative ? text.substring(1) : text;
    long value =
        digits.startsWith("0x")
            ? Long.parseUnsignedLong(digits.substring(2), 16)
            : Long.parseUnsignedLong(digits);
    return negative ? -value : value;
  }

  /** Java's notation, {@code inf}, {@code nan}, or {@code nan:0x} and the fraction's bits. */
  private static int f32(String text) {
    int at = text.indexOf("nan");
    if (at < 0) {
      return Float.floatToRawIntBits(Float.parseFloat(text.replace("inf", "Infinity")));
    }
    long fraction = text.endsWith("nan") ? 0x40_0000 : integer(text.substring(at + 4));
    return (at > 0 ? 0xff80_0000 : 0x7f80_0000) | (int) fraction;
  }

  private static long f64(String text) {
    int at = text.indexOf("nan");
    if (at < 0) {
      return Double.doubleToRawLongBits(Double.parseDouble(text.replace("inf", "Infinity")));
    }
    long fraction = text.endsWith("nan") ? 1L << 51 : integer(text.substring(at + 4));
    return (at > 0 ? 0xfff0_0000_0000_0000L : 0x7ff0_0000_0000_0000L) | fraction;
  }
}
