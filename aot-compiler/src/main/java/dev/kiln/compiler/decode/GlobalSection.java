package dev.kiln.compiler.decode;

import dev.kiln.compiler.model.Global;
import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.model.type.GlobalType;
import dev.kiln.compiler.opcode.BinaryReader;

/** The global section (specification 5.5.9). */
final class GlobalSection {
  private GlobalSection() {}

  static void decode(BinaryReader in, WasmModuleBuilder module) {
    int count = in.u32();
    for (int i = 0; i != count; i++) {
      module.item(SectionId.GLOBAL, in.position());
      GlobalType type = ExternTypes.global(in);
      module.global(new Global(type, Expressions.constant(in, module)));
    }
  }
}
