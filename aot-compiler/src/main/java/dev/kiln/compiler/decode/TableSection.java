package dev.kiln.compiler.decode;

import dev.kiln.compiler.model.Proposal;
import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.Table;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.model.type.TableType;
import dev.kiln.compiler.opcode.BinaryReader;

/** The table section (specification 5.5.7). */
final class TableSection {
  private static final int WITH_INIT = 0x40;

  private TableSection() {}

  static void decode(BinaryReader in, WasmModuleBuilder module) {
    int count = in.u32();
    for (int i = 0; i != count; i++) {
      module.item(SectionId.TABLE, in.position());
      module.table(table(in, module));
    }
  }

  private static Table table(BinaryReader in, WasmModuleBuilder module) {
    if (in.peek() != WITH_INIT) {
      return new Table(ExternTypes.table(in), null);
    }
    in.use(Proposal.TYPED_REFERENCES);
    in.skip(1);
    if (in.u8() != 0) {
      throw in.malformed(in.position() - 1, "zero byte expected");
    }
    TableType type = ExternTypes.table(in);
    return new Table(type, Expressions.constant(in, module));
  }
}
