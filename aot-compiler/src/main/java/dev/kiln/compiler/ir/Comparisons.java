package dev.kiln.compiler.ir;

import dev.kiln.compiler.opcode.Opcode;

/** Which expressions are 0 or 1 because they compare: a branch on them needs no value. */
public final class Comparisons {
  private Comparisons() {}

  /** Whether {@code op} compares numbers. */
  public static boolean isComparison(Opcode op) {
    return op.compareTo(Opcode.I32_EQZ) >= 0 && op.compareTo(Opcode.F64_GE) <= 0;
  }

  /** Whether {@code expr} compares. */
  public static boolean isComparison(Expr expr) {
    return expr instanceof Expr.RefOp ref && ref.op == Opcode.REF_IS_NULL
        || expr instanceof Expr.Apply apply && isComparison(apply.op);
  }

  /** Whether {@code expr} joins comparisons by and, or. */
  public static boolean isJoined(Expr expr) {
    return expr instanceof Expr.Apply a
        && (a.op == Opcode.I32_AND || a.op == Opcode.I32_OR)
        && isBoolean(a.operands().get(0))
        && isBoolean(a.operands().get(1));
  }

  /** Whether {@code expr} compares or joins comparisons. */
  public static boolean isBoolean(Expr expr) {
    return isComparison(expr) || isJoined(expr);
  }
}
