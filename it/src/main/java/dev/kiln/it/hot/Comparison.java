package dev.kiln.it.hot;

import java.util.List;
import java.util.Locale;

/**
 * The comparisons of WebAssembly, evaluated in a way of their own. The JVM that runs hot tests is
 * told not to compile this class: interpreted it is right.
 */
public enum Comparison {
  /** Equal. */
  EQ,
  /** Not equal. */
  NE,
  /** Less, signed. */
  LT_S,
  /** Less, unsigned. */
  LT_U,
  /** Greater, signed. */
  GT_S,
  /** Greater, unsigned. */
  GT_U,
  /** Less or equal, signed. */
  LE_S,
  /** Less or equal, unsigned. */
  LE_U,
  /** Greater or equal, signed. */
  GE_S,
  /** Greater or equal, unsigned. */
  GE_U;

  /** All of them. */
  public static final List<Comparison> ALL = List.of(values());

  /** The instruction that compares i64s, or i32s, in this way. */
  public String instruction(boolean wide) {
    return (wide ? "i64." : "i32.") + name().toLowerCase(Locale.ROOT);
  }

  /** Compares i64s, or i32s extended with their sign: that keeps the unsigned order too. */
  boolean test(long a, long b) {
    int order = name().endsWith("_U") ? unsigned(a, b) : signed(a, b);
    return switch (this) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT_S, LT_U -> order < 0;
      case GT_S, GT_U -> order > 0;
      case LE_S, LE_U -> order <= 0;
      case GE_S, GE_U -> order >= 0;
    };
  }

  private static int signed(long a, long b) {
    return a < b ? -1 : a == b ? 0 : 1;
  }

  /**
   * Of different signs the negative one is the greater; else the order is that of signed numbers.
   */
  private static int unsigned(long a, long b) {
    return a < 0 != b < 0 ? -signed(a, b) : signed(a, b);
  }
}
