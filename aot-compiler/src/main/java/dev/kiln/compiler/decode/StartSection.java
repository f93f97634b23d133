package dev.kiln.compiler.decode;

import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.opcode.BinaryReader;

/** The start section (specification 5.5.11). */
final class StartSection {
  private StartSection() {}

  static void decode(BinaryReader in, WasmModuleBuilder module) {
    module.item(SectionId.START, in.position());
    module.start(in.u32());
  }
}
