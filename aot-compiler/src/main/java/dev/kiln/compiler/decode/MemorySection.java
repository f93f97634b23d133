package dev.kiln.compiler.decode;

import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.opcode.BinaryReader;

/** The memory section (specification 5.5.8). */
final class MemorySection {
  private MemorySection() {}

  static void decode(BinaryReader in, WasmModuleBuilder module) {
    int count = in.u32();
    for (int i = 0; i != count; i++) {
      module.item(SectionId.MEMORY, in.position());
      module.memory(ExternTypes.memory(in));
    }
  }
}
