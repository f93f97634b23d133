package dev.kiln.compiler.model;

import dev.kiln.compiler.model.type.ExternKind;
import dev.kiln.compiler.model.type.ExternType;
import dev.kiln.compiler.model.type.GlobalType;
import dev.kiln.compiler.model.type.MemoryType;
import dev.kiln.compiler.model.type.RecGroup;
import dev.kiln.compiler.model.type.SubType;
import dev.kiln.compiler.model.type.TableType;
import dev.kiln.compiler.model.type.TagType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Collects a module section by section. The decoder makes a {@link WasmModule} with it. Imports
 * must be added before definitions of the same kind. Not safe for several threads.
 */
public final class WasmModuleBuilder {
  final String file;
  final Slice binary;
  final List<RecGroup> recGroups = new ArrayList<>();
  final List<Import> imports = new ArrayList<>();
  final IntList functionTypeIndices = new IntList();
  final List<FunctionBody> bodies = new ArrayList<>();
  final List<TableType> tableTypes = new ArrayList<>();
  final List<Table> definedTables = new ArrayList<>();
  final List<MemoryType> memoryTypes = new ArrayList<>();
  final List<GlobalType> globalTypes = new ArrayList<>();
  final List<Global> definedGlobals = new ArrayList<>();
  final List<TagType> tagTypes = new ArrayList<>();
  final List<Export> exports = new ArrayList<>();
  OptionalInt start = OptionalInt.empty();
  final List<ElementSegment> elements = new ArrayList<>();
  final List<DataSegment> data = new ArrayList<>();
  final List<CustomSection> customSections = new ArrayList<>();
  Set<Proposal> proposals = Set.of();
  NameSection names = NameSection.EMPTY;
  final Set<Integer> declaredFunctionReferences = new HashSet<>();
  private final Map<SectionId, IntList> itemOffsets = new EnumMap<>(SectionId.class);
  private int typeCount;
  private int importedFunctions;

  /**
   * Starts a module.
   *
   * @param file what messages call it
   * @param binary the whole file
   */
  public WasmModuleBuilder(String file, Slice binary) {
    this.file = file;
    this.binary = binary;
  }

  /** Finishes the module. */
  public WasmModule build() {
    return new WasmModule(this);
  }

  /** Notes where the next item of a section begins. */
  public void item(SectionId section, int offset) {
    itemOffsets.computeIfAbsent(section, key -> new IntList()).add(offset);
  }

  Map<SectionId, int[]> itemOffsets() {
    Map<SectionId, int[]> arrays = new EnumMap<>(SectionId.class);
    itemOffsets.forEach((section, offsets) -> arrays.put(section, offsets.toArray()));
    return arrays;
  }

  /** Sets the proposals that the module uses. */
  public void proposals(Set<Proposal> used) {
    proposals = used;
  }

  /** The number of types so far. */
  public int typeCount() {
    return typeCount;
  }

  /** Adds the types of a recursion group. */
  public void recGroup(List<SubType> types) {
    recGroups.add(new RecGroup(typeCount, types));
    typeCount += types.size();
  }

  /** Adds an import to the list and to the index space of its kind. */
  public void addImport(Import entry) {
    imports.add(entry);
    switch (entry.type()) {
      case ExternType.Func func -> {
        functionTypeIndices.add(func.typeIndex());
        importedFunctions++;
      }
      case ExternType.Table table -> tableTypes.add(table.type());
      case ExternType.Memory memory -> memoryTypes.add(memory.type());
      case ExternType.Global global -> globalTypes.add(global.type());
      case ExternType.Tag tag -> tagTypes.add(tag.type());
    }
  }

  /** Declares a function; its body follows in the code section. */
  public void function(int typeIndex) {
    functionTypeIndices.add(typeIndex);
  }

  /** The number of imported functions so far. */
  public int importedFunctions() {
    return importedFunctions;
  }

  /** The number of functions so far, imported and declared. */
  public int functionCount() {
    return functionTypeIndices.size();
  }

  /** The type index of a function. */
  public int functionTypeIndex(int functionIndex) {
    return functionTypeIndices.get(functionIndex);
  }

  /** Adds the body of the next declared function. */
  public void body(FunctionBody body) {
    bodies.add(body);
  }

  /** The number of bodies so far. */
  public int bodyCount() {
    return bodies.size();
  }

  /** The number of memories so far, imported and defined. */
  public int memoryCount() {
    return memoryTypes.size();
  }

  /** The number of tables so far, imported and defined. */
  public int tableCount() {
    return tableTypes.size();
  }

  /** Defines a table. */
  public void table(Table table) {
    tableTypes.add(table.type());
    definedTables.add(table);
  }

  /** Defines a memory. */
  public void memory(MemoryType type) {
    memoryTypes.add(type);
  }

  /** Defines a global. */
  public void global(Global global) {
    globalTypes.add(global.type());
    definedGlobals.add(global);
  }

  /** Defines a tag. */
  public void tag(TagType type) {
    tagTypes.add(type);
  }

  /** Adds an export. */
  public void export(Export export) {
    exports.add(export);
    if (export.kind() == ExternKind.FUNC) {
      declareReference(export.index());
    }
  }

  /** Sets the start function. */
  public void start(int functionIndex) {
    start = OptionalInt.of(functionIndex);
  }

  /** Adds an element segment. */
  public void element(ElementSegment segment) {
    elements.add(segment);
    if (segment.functions() != null) {
      for (int function : segment.functions()) {
        declareReference(function);
      }
    }
  }

  /** Adds a data segment. */
  public void data(DataSegment segment) {
    data.add(segment);
  }

  /** The number of data segments so far. */
  public int dataCount() {
    return data.size();
  }

  /** Adds a custom section. */
  public void customSection(CustomSection section) {
    customSections.add(section);
  }

  /** Sets the names. */
  public void names(NameSection section) {
    names = section;
  }

  /** Notes that a function occurs outside bodies and the start section. */
  public void declareReference(int functionIndex) {
    declaredFunctionReferences.add(functionIndex);
  }
}
