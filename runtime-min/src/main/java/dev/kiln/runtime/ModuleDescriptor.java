package dev.kiln.runtime;

import static dev.kiln.runtime.abi.DescriptorFormat.DEFINED;
import static dev.kiln.runtime.abi.DescriptorFormat.FUNC;
import static dev.kiln.runtime.abi.DescriptorFormat.GLOBAL;
import static dev.kiln.runtime.abi.DescriptorFormat.HEAPS;
import static dev.kiln.runtime.abi.DescriptorFormat.MEMORY;
import static dev.kiln.runtime.abi.DescriptorFormat.NOFUNC_HEAP;
import static dev.kiln.runtime.abi.DescriptorFormat.NUMBERS;
import static dev.kiln.runtime.abi.DescriptorFormat.REF;
import static dev.kiln.runtime.abi.DescriptorFormat.SIGNATURE;
import static dev.kiln.runtime.abi.DescriptorFormat.TABLE;

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
 *
 * <p>Tables, memories and globals stand as numbers: {@code {element type, min, max}}, {@code {min,
 * max}}, {@code {type, 0 or 1 for mutable}}, with value types as in {@link
 * dev.kiln.runtime.abi.DescriptorFormat} and -1 for no maximum. The classes of their types are
 * loaded where somebody asks for those: many programs start and end without.
 */
final class ModuleDescriptor {
  /** The type section. */
  final DefinedType[] types;

  /** The imports in order: module, name, kind, and index among those of that kind. */
  final String[] importModules;

  final String[] importNames;
  final int[] importKinds;
  final int[] importIndices;

  /** For each import the type of the function, null where it is none. */
  final @Nullable DefinedType[] functionImports;

  final int importedFunctions;
  final int importedTables;
  final int importedMemories;
  final int importedGlobals;
  final List<long[]> tables = new ArrayList<>();
  final List<long[]> memories = new ArrayList<>();
  final List<long[]> globals = new ArrayList<>();

  /** The defined memories whose array has no room to grow. */
  final BitSet exactMemories = new BitSet();

  /** The globals that have a cell, since others may share them; of imported ones it is not said. */
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

  /** The exports in order: name, kind, and index; of a function the position among the escapes. */
  final String[] exportNames;

  final int[] exportKinds;
  final int[] exportIndices;

  /** For each export the type of the function, null where it is none. */
  final @Nullable DefinedType[] functionExports;

  /**
   * Element segments: positions among the escapes; empty for one that is not given by functions.
   */
  final List<IntList> elements;

  /** The lengths of the data segments. */
  final List<Integer> data;

  /** The most number words among results after the first, of any type. */
  final int moreNumbers;

  /** The most reference words there. */
  final int moreReferences;

  ModuleDescriptor(DescriptorReader in, Engine engine) {
    types = types(in, engine);
    int functions = 0;
    int count = in.readCount();
    importModules = new String[count];
    importNames = new String[count];
    importKinds = new int[count];
    importIndices = new int[count];
    functionImports = new @Nullable DefinedType[count];
    for (int i = 0; i < count; i++) {
      importModules[i] = in.readName();
      importNames[i] = in.readName();
      int kind = in.read();
      importKinds[i] = kind;
      if (kind == FUNC) {
        importIndices[i] = functions++;
        functionImports[i] = types[in.read()];
      } else {
        List<long[]> same = all(in, kind);
        importIndices[i] = same.size();
        same.add(extern(in, kind));
      }
    }
    importedFunctions = functions;
    importedTables = tables.size();
    importedMemories = memories.size();
    importedGlobals = globals.size();
    for (int n = in.read(); n > 0; n--) {
      tables.add(extern(in, TABLE));
    }
    for (int n = in.read(); n > 0; n--) {
      memories.add(extern(in, MEMORY));
      exactMemories.set(memories.size() - 1, flag(in));
    }
    for (int n = in.read(); n > 0; n--) {
      globals.add(extern(in, GLOBAL));
      cells.set(globals.size() - 1, flag(in));
    }
    escapes = in.readList();
    escapeTypes = in.readList(escapes.size());
    bodies = in.readList();
    int escaping = 0;
    while (escaping < escapes.size() && escapes.get(escaping) < importedFunctions) {
      escaping++;
    }
    escapingImports = new int[escaping];
    for (int i = 0; i < escaping; i++) {
      escapingImports[i] = escapes.get(i);
    }
    adapters = in.read(in.read());
    count = in.readCount();
    exportNames = new String[count];
    exportKinds = new int[count];
    exportIndices = new int[count];
    functionExports = new @Nullable DefinedType[count];
    for (int i = 0; i < count; i++) {
      exportNames[i] = in.readName();
      int kind = in.read();
      int index = in.read();
      exportKinds[i] = kind;
      exportIndices[i] =
          Objects.checkIndex(index, kind == FUNC ? escapes.size() : all(in, kind).size());
      functionExports[i] = kind == FUNC ? types[in.read()] : null;
    }
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
    DefinedType[] types = new DefinedType[in.readCount()];
    int next = 0;
    while (next < types.length) {
      int size = in.read();
      if (size == SIGNATURE) {
        types[next++] = engine.define(in.readName());
      } else {
        group(in, size, engine, next, types);
        next += size;
      }
    }
    return types;
  }

