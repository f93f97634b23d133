package dev.kiln.compiler.decode;

import dev.kiln.compiler.model.Global;
import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.opcode.BinaryReader;

/**
 * The sections that are lists of simple definitions: functions (specification 5.5.6; their bodies
 * are in the code section), memories (5.5.8), globals (5.5.9) and tags (5.5.16).
 */
final class DefinitionSections {
  private DefinitionSections() {}

  /** Decodes the section with this id, which must be one of the four. */
  static void decode(SectionId section, BinaryReader in, WasmModuleBuilder module) {
    int count = in.u32();
    for (int i = 0; i != count; i++) {
      module.item(section, in.position());
      switch (section) {
        case FUNCTION -> module.function(in.u32());
        case MEMORY -> module.memory(ExternTypes.memory(in));
        case GLOBAL ->
            module.global(new Global(ExternTypes.global(in), Expressions.constant(in, module)));
        case TAG -> module.tag(ExternTypes.tag(in));
        default -> throw new IllegalArgumentException(section.text());
      }
    }
  }
}
