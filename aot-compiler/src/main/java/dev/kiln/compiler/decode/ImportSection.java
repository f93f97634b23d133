package dev.kiln.compiler.decode;

import dev.kiln.compiler.model.Import;
import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.model.type.ExternType;
import dev.kiln.compiler.opcode.BinaryReader;

/** The import section (specification 5.5.5). */
final class ImportSection {
  private ImportSection() {}

  static void decode(BinaryReader in, WasmModuleBuilder module) {
    int count = in.u32();
    for (int i = 0; i != count; i++) {
      module.item(SectionId.IMPORT, in.position());
      module.addImport(new Import(in.name(), in.name(), externType(in)));
    }
  }

  private static ExternType externType(BinaryReader in) {
    int start = in.position();
    return switch (in.u8()) {
      case 0 -> new ExternType.Func(in.u32());
      case 1 -> new ExternType.Table(ExternTypes.table(in));
      case 2 -> new ExternType.Memory(ExternTypes.memory(in));
      case 3 -> new ExternType.Global(ExternTypes.global(in));
      case 4 -> new ExternType.Tag(ExternTypes.tag(in));
      default -> throw in.malformed(start, "malformed import kind");
    };
  }
}
