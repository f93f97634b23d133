package dev.kiln.compiler.report;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.CustomSection;
import dev.kiln.compiler.model.NameSubsection;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.opcode.BinaryReader;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of locals and globals, which the module does not keep: they are read from the name
 * section (specification appendix 7.4.1) when they are shown. Those after a flaw are not known.
 */
final class DebugNames {
  private final int function;
  private final Map<Integer, String> locals = new HashMap<>();
  private final Map<Integer, String> globals = new HashMap<>();

  /** The names of the locals of one function, and of the globals. */
  DebugNames(WasmModule module, int function) {
    this.function = function;
    for (CustomSection section : module.customSections()) {
      if (section.name().equals("name")) {
        BinaryReader in = new BinaryReader(module.file(), section.content());
        try {
          read(in);
        } catch (WasmException e) {
          // A malformed custom section makes no module malformed: there are just fewer names.
          return;
        }
      }
    }
  }

  private void read(BinaryReader in) {
    while (in.remaining() > 0) {
      int id = in.u8();
      BinaryReader contents = in.slice(in.length());
      if (id == NameSubsection.LOCAL.ordinal()) {
        for (int functions = contents.u32(); functions != 0; functions--) {
          map(contents, contents.u32() == function ? locals : null);
        }
      } else if (id == NameSubsection.GLOBAL.ordinal()) {
        map(contents, globals);
      }
    }
  }

  private static void map(BinaryReader in, @Nullable Map<Integer, String> names) {
    for (int count = in.u32(); count != 0; count--) {
      int index = in.u32();
      String name = in.name();
      if (names != null) {
        names.put(index, name);
      }
    }
  }

  @Nullable String local(int index) {
    return locals.get(index);
  }

  @Nullable String global(int index) {
    return globals.get(index);
  }
}
