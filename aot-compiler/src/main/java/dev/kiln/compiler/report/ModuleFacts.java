package dev.kiln.compiler.report;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.CustomSection;
import dev.kiln.compiler.model.ElementSegment;
import dev.kiln.compiler.model.Export;
import dev.kiln.compiler.model.Import;
import dev.kiln.compiler.model.Proposal;
import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.ExternKind;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.MemoryType;
import dev.kiln.compiler.model.type.TableType;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.opcode.BinaryReader;
import dev.kiln.compiler.report.ModuleReport.Compilation;
import dev.kiln.compiler.report.ModuleReport.Item;
import dev.kiln.compiler.report.ModuleReport.ModuleKind;
import dev.kiln.compiler.report.ModuleReport.Producer;
import dev.kiln.compiler.report.ModuleReport.Section;
import dev.kiln.compiler.report.ModuleReport.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a decoded module says of itself. A module that is refused is not validated: its indices may
 * be anything.
 */
final class ModuleFacts {
  /** Magic and version. */
  private static final int PREAMBLE = 8;

  private final WasmModule module;

  ModuleFacts(WasmModule module) {
    this.module = module;
  }

  static ModuleReport report(
      WasmModule module, @Nullable Compilation compilation, @Nullable String problem) {
    ModuleFacts facts = new ModuleFacts(module);
    OptionalInt start = module.start();
    return new ModuleReport(
        module.file(),
        module.binary().size(),
        module.names().module(),
        facts.kind(),
        module.proposals().stream()
            .filter(proposal -> proposal != Proposal.MVP)
            .map(Proposal::toString)
            .toList(),
        module.proposals().stream()
            .filter(proposal -> !proposal.isSupported())
            .map(Proposal::toString)
            .toList(),
        NameSubsections.of(module),
        facts.producers(),
        facts.sections(),
        facts.imports(),
        facts.exports(),
        facts.memories(),
        facts.tables(),
        module.functionCount(),
        module.bodies().size(),
        module.typeCount(),
        module.globalCount(),
        start,
        start.isPresent() ? module.functionName(start.getAsInt()) : null,
        module.data().size(),
        module.data().stream().mapToLong(segment -> segment.content().size()).sum(),
        module.elements().size(),
        module.elements().stream().mapToLong(ElementSegment::size).sum(),
        compilation,
        problem);
  }

  private ModuleKind kind() {
    for (Export export : module.exports()) {
      if (export.kind() == ExternKind.FUNC
          && functionType(export.index()).equals(FuncType.EMPTY.toString())) {
        if (export.name().equals("_start")) {
          return ModuleKind.COMMAND;
        }
        if (export.name().equals("_initialize")) {
          return ModuleKind.REACTOR;
        }
      }
    }
    return ModuleKind.LIBRARY;
  }

  private List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    BinaryReader in = new BinaryReader(module.file(), module.binary());
    in.skip(PREAMBLE);
    while (in.remaining() > 0) {
      SectionId id = SectionId.of(in.u8());
      BinaryReader contents = in.slice(in.length());
      int offset = contents.position();
      sections.add(
          new Section(
              id.text(),
              id == SectionId.CUSTOM ? contents.name() : null,
              offset,
              contents.end() - offset));
    }
    return sections;
  }

  private List<Producer> producers() {
    List<Producer> producers = new ArrayList<>();
    for (CustomSection section : module.customSections()) {
      if (section.name().equals("producers")) {
        BinaryReader in = new BinaryReader(module.file(), section.content());
        try {
          for (int fields = in.u32(); fields != 0; fields--) {
            String field = in.name();
            for (int values = in.u32(); values != 0; values--) {
              producers.add(new Producer(field, in.name(), in.name()));
            }
          }
        } catch (WasmException e) {
          // A custom section may be malformed. The report has what comes before the error.
          return producers;
        }
      }
    }
    return producers;
  }

  private List<Item> imports() {
    List<Item> items = new ArrayList<>();
    int[] counts = new int[ExternKind.values().length];
    for (Import entry : module.imports()) {
      ExternKind kind = entry.type().kind();
      int index = counts[kind.ordinal()]++;
      items.add(new Item(entry.module(), entry.name(), kind.toString(), index, type(kind, index)));
    }
    return items;
  }

  private List<Item> exports() {
    List<Item> items = new ArrayList<>();
    for (Export export : module.exports()) {
      items.add(
          new Item(
              null,
              export.name(),
              export.kind().toString(),
              export.index(),
              type(export.kind(), export.index())));
    }
    return items;
  }

  private List<Storage> memories() {
    List<Storage> memories = new ArrayList<>();
    for (int i = 0; i < module.memoryCount(); i++) {
      memories.add(new Storage(i, type(ExternKind.MEMORY, i), i < module.importedMemories()));
    }
    return memories;
  }

  private List<Storage> tables() {
    List<Storage> tables = new ArrayList<>();
    for (int i = 0; i < module.tableCount(); i++) {
      tables.add(new Storage(i, type(ExternKind.TABLE, i), i < module.importedTables()));
    }
    return tables;
  }

  private String type(ExternKind kind, int index) {
    return switch (kind) {
      case FUNC -> functionType(index);
      case TABLE -> exists(index, module.tableCount()) ? text(module.tableType(index)) : "?";
      case MEMORY -> exists(index, module.memoryCount()) ? text(module.memoryType(index)) : "?";
      case GLOBAL ->
          exists(index, module.globalCount()) ? module.globalType(index).toString() : "?";
      case TAG -> exists(index, module.tagCount()) ? type(module.tagType(index).typeIndex()) : "?";
    };
  }

  private static boolean exists(int index, int count) {
    return index >= 0 && index < count;
  }

  /** The type of a function, or what can be said of it. */
  String functionType(int function) {
    return exists(function, module.functionCount())
        ? type(module.functionTypeIndex(function))
        : "?";
  }

  /** The types of the parameters; none if the function has no proper type. */
  List<ValType> params(int function) {
    int type = module.functionTypeIndex(function);
    return exists(type, module.typeCount())
            && module.subType(type).composite() instanceof FuncType functionType
        ? functionType.params()
        : List.of();
  }

  private String type(int index) {
    return exists(index, module.typeCount())
            && module.subType(index).composite() instanceof FuncType type
        ? type.toString()
        : "(type " + Integer.toUnsignedString(index) + ")";
  }

  private static String text(MemoryType type) {
    return Texts.limits(type.limits(), "pages");
  }

  private static String text(TableType type) {
    return type.element() + ", " + Texts.limits(type.limits(), "elements");
  }
}
