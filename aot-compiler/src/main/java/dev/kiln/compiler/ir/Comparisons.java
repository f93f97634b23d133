package dev.kiln.compiler.ir;

import dev.kiln.compiler.opcode.Family;
import dev.kiln.compiler.opcode.Opcode;

/** Which expressions are 0 or 1 because they compare: a branch on them needs no value. */
public final class Comparisons {
  private Comparisons() {}

  /** Whether {@code op} compares numbers. */
  public static boolean isComparison(Opcode op) {
    return op.family() == Family.COMPARISON;
  }

  /** Whether {@code expr} compares numbers, or a reference with null. */
  public static boolean isComparison(Expr expr) {
    return expr instanceof Expr.Apply apply && apply.op.relation() != null;
  }

  /** Whether {@code expr} joins comparisons by and, or. */
  public static boolean isJoined(Expr expr) {
    return expr instanceof Expr.Apply a
        && (a.op == Opcode.I32_AND || a.op == Opcode.I32_OR)
        && isBoolean(a.operand(0))
        && isBoolean(a.operand(1));
  }

  /** Whether {@code expr} compares or joins comparisons. */
  public static boolean isBoolean(Expr expr) {
    return isComparison(expr) || isJoined(expr);
  }
}