  private static void group(
      DescriptorReader in, int size, Engine engine, int first, DefinedType[] types) {
    List<RawType> group = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      boolean isFinal = flag(in);
      int supertype = in.read() - 1;
      int[] params = in.read(in.read());
      int[] results = in.read(in.read());
      RawType type = new RawType(isFinal, supertype, params, results);
      type.check(first + size);
      group.add(type);
    }
    engine.canonicalize(group, first, types);
  }

  private List<long[]> all(DescriptorReader in, int kind) {
    return switch (kind) {
      case TABLE -> tables;
      case MEMORY -> memories;
      case GLOBAL -> globals;
      default -> throw in.damaged("has the unknown kind " + kind);
    };
  }

  private long[] extern(DescriptorReader in, int kind) {
    return switch (kind) {
      case TABLE -> {
        int element = reference(in);
        long min = in.readLong();
        yield new long[] {element, min, max(in, min, 0xffffffffL)};
      }
      case MEMORY -> {
        long min = in.readLong();
        yield new long[] {min, max(in, min, 65536)};
      }
      case GLOBAL -> new long[] {value(in), flag(in) ? 1 : 0};
      default -> throw in.damaged("has the unknown kind " + kind);
    };
  }

  /** A yes or no. More is reserved: a memory that is shared or has 64-bit addresses, say. */
  private static boolean flag(DescriptorReader in) {
    int flags = in.read();
    if (flags > 1) {
      throw in.damaged("has the unknown flags " + flags);
    }
    return flags == 1;
  }

  /** Reads a maximum, and checks it with the minimum. */
  private static long max(DescriptorReader in, long min, long bound) {
    long max = in.readLong() - 1;
    if (Math.max(min, max) > bound || max >= 0 && max < min) {
      throw new IllegalArgumentException("limits " + min + ", " + max);
    }
    return max;
  }

  /** Reads a value type; what it says is known to be there when somebody asks for it. */
  private int value(DescriptorReader in) {
    int code = in.read();
    checkValueType(code, types.length);
    return code;
  }

  /**
   * Checks that {@code code} is a value type; here and not in {@link RawType}, which a program may
   * do without.
   *
   * @param types how many type indices there are
   * @throws IllegalArgumentException where it is none
   */
  static void checkValueType(int code, int types) {
    int heap = (code - REF) >> 1;
    int defined = heap - DEFINED;
    if (code >= NUMBERS && (heap < 0 || heap >= HEAPS && defined < 0 || defined >= types)) {
      throw new IllegalArgumentException("no value type: " + code);
    }
  }

  /** Whether the elements of a table are references to functions. */
  boolean holdsFunctions(int table) {
    int heap = ((int) tables.get(table)[0] - REF) >> 1;
    return heap >= DEFINED || heap <= NOFUNC_HEAP;
  }

  private int reference(DescriptorReader in) {
    int code = value(in);
    if (code < REF) {
      throw new IllegalArgumentException("no reference type: " + code);
    }
    return code;
  }
}
