package dev.kiln.compiler.decode;

import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.opcode.BinaryReader;

/** The function section: the type of each defined function (specification 5.5.6). */
final class FunctionSection {
  private FunctionSection() {}

  static void decode(BinaryReader in, WasmModuleBuilder module) {
    int count = in.u32();
    for (int i = 0; i != count; i++) {
      module.item(SectionId.FUNCTION, in.position());
      module.function(in.u32());
    }
  }
}
