package dev.kiln.runtime;

import static dev.kiln.runtime.abi.DescriptorFormat.DEFINED;
import static dev.kiln.runtime.abi.DescriptorFormat.REF;

import dev.kiln.runtime.abi.DescriptorFormat;
import java.util.List;

/**
 * A type definition as it stands in a module's descriptor, in terms of the module's type indices.
 *
 * <p>Value types are integers as in {@link DescriptorFormat}, with the {@link AbstractHeapType}s in
 * their order.
 *
 * <p>The classes of {@link ValType} are loaded where somebody asks for them, see {@link
 * DescriptorTypes}; a type of numbers alone is not even one of these, but a text.
 *
 * @param isFinal whether it may not have subtypes
 * @param supertype the type index of the declared supertype, -1 where there is none
 * @param params the parameter types
 * @param results the result types
 */
record RawType(boolean isFinal, int supertype, int[] params, int[] results) {
  /**
   * The text by which an engine knows a recursion group; see {@link TypeKey}.
   *
   * @param first the type index of the first type of the group
   * @param types the module's types by index, at least those before it
   */
  static String key(List<RawType> group, int first, DefinedType[] types) {
    TypeKey key = new TypeKey();
    for (RawType raw : group) {
      key.type(raw.isFinal);
      if (raw.supertype >= 0) {
        appendIndex(key.supertype(), raw.supertype, first, types);
      }
      append(key, raw.params, first, types);
      append(key.results(), raw.results, first, types);
    }
    return key.toString();
  }

  private static void append(TypeKey key, int[] codes, int first, DefinedType[] types) {
    for (int code : codes) {
      if (!isReference(code)) {
        key.number(code);
      } else if (isDefined(code)) {
        appendIndex(key.reference(isNullable(code)), typeIndex(code), first, types);
      } else {
        key.reference(isNullable(code)).abstractHeap(heap(code));
      }
    }
  }

  private static void appendIndex(TypeKey key, int index, int first, DefinedType[] types) {
    if (index >= first) {
      key.inside(index - first);
    } else {
      key.outside(types[index].id());
    }
  }

  /** Whether {@code code} is a reference type. */
  static boolean isReference(int code) {
    return code >= REF;
  }

  /** Checks that all parameters and results are value types, of so many type indices. */
  void check(int types) {
    for (int code : params) {
      ModuleDescriptor.checkValueType(code, types);
    }
    for (int code : results) {
      ModuleDescriptor.checkValueType(code, types);
    }
  }

  /** How many parameters are references. */
  int referenceParams() {
    return references(params);
  }

  /** How many results are references. */
  int referenceResults() {
    return references(results);
  }

  private static int references(int[] codes) {
    int n = 0;
    for (int code : codes) {
      n += isReference(code) ? 1 : 0;
    }
    return n;
  }

  /** Whether the reference type {@code code} admits null. */
  static boolean isNullable(int code) {
    return (code - REF & 1) != 0;
  }

  /** The heap type of the reference type {@code code}. */
  static int heap(int code) {
    return code - REF >> 1;
  }

  /** Whether {@code code} refers to a type index. */
  static boolean isDefined(int code) {
    return isReference(code) && heap(code) >= DEFINED;
  }

  /** The type index that {@code code} refers to. */
  static int typeIndex(int code) {
    return heap(code) - DEFINED;
  }
}
