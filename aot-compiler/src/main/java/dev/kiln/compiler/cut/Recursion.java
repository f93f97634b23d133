package dev.kiln.compiler.cut;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.opcode.Opcode;

/** Which functions call themselves. */
public final class Recursion {
  private Recursion() {}

  /** Whether {@code function} has a direct call of itself. */
  public static boolean callsItself(IrFunction function) {
    for (Stmt stmt : function.body()) {
      for (Expr expr : Statements.expressions(stmt)) {
        if (calls(expr, function.index())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean calls(Expr expr, int function) {
    if (expr instanceof Expr.Call call && call.op == Opcode.CALL && call.index == function) {
      return true;
    }
    for (Expr operand : expr.operands()) {
      if (calls(operand, function)) {
        return true;
      }
    }
    return false;
  }
}
