package dev.kiln.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * The static descriptors of a compiled module, in the order in which {@link #read} finds them.
 *
 * @param groups recursion groups of the type section
 * @param imports the imports
 * @param tables the defined tables
 * @param memories the defined memories
 * @param globals the defined globals
 * @param escapes the function indices of functions that may become references, imported ones first;
 *     the position is {@link FuncRef#index()}
 * @param escapeTypes the type index of each
 * @param bodies for each body that {@code ModuleClass.code} knows, the position of its first
 *     function; the others follow
 * @param adapters the shapes of the adapters
 * @param exports the exports; of a function the index is that in {@code escapes}
 * @param elements the element segments: positions in {@code escapes}; empty for one whose elements
 *     are not functions by index
 * @param data the data segments
 * @param moreNumbers the most number lanes among results after the first, of any type
 * @param moreReferences the most reference lanes there
 */
record ModuleDescriptor(
    List<List<RawType>> groups,
    List<RawImport> imports,
    List<RawExtern> tables,
    List<RawMemory> memories,
    List<RawGlobal> globals,
    IntList escapes,
    IntList escapeTypes,
    IntList bodies,
    int[] adapters,
    List<RawExport> exports,
    List<IntList> elements,
    List<Data> data,
    int moreNumbers,
    int moreReferences) {

  /** Kinds of externs, as in the binary format. */
  static final int FUNC = 0;

  static final int TABLE = 1;
  static final int MEMORY = 2;
  static final int GLOBAL = 3;

  /** A type: type index, or value type and limits, whatever the kind needs. */
  record RawExtern(int kind, int type, long min, long max, boolean mutable) {}

  /** An import. */
  record RawImport(String module, String name, RawExtern type) {}

  /** A defined global; one that is exported has a cell. */
  record RawGlobal(RawExtern type, boolean cell) {}

  /** A defined memory; an exact one has an array without room to grow. */
  record RawMemory(RawExtern type, boolean exact) {}

  /** An export. */
  record RawExport(String name, int kind, int index) {}

  /** A data segment. */
  record Data(int length, boolean passive) {}

  /** Reads the whole descriptor. */
  static ModuleDescriptor read(DescriptorReader in) {
    List<List<RawType>> groups = new ArrayList<>();
    for (int n = in.read(); n > 0; n--) {
      List<RawType> group = new ArrayList<>();
      for (int m = in.read(); m > 0; m--) {
        boolean isFinal = in.read() != 0;
        int supertype = in.read() - 1;
        int[] params = in.read(in.read());
        int[] results = in.read(in.read());
        group.add(new RawType(isFinal, supertype, params, results));
      }
      groups.add(group);
    }
    List<RawImport> imports = new ArrayList<>();
    for (int n = in.read(); n > 0; n--) {
      imports.add(new RawImport(in.readName(), in.readName(), extern(in, in.read())));
    }
    List<RawExtern> tables = new ArrayList<>();
    for (int n = in.read(); n > 0; n--) {
      tables.add(extern(in, TABLE));
    }
    List<RawMemory> memories = new ArrayList<>();
    for (int n = in.read(); n > 0; n--) {
      memories.add(new RawMemory(extern(in, MEMORY), in.read() != 0));
    }
    List<RawGlobal> globals = new ArrayList<>();
    for (int n = in.read(); n > 0; n--) {
      globals.add(new RawGlobal(extern(in, GLOBAL), in.read() != 0));
    }
    IntList escapes = in.readList();
    IntList escapeTypes = in.readList(escapes.size());
    IntList bodies = in.readList();
    int[] adapters = in.read(in.read());
    List<RawExport> exports = new ArrayList<>();
    for (int n = in.read(); n > 0; n--) {
      exports.add(new RawExport(in.readName(), in.read(), in.read()));
    }
    List<IntList> elements = new ArrayList<>();
    for (int n = in.read(); n > 0; n--) {
      elements.add(in.readList());
    }
    List<Data> data = new ArrayList<>();
    for (int n = in.read(); n > 0; n--) {
      data.add(new Data(in.read(), in.read() != 0));
    }
    return new ModuleDescriptor(
        groups,
        imports,
        tables,
        memories,
        globals,
        escapes,
        escapeTypes,
        bodies,
        adapters,
        exports,
        elements,
        data,
        in.read(),
        in.read());
  }

  private static RawExtern extern(DescriptorReader in, int kind) {
    return switch (kind) {
      case FUNC -> new RawExtern(kind, in.read(), 0, 0, false);
      case TABLE -> new RawExtern(kind, in.read(), in.readLong(), in.readLong() - 1, false);
      case MEMORY -> new RawExtern(kind, 0, in.readLong(), in.readLong() - 1, false);
      default -> new RawExtern(kind, in.read(), 0, 0, in.read() != 0);
    };
  }
}
