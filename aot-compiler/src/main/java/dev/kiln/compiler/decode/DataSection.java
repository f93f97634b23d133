package dev.kiln.compiler.decode;

import dev.kiln.compiler.model.ConstExpr;
import dev.kiln.compiler.model.DataSegment;
import dev.kiln.compiler.model.Mode;
import dev.kiln.compiler.model.Proposal;
import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.Slice;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.opcode.BinaryReader;
import java.util.OptionalInt;

/** The data section (specification 5.5.14). */
final class DataSection {
  private static final int ACTIVE = 0;
  private static final int PASSIVE = 1;
  private static final int ACTIVE_IN_MEMORY = 2;

  private DataSection() {}

  static void decode(BinaryReader in, WasmModuleBuilder module, OptionalInt dataCount) {
    int start = in.position();
    int count = in.u32();
    if (dataCount.isPresent() && dataCount.getAsInt() != count) {
      throw inconsistent(in, start);
    }
    for (int i = 0; i != count; i++) {
      module.item(SectionId.DATA, in.position());
      module.data(segment(in, module));
    }
  }

  /** Checks, at the end of the module, that a data count was not without data. */
  static void checkCount(BinaryReader in, WasmModuleBuilder module, OptionalInt dataCount) {
    if (dataCount.isPresent() && dataCount.getAsInt() != module.dataCount()) {
      throw inconsistent(in, in.end());
    }
  }

  private static RuntimeException inconsistent(BinaryReader in, int offset) {
    return in.malformed(offset, "data count and data section have inconsistent lengths");
  }

  private static DataSegment segment(BinaryReader in, WasmModuleBuilder module) {
    int start = in.position();
    int kind = in.u32();
    if (kind < ACTIVE || kind > ACTIVE_IN_MEMORY) {
      throw in.malformed(start, "malformed data segment kind");
    }
    if (kind == PASSIVE) {
      in.use(Proposal.BULK_MEMORY);
    }
    int memory = kind == ACTIVE_IN_MEMORY ? in.u32() : 0;
    ConstExpr offset = kind == PASSIVE ? null : Expressions.constant(in, module);
    Slice content = in.take(in.length());
    Mode mode = kind == PASSIVE ? Mode.PASSIVE : Mode.ACTIVE;
    return new DataSegment(mode, memory, offset, content);
  }
}
