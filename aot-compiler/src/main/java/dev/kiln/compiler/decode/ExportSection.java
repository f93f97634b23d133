package dev.kiln.compiler.decode;

import dev.kiln.compiler.model.Export;
import dev.kiln.compiler.model.Proposal;
import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.model.type.ExternKind;
import dev.kiln.compiler.opcode.BinaryReader;

/** The export section (specification 5.5.10). */
final class ExportSection {
  private static final ExternKind[] KINDS = ExternKind.values();

  private ExportSection() {}

  static void decode(BinaryReader in, WasmModuleBuilder module) {
    int count = in.u32();
    for (int i = 0; i != count; i++) {
      module.item(SectionId.EXPORT, in.position());
      module.export(new Export(in.name(), kind(in), in.u32()));
    }
  }

  private static ExternKind kind(BinaryReader in) {
    int start = in.position();
    int code = in.u8();
    if (code >= KINDS.length) {
      throw in.malformed(start, "malformed export kind");
    }
    if (KINDS[code] == ExternKind.TAG) {
      in.use(Proposal.EXCEPTIONS);
    }
    return KINDS[code];
  }
}
