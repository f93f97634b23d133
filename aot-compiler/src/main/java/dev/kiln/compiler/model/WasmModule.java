package dev.kiln.compiler.model;

import dev.kiln.compiler.model.type.ExternKind;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.GlobalType;
import dev.kiln.compiler.model.type.MemoryType;
import dev.kiln.compiler.model.type.RecGroup;
import dev.kiln.compiler.model.type.SubType;
import dev.kiln.compiler.model.type.TableType;
import dev.kiln.compiler.model.type.TagType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A decoded module. Index spaces are joint: imports first, then definitions. Indices that occur
 * <em>inside</em> the module (a type index of a function, say) are within range only once the
 * module is validated; indices passed to the accessors here must be below the count that the class
 * has for them.
 *
 * <p>Immutable and safe for many threads.
 */
public final class WasmModule {
  private static final int[] NO_OFFSETS = {};

  private final String file;
  private final Slice binary;
  private final List<RecGroup> recGroups;
  private final List<SubType> types;
  private final List<Import> imports;
  private final int importedFunctions;
  private final int[] functionTypeIndices;
  private final List<FunctionBody> bodies;
  private final int importedTables;
  private final List<TableType> tableTypes;
  private final List<Table> definedTables;
  private final int importedMemories;
  private final List<MemoryType> memoryTypes;
  private final int importedGlobals;
  private final List<GlobalType> globalTypes;
  private final List<Global> definedGlobals;
  private final int importedTags;
  private final List<TagType> tagTypes;
  private final List<Export> exports;
  private final OptionalInt start;
  private final List<ElementSegment> elements;
  private final List<DataSegment> data;
  private final List<CustomSection> customSections;
  private final Set<Proposal> proposals;
  private final NameSection names;
  private final Map<Integer, String> exportNames;
  private final Set<Integer> declaredFunctionReferences;
  private final Map<SectionId, int[]> itemOffsets;

  WasmModule(WasmModuleBuilder builder) {
    file = builder.file;
    binary = builder.binary;
    recGroups = List.copyOf(builder.recGroups);
    types = recGroups.stream().flatMap(group -> group.types().stream()).toList();
    imports = List.copyOf(builder.imports);
    functionTypeIndices = builder.functionTypeIndices.toArray();
    bodies = List.copyOf(builder.bodies);
    importedFunctions = imported(ExternKind.FUNC);
    tableTypes = List.copyOf(builder.tableTypes);
    definedTables = List.copyOf(builder.definedTables);
    importedTables = imported(ExternKind.TABLE);
    memoryTypes = List.copyOf(builder.memoryTypes);
    importedMemories = imported(ExternKind.MEMORY);
    globalTypes = List.copyOf(builder.globalTypes);
    definedGlobals = List.copyOf(builder.definedGlobals);
    importedGlobals = imported(ExternKind.GLOBAL);
    tagTypes = List.copyOf(builder.tagTypes);
    importedTags = imported(ExternKind.TAG);
    exports = List.copyOf(builder.exports);
    start = builder.start;
    elements = List.copyOf(builder.elements);
    data = List.copyOf(builder.data);
    customSections = List.copyOf(builder.customSections);
    proposals = builder.proposals;
    names = builder.names;
    declaredFunctionReferences = Set.copyOf(builder.declaredFunctionReferences);
    itemOffsets = builder.itemOffsets();
    exportNames = new HashMap<>();
    for (Export export : exports) {
      if (export.kind() == ExternKind.FUNC) {
        exportNames.putIfAbsent(export.index(), export.name());
      }
    }
  }

  private int imported(ExternKind kind) {
    int count = 0;
    for (Import entry : imports) {
      if (entry.type().kind() == kind) {
        count++;
      }
    }
    return count;
  }

  /** The file as the caller named it, for messages. */
  public String file() {
    return file;
  }

  /** The whole file. */
  public Slice binary() {
    return binary;
  }

  /** The recursion groups of the type section, in order. */
  public List<RecGroup> recGroups() {
    return recGroups;
  }

  /** The number of types. */
  public int typeCount() {
    return types.size();
  }

  /** The type with this index. */
  public SubType subType(int typeIndex) {
    return types.get(typeIndex);
  }

  /**
   * The function type with this index.
   *
   * @throws IllegalArgumentException if the type is a struct or an array
   */
  public FuncType funcType(int typeIndex) {
    if (types.get(typeIndex).composite() instanceof FuncType type) {
      return type;
    }
    throw new IllegalArgumentException("type " + typeIndex + " is not a function type");
  }

