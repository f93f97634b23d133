package dev.kiln.runtime;

import java.util.List;

/**
 * A type definition as it stands in a module's descriptor, in terms of the module's type indices.
 *
 * <p>A value type is an {@code int}: 0 to 3 are i32, i64, f32, f64; from {@link #REF} on it is a
 * reference, {@code REF + heap * 2 + (nullable ? 1 : 0)}, where heap 0 to 3 are the {@link
 * AbstractHeapType}s in order and {@code DEFINED + i} is type index i.
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
  /** The first reference type. */
  static final int REF = 8;

  /** The first heap type that is a type index. */
  static final int DEFINED = 16;

  /** How texts call the number types. */
  static final String LETTERS = "ilfd";

  /**
   * The text by which an engine knows a recursion group: references within the group are written
   * relative to it, others as the canonical types they already are, so that equal texts are equal
   * groups (section 3.1.3). Of a final type of numbers, alone and without a supertype, it is the
   * signature that {@link Engine#define(String)} takes.
   *
   * @param first the type index of the first type of the group
   * @param types the module's types by index, at least those before it
   */
  static String key(List<RawType> group, int first, DefinedType[] types) {
    StringBuilder key = new StringBuilder();
    for (RawType raw : group) {
      key.append(key.isEmpty() ? "" : ";").append(raw.isFinal ? "" : "o");
      if (raw.supertype >= 0) {
        appendIndex(key.append('<'), raw.supertype, first, types);
      }
      append(key, raw.params, first, types);
      append(key.append(':'), raw.results, first, types);
    }
    return key.toString();
  }

  private static void append(StringBuilder key, int[] codes, int first, DefinedType[] types) {
    for (int code : codes) {
      if (!isReference(code)) {
        key.append(LETTERS.charAt(code));
      } else {
        key.append((code & 1) != 0 ? 'n' : 'r');
        if (isDefined(code)) {
          appendIndex(key, typeIndex(code), first, types);
        } else {
          key.append('a').append((code - REF) >> 1).append(',');
        }
      }
    }
  }

  private static void appendIndex(StringBuilder key, int index, int first, DefinedType[] types) {
    if (index >= first) {
      key.append('i').append(index - first);
    } else {
      key.append('d').append(types[index].id());
    }
    key.append(',');
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

  /** Whether {@code code} refers to a type index. */
  static boolean isDefined(int code) {
    return code >= REF && (code - REF) >> 1 >= DEFINED;
  }

  /** The type index that {@code code} refers to. */
  static int typeIndex(int code) {
    return ((code - REF) >> 1) - DEFINED;
  }
}
