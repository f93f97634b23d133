package dev.kiln.compiler.decode;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.NameSection;
import dev.kiln.compiler.model.NameSubsection;
import dev.kiln.compiler.opcode.BinaryReader;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that the compiler uses, from the name section (specification 7.4.1). */
final class NameSectionDecoder {
  private NameSectionDecoder() {}

  /** The names, or null if the section is malformed, which makes no module malformed. */
  static @Nullable NameSection decode(BinaryReader in) {
    try {
      return subsections(in);
    } catch (WasmException e) {
      return null;
    }
  }

  private static NameSection subsections(BinaryReader in) {
    String module = null;
    Map<Integer, String> functions = new HashMap<>();
    Map<Integer, Map<Integer, String>> locals = new HashMap<>();
    while (in.remaining() > 0) {
      int id = in.u8();
      BinaryReader contents = in.slice(in.length());
      if (id == NameSubsection.MODULE.ordinal()) {
        module = contents.name();
      } else if (id == NameSubsection.FUNCTION.ordinal()) {
        names(contents, functions);
      } else if (id == NameSubsection.LOCAL.ordinal()) {
        int count = contents.u32();
        for (int i = 0; i != count; i++) {
          int function = contents.u32();
          names(contents, locals.computeIfAbsent(function, f -> new HashMap<>()));
        }
      }
    }
    return new NameSection(module, functions, locals);
  }

  private static void names(BinaryReader contents, Map<Integer, String> to) {
    int count = contents.u32();
    for (int i = 0; i != count; i++) {
      to.put(contents.u32(), contents.name());
    }
  }
}
