package dev.kiln.runtime;

import dev.kiln.runtime.abi.DescriptorFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The types that the numbers in a {@link ModuleDescriptor} stand for, made where somebody asks for
 * them: a class of its own, since the JVM loads what a class mentions as another class's subtype.
 */
final class DescriptorTypes {
  private static final NumType[] NUMBERS = NumType.values();
  private static final AbstractHeapType[] HEAPS = AbstractHeapType.values();

  private DescriptorTypes() {}

  /** The value type of {@code code}, with {@code types} the module's types by index. */
  static ValType value(int code, DefinedType[] types) {
    return RawType.isReference(code) ? reference(code, types) : NUMBERS[code];
  }

  private static RefType reference(int code, DefinedType[] types) {
    return new RefType(
        RawType.isNullable(code),
        RawType.isDefined(code) ? types[RawType.typeIndex(code)] : HEAPS[RawType.heap(code)]);
  }

  /** The structure of {@code raw}, with {@code types} the module's types by index. */
  static FuncType structure(RawType raw, DefinedType[] types) {
    return new FuncType(values(raw.params(), types), values(raw.results(), types));
  }

  /** The structure of a type of numbers; see {@link Engine#define(String)}. */
  static FuncType structure(String signature) {
    int colon = signature.indexOf(':');
    return new FuncType(
        values(signature.substring(0, colon)), values(signature.substring(colon + 1)));
  }

  private static List<ValType> values(String letters) {
    List<ValType> all = new ArrayList<>(letters.length());
    for (int i = 0; i < letters.length(); i++) {
      all.add(NUMBERS[DescriptorFormat.LETTERS.indexOf(letters.charAt(i))]);
    }
    return all;
  }

  private static List<ValType> values(int[] codes, DefinedType[] types) {
    List<ValType> all = new ArrayList<>(codes.length);
    for (int code : codes) {
      all.add(value(code, types));
    }
    return all;
  }

  /** The list of imports. */
  static List<ImportType> imports(ModuleDescriptor of) {
    List<ImportType> list = new ArrayList<>();
    for (int i = 0; i < of.importNames.length; i++) {
      ExternType type = type(of, of.functionImports[i], of.importKinds[i], of.importIndices[i]);
      list.add(new ImportType(of.importModules[i], of.importNames[i], type));
    }
    return List.copyOf(list);
  }

  /** The list of exports. */
  static List<ExportType> exports(ModuleDescriptor of) {
    List<ExportType> list = new ArrayList<>();
    for (int i = 0; i < of.exportNames.length; i++) {
      ExternType type = type(of, of.functionExports[i], of.exportKinds[i], of.exportIndices[i]);
      list.add(new ExportType(of.exportNames[i], type));
    }
    return List.copyOf(list);
  }

  private static ExternType type(
      ModuleDescriptor of, @Nullable DefinedType function, int kind, int index) {
    if (function != null) {
      return function.funcType();
    }
    return switch (kind) {
      case DescriptorFormat.TABLE -> table(of, index);
      case DescriptorFormat.MEMORY ->
          new MemoryType(of.memories.get(index)[0], of.memories.get(index)[1]);
      default -> global(of, index);
    };
  }

  /** The type of table {@code index}. */
  static TableType table(ModuleDescriptor of, int index) {
    long[] raw = of.tables.get(index);
    return new TableType(reference((int) raw[0], of.types), raw[1], raw[2]);
  }

  /** The type of global {@code index}. */
  static GlobalType global(ModuleDescriptor of, int index) {
    long[] raw = of.globals.get(index);
    return new GlobalType(value((int) raw[0], of.types), raw[1] != 0);
  }
}
