package dev.kiln.compiler.report;

import dev.kiln.compiler.model.FunctionBody;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.opcode.BlockType;
import dev.kiln.compiler.opcode.Immediates;
import dev.kiln.compiler.opcode.InstructionReader;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.compiler.report.FunctionListing.Instruction;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Instructions as text: close to the text format, with indices as the binary format has them and
 * names beside them.
 */
record InstructionText(WasmModule module, DebugNames names, InstructionReader in) {
  /** Most targets that are listed of a table. */
  private static final int MAX_TARGETS = 16;

  /** All instructions of a function. */
  static List<Instruction> of(WasmModule module, FunctionBody body, DebugNames names) {
    InstructionReader code = new InstructionReader(module.file(), body.code());
    InstructionText self = new InstructionText(module, names, code);
    List<Instruction> all = new ArrayList<>();
    int depth = 0;
    while (self.in.hasNext()) {
      Opcode op = self.in.next();
      boolean middle =
          switch (op) {
            case ELSE, CATCH, CATCH_ALL -> true;
            default -> false;
          };
      boolean closes = op == Opcode.END || op == Opcode.DELEGATE;
      depth -= closes && depth > 0 ? 1 : 0;
      int shown = middle && depth > 0 ? depth - 1 : depth;
      all.add(new Instruction(self.in.offset(), shown, self.text(op)));
      depth += opens(op) ? 1 : 0;
    }
    return all;
  }

  private static boolean opens(Opcode op) {
    return switch (op) {
      case BLOCK, LOOP, IF, TRY, TRY_TABLE -> true;
      default -> false;
    };
  }

  private String text(Opcode op) {
    String immediates = immediates(op);
    return immediates.isEmpty() ? op.spec() : op.spec() + " " + immediates;
  }

  private String immediates(Opcode op) {
    Immediates kind = op.immediates();
    return switch (kind) {
      case NONE, FENCE -> "";
      case BLOCK_TYPE -> block();
      case CATCHES ->
          in.catches().stream()
              .map(c -> c.form().name().toLowerCase(Locale.ROOT) + "→" + c.label())
              .collect(Collectors.joining(" ", block() + " ", ""))
              .strip();
      case FUNC_INDEX -> named(in.index(), module.functionName(in.index()));
      case LOCAL_INDEX -> named(in.index(), names.local(in.index()));
      case GLOBAL_INDEX -> named(in.index(), names.global(in.index()));
      case TYPE_INDEX -> type(in.index());
      case TYPE_TABLE -> type(in.index()) + (in.index2() == 0 ? "" : " table " + u(in.index2()));
      case LABEL_INDEX, TAG_INDEX, TABLE_INDEX, ELEM_INDEX, DATA_INDEX -> u(in.index());
      case MEMORY_INDEX -> in.memory() == 0 ? "" : u(in.memory());
      case MEMORY_MEMORY -> in.index() == 0 && in.index2() == 0 ? "" : pair();
      case DATA_MEMORY, TABLE_TABLE, ELEM_TABLE, TYPE_FIELD, TYPE_COUNT -> pair();
      case TYPE_DATA, TYPE_ELEM, TYPE_TYPE -> pair();
      case LABELS -> labels();
      case SELECT_TYPES ->
          in.selectTypes().stream().map(ValType::toString).collect(Collectors.joining(" "));
      case HEAP_TYPE -> in.heapType().toString();
      case I32_VALUE -> Integer.toString(in.i32());
      case I64_VALUE -> Long.toString(in.i64());
      case F32_VALUE -> f32(in.f32Bits());
      case F64_VALUE -> f64(in.f64Bits());
      case V128_VALUE, LANES_16 -> "0x" + hex(in.i64High()) + hex(in.i64());
      case CAST -> u(in.index()) + " " + in.castSource() + " " + in.castTarget();
      case MEMARG_8, MEMARG_16, MEMARG_32, MEMARG_64, MEMARG_128 -> memarg(kind);
      case MEMARG_8_LANE, MEMARG_16_LANE, MEMARG_32_LANE, MEMARG_64_LANE ->
          (memarg(kind) + " " + in.lane()).strip();
      case LANE_2, LANE_4, LANE_8, LANE_16 -> Integer.toString(in.lane());
    };
  }

  private static String u(int index) {
    return Integer.toUnsignedString(index);
  }

  private static String hex(long value) {
    return HexFormat.of().toHexDigits(value);
  }

  private String pair() {
    return u(in.index()) + " " + u(in.index2());
  }

  private static String named(int index, @Nullable String name) {
    return name == null ? u(index) : u(index) + " " + Texts.quoted(name);
  }

  /** Modules that are refused are not validated: the type may not exist. */
  private String type(int index) {
    return index >= 0 && index < module.typeCount()
        ? u(index) + " " + module.subType(index).composite()
        : u(index);
  }

  private String block() {
    return switch (in.blockType()) {
      case BlockType.Empty empty -> "";
      case BlockType.Value value -> value.type().toString();
      case BlockType.Index index -> type(index.typeIndex());
    };
  }

  private String labels() {
    int[] labels = in.labels();
    StringBuilder text = new StringBuilder();
    int cases = labels.length - 1;
    for (int i = 0; i < Math.min(cases, MAX_TARGETS); i++) {
      text.append(u(labels[i])).append(' ');
    }
    if (cases > MAX_TARGETS) {
      text.append("… ").append(Texts.number(cases - MAX_TARGETS)).append(" more … ");
    }
    return text.append("else ").append(u(labels[cases])).toString();
  }

  private String memarg(Immediates kind) {
    List<String> parts = new ArrayList<>();
    if (in.memory() != 0) {
      parts.add(u(in.memory()));
    }
    if (in.memoryOffset() != 0) {
      parts.add("offset=" + Long.toUnsignedString(in.memoryOffset()));
    }
    if (in.alignment() != kind.naturalAlignment()) {
      parts.add("align=" + (1L << in.alignment()));
    }
    return String.join(" ", parts);
  }

  /** NaNs with their bits, since a constant says more than that it is one. */
  private static String f32(int bits) {
    float value = Float.intBitsToFloat(bits);
    return Float.isNaN(value) ? "nan:0x" + Integer.toHexString(bits) : Float.toString(value);
  }

  private static String f64(long bits) {
    double value = Double.longBitsToDouble(bits);
    return Double.isNaN(value) ? "nan:0x" + Long.toHexString(bits) : Double.toString(value);
  }
}
