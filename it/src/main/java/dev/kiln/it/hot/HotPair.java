package dev.kiln.it.hot;

import java.util.ArrayList;
import java.util.List;

/**
 * A function of two comparisons, in one of the shapes that a JIT compiler got wrong before.
 *
 * @param wide whether it compares i64, else i32
 * @param shape how the comparisons are used
 * @param first the first comparison
 * @param second the second
 */
public record HotPair(boolean wide, Shape shape, Comparison first, Comparison second) {
  /** How the comparisons are used. */
  public enum Shape {
    /** {@code br_if (a ? b); br_if (a ? b)} with a target each. */
    TWO_TARGETS,
    /** {@code br_if (a ? b); br_if (a ? b)} with one target. */
    ONE_TARGET,
    /** The same, the second comparison with its operands exchanged. */
    EXCHANGED,
    /** The first is kept as 0 or 1, and a branch on it is never taken at first. */
    KEPT,
    /** The same with the branch on its being 0. */
    KEPT_ZERO
  }

  /** What {@link Shape#KEPT} compares with first. */
  public static final int LOW = 10;

  /** What {@link Shape#KEPT} compares with second. */
  public static final int HIGH = 90;

  /** All functions of the test, in the order of the module's. */
  public static List<HotPair> all() {
    List<HotPair> all = new ArrayList<>();
    for (boolean wide : new boolean[] {false, true}) {
      for (Shape shape : Shape.values()) {
        for (Comparison first : Comparison.ALL) {
          for (Comparison second : Comparison.ALL) {
            all.add(new HotPair(wide, shape, first, second));
          }
        }
      }
    }
    return all;
  }

  /** The name of the exported function. */
  public String export() {
    return (wide ? "i64 " : "i32 ") + shape + " " + first + " " + second;
  }

  /** What the function returns, 1 to 9. */
  int evaluate(long a, long b) {
    switch (shape) {
      case TWO_TARGETS:
        return first.test(a, b) ? 2 : second.test(a, b) ? 3 : 1;
      case ONE_TARGET:
        return first.test(a, b) || second.test(a, b) ? 2 : 1;
      case EXCHANGED:
        return first.test(a, b) || second.test(b, a) ? 2 : 1;
      default:
        boolean kept = first.test(a, LOW);
        if (kept == (shape == Shape.KEPT)) {
          return 7;
        }
        return (second.test(a, HIGH) ? 3 : 1) + (kept ? 1 : 0);
    }
  }
}
