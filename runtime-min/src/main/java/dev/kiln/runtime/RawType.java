package dev.kiln.runtime;

/**
 * A type definition as it stands in a module's descriptor, in terms of the module's type indices.
 *
 * <p>A value type is an {@code int}: 0 to 3 are i32, i64, f32, f64; from {@link #REF} on it is a
 * reference, {@code REF + heap * 2 + (nullable ? 1 : 0)}, where heap 0 to 3 are the {@link
 * AbstractHeapType}s in order and {@code DEFINED + i} is type index i.
 *
 * <p>Programs start with these: the classes of {@link ValType} are loaded where somebody asks for
 * them, see {@link DescriptorTypes}.
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

  private static final int NUMBERS = 4;
  private static final int HEAPS = 4;
  private static final int FUNC = 0;
  private static final int NOFUNC = 1;

  private static final String LETTERS = "ilfd";

  /**
   * The number types that a part of {@code text} names by their letters.
   *
   * @throws IllegalArgumentException where it has other letters, or ends before it begins
   */
  static int[] numbers(String text, int from, int to) {
    int[] codes = new int[Math.max(0, to - from)];
    boolean wrong = to < from;
    for (int i = 0; i < codes.length; i++) {
      codes[i] = LETTERS.indexOf(text.charAt(from + i));
      wrong |= codes[i] < 0;
    }
    if (wrong) {
      throw new IllegalArgumentException("no signature: \"" + text + "\"; write, say, il:i");
    }
    return codes;
  }

  /** Whether {@code code} is a reference type. */
  static boolean isReference(int code) {
    return code >= REF;
  }

  /** Whether {@code code} is a type of references to functions. */
  static boolean isFunction(int code) {
    int heap = (code - REF) >> 1;
    return heap >= DEFINED || heap == FUNC || heap == NOFUNC;
  }

  /**
   * Checks that {@code code} is a value type.
   *
   * @param types how many type indices there are
   * @throws IllegalArgumentException where it is none
   */
  static void check(int code, int types) {
    int heap = (code - REF) >> 1;
    if (code >= NUMBERS
        && (heap < 0 || heap >= HEAPS && heap < DEFINED || heap - DEFINED >= types)) {
      throw new IllegalArgumentException("no value type: " + code);
    }
  }

  /** The same for all parameters and results. */
  void check(int types) {
    for (int code : params) {
      check(code, types);
    }
    for (int code : results) {
      check(code, types);
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
