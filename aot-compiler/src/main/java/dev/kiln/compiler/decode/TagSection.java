package dev.kiln.compiler.decode;

import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.opcode.BinaryReader;

/** The tag section (specification 5.5.16). */
final class TagSection {
  private TagSection() {}

  static void decode(BinaryReader in, WasmModuleBuilder module) {
    int count = in.u32();
    for (int i = 0; i != count; i++) {
      module.item(SectionId.TAG, in.position());
      module.tag(ExternTypes.tag(in));
    }
  }
}
