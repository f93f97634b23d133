package dev.kiln.compiler.report;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.CustomSection;
import dev.kiln.compiler.model.NameSubsection;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.opcode.BinaryReader;
import dev.kiln.compiler.report.ModuleReport.Name;
import dev.kiln.compiler.report.ModuleReport.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * The subsections of the name section as a report shows them: those after the names of functions
 * and locals, which stand with the functions. No flaw in a custom section is an error: the names
 * before it are known, and the subsections after it.
 */
final class NameSubsections {
  private NameSubsections() {}

  /** The subsections, in order. */
  static List<Names> of(WasmModule module) {
    List<Names> subsections = new ArrayList<>();
    for (CustomSection section : module.customSections()) {
      if (section.name().equals("name")) {
        BinaryReader in = new BinaryReader(module.file(), section.content());
        try {
          while (in.remaining() > 0) {
            int id = in.u8();
            BinaryReader contents = in.slice(in.length());
            if (id > NameSubsection.LOCAL.ordinal()) {
              subsections.add(subsection(id, contents));
            }
          }
        } catch (WasmException e) {
          // Where a subsection ends is not known: the rest cannot be read.
          return subsections;
        }
      }
    }
    return subsections;
  }

  private static Names subsection(int id, BinaryReader in) {
    int bytes = in.remaining();
    if (!NameSubsection.exists(id)) {
      return new Names(id, null, bytes, List.of(), true);
    }
    NameSubsection subsection = NameSubsection.of(id);
    List<Name> names = new ArrayList<>();
    boolean complete;
    try {
      if (subsection.isIndirect()) {
        for (int count = in.u32(); count != 0; count--) {
          long outer = Integer.toUnsignedLong(in.u32());
          for (int inner = in.u32(); inner != 0; inner--) {
            names.add(new Name(outer, Integer.toUnsignedLong(in.u32()), in.name()));
          }
        }
      } else {
        for (int count = in.u32(); count != 0; count--) {
          names.add(new Name(Integer.toUnsignedLong(in.u32()), -1, in.name()));
        }
      }
      complete = in.remaining() == 0;
    } catch (WasmException e) {
      complete = false;
    }
    return new Names(id, subsection.text(), bytes, names, complete);
  }
}
