package dev.kiln.runtime;

/**
 * A type definition as it stands in a module's descriptor, in terms of the module's type indices.
 *
 * <p>A value type is an {@code int}: 0 to 3 are i32, i64, f32, f64; from {@link #REF} on it is a
 * reference, {@code REF + heap * 2 + (nullable ? 1 : 0)}, where heap 0 to 3 are the {@link
 * AbstractHeapType}s in order and {@code DEFINED + i} is type index i.
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

  private static final NumType[] NUMBERS = NumType.values();
  private static final AbstractHeapType[] HEAPS = AbstractHeapType.values();

  /** Whether {@code code} refers to a type index. */
  static boolean isDefined(int code) {
    return code >= REF && (code - REF) >> 1 >= DEFINED;
  }

  /** The type index that {@code code} refers to. */
  static int typeIndex(int code) {
    return ((code - REF) >> 1) - DEFINED;
  }

  /** The value type of {@code code}, with {@code types} the module's types by index. */
  static ValType resolve(int code, DefinedType[] types) {
    if (code < REF) {
      return NUMBERS[code];
    }
    int heap = (code - REF) >> 1;
    boolean nullable = (code & 1) != 0;
    return new RefType(nullable, heap >= DEFINED ? types[heap - DEFINED] : HEAPS[heap]);
  }
}
