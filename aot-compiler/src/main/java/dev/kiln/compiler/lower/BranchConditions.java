package dev.kiln.compiler.lower;

import dev.kiln.compiler.ir.Comparisons;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.opcode.Effects;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Prepares conditions for a branch. What a condition compares may have to be evaluated before; the
 * comparison itself never is, so that it can be fused with the jump.
 */
final class BranchConditions {
  private final Operands operands;

  BranchConditions(Operands operands) {
    this.operands = operands;
  }

  /**
   * A condition that may be tested at a jump: nothing in it grows a memory, since arrays must be
   * right there, and of joined comparisons each may be left out.
   */
  Expr steady(Expr condition) {
    boolean grows = (condition.effects() & Effects.GROWS) != 0;
    boolean joined = Comparisons.isJoined(condition) && !Effects.movable(condition.effects());
    if (!grows && !joined) {
      return condition;
    }
    if (!Comparisons.isBoolean(condition)) {
      return operands.evaluate(condition);
    }
    List<Expr> compared = new ArrayList<>();
    collect(condition, compared);
    return rebuild(condition, operands.fix(compared).iterator());
  }

  private static void collect(Expr condition, List<Expr> compared) {
    for (Expr operand : condition.operands()) {
      if (Comparisons.isJoined(condition)) {
        collect(operand, compared);
      } else {
        compared.add(operand);
      }
    }
  }

  private static Expr rebuild(Expr condition, Iterator<Expr> compared) {
    Expr.Apply apply = (Expr.Apply) condition;
    boolean joined = Comparisons.isJoined(condition);
    List<Expr> rebuilt = new ArrayList<>();
    for (Expr operand : apply.operands()) {
      rebuilt.add(joined ? rebuild(operand, compared) : compared.next());
    }
    return apply.withOperands(rebuilt);
  }
}
