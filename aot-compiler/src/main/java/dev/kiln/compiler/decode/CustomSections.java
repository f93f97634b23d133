package dev.kiln.compiler.decode;

import dev.kiln.compiler.model.CustomSection;
import dev.kiln.compiler.model.NameSection;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.opcode.BinaryReader;

/** Custom sections (specification 5.5.3). Only {@code name} is read. */
final class CustomSections {
  private CustomSections() {}

  static void decode(BinaryReader in, WasmModuleBuilder module) {
    String name = in.name();
    module.customSection(new CustomSection(name, in.rest()));
    if (name.equals("name")) {
      NameSection names = NameSectionDecoder.decode(in);
      if (names != null) {
        module.names(names);
      }
    }
  }
}
