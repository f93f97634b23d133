package dev.kiln.runtime;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a compiled module says it consists of, with the types of an engine, in the order in which it
 * is read: what is needed for each instance is in arrays, so that instantiation only allocates. All
 * that there is of a kind is in one array, imports first. Immutable; what is indexed here is not
 * checked again.
 */
final class ModuleDescriptor {
  /** Kinds of externs, as in the binary format. */
  static final int FUNC = 0;

  static final int TABLE = 1;
  static final int MEMORY = 2;
  static final int GLOBAL = 3;

  /** The type section. */
  final DefinedType[] types;

  final List<ImportType> imports;

  /** For each import the type of the function, null where it is none. */
  final @Nullable DefinedType[] functionImports;

  final int importedFunctions;
  final int importedTables;
  final int importedMemories;
  final int importedGlobals;
  final TableType[] tables;
  final MemoryType[] memories;

  /** The defined memories whose array has no room to grow. */
  final BitSet exactMemories = new BitSet();

  /** Null for those that are defined and have no cell: their type is the compiled code's affair. */
  final @Nullable ExternType[] globals;

  /** The defined globals that have a cell, since others may share them. */
  final BitSet cells = new BitSet();

  /**
   * The function indices of functions that may become references, imported ones first; the position
   * is {@link FuncRef#index()}.
   */
  final IntList escapes;

  /** The type index of each. */
  final IntList escapeTypes;

  /**
   * For each body that {@code ModuleClass.code} knows, the position of its first function among the
   * escapes; the others follow.
   */
  final IntList bodies;

  /** The imported functions among the escapes. */
  final int[] escapingImports;

  /** The shapes of the adapters. */
  final int[] adapters;

  final List<ExportType> exports;

  /** For each export its index; of a function the position among the escapes. */
  final List<Integer> exportIndices;

  /**
   * Element segments: positions among the escapes; empty for one that is not given by functions.
   */
  final List<IntList> elements;

  /** The lengths of the data segments. */
  final List<Integer> data;

  /** The most number lanes among results after the first, of any type. */
  final int moreNumbers;

  /** The most reference lanes there. */
  final int moreReferences;

  ModuleDescriptor(DescriptorReader in, Engine engine) {
    types = types(in, engine);
    List<List<@Nullable ExternType>> externs =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<ImportType> allImports = new ArrayList<>();
    List<@Nullable DefinedType> functions = new ArrayList<>();
    for (int n = in.read(); n > 0; n--) {
      String module = in.readName();
      String name = in.readName();
      int kind = in.read();
      DefinedType function = kind == FUNC ? types[in.read()] : null;
      ExternType type = function != null ? function.funcType() : extern(in, kind);
      functions.add(function);
      allImports.add(new ImportType(module, name, type));
      externs.get(kind).add(type);
    }
    imports = List.copyOf(allImports);
    functionImports = functions.toArray(new @Nullable DefinedType[0]);
    importedFunctions = externs.get(FUNC).size();
    importedTables = externs.get(TABLE).size();
    importedMemories = externs.get(MEMORY).size();
    importedGlobals = externs.get(GLOBAL).size();
    tables = define(in, externs.get(TABLE), TABLE, new BitSet()).toArray(new TableType[0]);
    memories = define(in, externs.get(MEMORY), MEMORY, exactMemories).toArray(new MemoryType[0]);
    globals = defineGlobals(in, externs.get(GLOBAL)).toArray(new @Nullable ExternType[0]);
    escapes = in.readList();
    escapeTypes = in.readList(escapes.size());
    bodies = in.readList();
    int count = 0;
    while (count < escapes.size() && escapes.get(count) < importedFunctions) {
      count++;
    }
    escapingImports = new int[count];
    for (int i = 0; i < count; i++) {
      escapingImports[i] = escapes.get(i);
    }
    adapters = in.read(in.read());
    List<ExportType> allExports = new ArrayList<>();
    exportIndices = new ArrayList<>();
    for (int n = in.read(); n > 0; n--) {
      String name = in.readName();
      int kind = in.read();
      int index = in.read();
      ExternType type;
      if (kind == FUNC) {
        Objects.checkIndex(index, escapes.size());
        type = types[in.read()].funcType();
      } else {
        type = Objects.requireNonNull(externs.get(kind).get(index));
      }
      allExports.add(new ExportType(name, type));
      exportIndices.add(index);
    }
    exports = List.copyOf(allExports);
    elements = new ArrayList<>();
    for (int n = in.read(); n > 0; n--) {
      elements.add(in.readList());
    }
    data = new ArrayList<>();
    for (int n = in.read(); n > 0; n--) {
      data.add(in.read());
    }
    moreNumbers = in.read();
    moreReferences = in.read();
    in.end();
  }

  private static DefinedType[] types(DescriptorReader in, Engine engine) {
    List<List<RawType>> groups = new ArrayList<>();
    int count = 0;
    for (int n = in.read(); n > 0; n--) {
      List<RawType> group = new ArrayList<>();
      for (int m = in.read(); m > 0; m--) {
        boolean isFinal = in.read() != 0;
        int supertype = in.read() - 1;
        int[] params = in.read(in.read());
        int[] results = in.read(in.read());
        group.add(new RawType(isFinal, supertype, params, results));
      }
      count += group.size();
      groups.add(group);
    }
    DefinedType[] types = new DefinedType[count];
    int first = 0;
    for (List<RawType> group : groups) {
      engine.canonicalize(group, first, types);
      first += group.size();
    }
    return types;
  }

  /** Reads the definitions of tables, or of memories, each of those with a flag. */
  private List<@Nullable ExternType> define(
      DescriptorReader in, List<@Nullable ExternType> all, int kind, BitSet flags) {
    for (int n = in.read(); n > 0; n--) {
      ExternType type = extern(in, kind);
      flags.set(all.size(), kind != TABLE && in.read() != 0);
      all.add(type);
    }
    return all;
  }

  /** Reads the definitions of globals; types are made for those that have a cell. */
  private List<@Nullable ExternType> defineGlobals(
      DescriptorReader in, List<@Nullable ExternType> all) {
    for (int n = in.read(); n > 0; n--) {
      int type = in.read();
      boolean mutable = in.read() != 0;
      boolean cell = in.read() != 0;
      cells.set(all.size(), cell);
      all.add(cell ? global(type, mutable) : null);
    }
    return all;
  }

  private ExternType global(int type, boolean mutable) {
    return new GlobalType(RawType.resolve(type, types), mutable);
  }

  private ExternType extern(DescriptorReader in, int kind) {
    return switch (kind) {
      case TABLE ->
          new TableType(
              (RefType) RawType.resolve(in.read(), types), in.readLong(), in.readLong() - 1);
      case MEMORY -> new MemoryType(in.readLong(), in.readLong() - 1);
      default -> global(in.read(), in.read() != 0);
    };
  }
}