  /** The proposals whose instructions, types or sections the module uses, in their order. */
  public Set<Proposal> proposals() {
    return proposals;
  }

  /** The imports, in order. */
  public List<Import> imports() {
    return imports;
  }

  /** The number of imported functions: the index of the first defined one. */
  public int importedFunctions() {
    return importedFunctions;
  }

  /** The number of functions, imported and defined. */
  public int functionCount() {
    return functionTypeIndices.length;
  }

  /** The type index of a function, imported or defined. */
  public int functionTypeIndex(int functionIndex) {
    return functionTypeIndices[functionIndex];
  }

  /** The type of a function of a valid module, imported or defined. */
  public FuncType functionType(int functionIndex) {
    return funcType(functionTypeIndices[functionIndex]);
  }

  /** The defined functions; the first one has the index {@link #importedFunctions()}. */
  public List<FunctionBody> bodies() {
    return bodies;
  }

  /** The number of tables, imported and defined. */
  public int tableCount() {
    return tableTypes.size();
  }

  /** The type of a table, imported or defined. */
  public TableType tableType(int tableIndex) {
    return tableTypes.get(tableIndex);
  }

  /** The number of imported tables: the index of the first defined one. */
  public int importedTables() {
    return importedTables;
  }

  /** The defined tables; the first one has the index {@link #importedTables()}. */
  public List<Table> definedTables() {
    return definedTables;
  }

  /** The number of memories, imported and defined. */
  public int memoryCount() {
    return memoryTypes.size();
  }

  /** The type of a memory, imported or defined. */
  public MemoryType memoryType(int memoryIndex) {
    return memoryTypes.get(memoryIndex);
  }

  /** The number of imported memories: the index of the first defined one. */
  public int importedMemories() {
    return importedMemories;
  }

  /** The defined memories; the first one has the index {@link #importedMemories()}. */
  public List<MemoryType> definedMemories() {
    return memoryTypes.subList(importedMemories, memoryTypes.size());
  }

  /** The number of globals, imported and defined. */
  public int globalCount() {
    return globalTypes.size();
  }

  /** The type of a global, imported or defined. */
  public GlobalType globalType(int globalIndex) {
    return globalTypes.get(globalIndex);
  }

  /** The number of imported globals: the index of the first defined one. */
  public int importedGlobals() {
    return importedGlobals;
  }

  /** The defined globals; the first one has the index {@link #importedGlobals()}. */
  public List<Global> definedGlobals() {
    return definedGlobals;
  }

  /** The number of tags, imported and defined. */
  public int tagCount() {
    return tagTypes.size();
  }

  /** The type of a tag, imported or defined. */
  public TagType tagType(int tagIndex) {
    return tagTypes.get(tagIndex);
  }

  /** The number of imported tags: the index of the first defined one. */
  public int importedTags() {
    return importedTags;
  }

  /** The defined tags; the first one has the index {@link #importedTags()}. */
  public List<TagType> definedTags() {
    return tagTypes.subList(importedTags, tagTypes.size());
  }

  /** The exports, in order. */
  public List<Export> exports() {
    return exports;
  }

  /** The function that runs at instantiation. */
  public OptionalInt start() {
    return start;
  }

  /** The element segments. */
  public List<ElementSegment> elements() {
    return elements;
  }

  /** The data segments. */
  public List<DataSegment> data() {
    return data;
  }

  /** The custom sections, in order, {@code name} included. */
  public List<CustomSection> customSections() {
    return customSections;
  }

  /** The names; empty if the module has no well-formed name section. */
  public NameSection names() {
    return names;
  }

  /** The name of a function: from the name section, else of its first export, else null. */
  public @Nullable String functionName(int functionIndex) {
    String name = names.function(functionIndex);
    return name != null ? name : exportNames.get(functionIndex);
  }

  /**
   * The functions that occur outside function bodies and the start section, in element segments,
   * exports or constant expressions: the only ones that {@code ref.func} in a body may name (C.refs
   * in specification 3.1.1).
   */
  public Set<Integer> declaredFunctionReferences() {
    return declaredFunctionReferences;
  }

  /**
   * Where an item of a section begins, for messages.
   *
   * @param item its place in the section; for types the type index, for functions and the others
   *     counted without imports
   * @return a byte offset, or -1 if there is no such item
   */
  public int itemOffset(SectionId section, int item) {
    int[] offsets = itemOffsets.getOrDefault(section, NO_OFFSETS);
    return item >= 0 && item < offsets.length ? offsets[item] : -1;
  }
}
