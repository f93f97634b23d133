package dev.kiln.compiler.analyse;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.opcode.Opcode;
import java.util.List;

/**
 * How many entries of a constant pool statements need at most, beyond those that all methods share.
 * A class has 65,535.
 */
public final class PoolSize {
  /** A method or field: itself, its name and type, its name, its owner with that one's name. */
  private static final int MEMBER = 6;

  private final ModuleAnalysis analysis;

  /** For functions of the analysed module. */
  public PoolSize(ModuleAnalysis analysis) {
    this.analysis = analysis;
  }

  /** The entries for {@code statements}. */
  public int of(List<Stmt> statements) {
    long size = 0;
    for (Stmt stmt : statements) {
      size += stmt instanceof Stmt.Update ? 2 * MEMBER : 0;
      for (Expr expr : Statements.expressions(stmt)) {
        size += of(expr);
      }
    }
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  private long of(Expr expr) {
    long size =
        switch (expr) {
          case Expr.Const e -> e.bits == (short) e.bits && e.bits < 6 && e.bits >= 0 ? 0 : 2;
          case Expr.Call e -> call(e);
          case Expr.State e -> MEMBER;
          case Expr.Load e -> e.offset > Short.MAX_VALUE ? 3 : 0;
          default -> 0;
        };
    for (Expr operand : expr.operands()) {
      size += of(operand);
    }
    return size;
  }

  private long call(Expr.Call e) {
    int targets = e.op == Opcode.CALL_INDIRECT ? analysis.likelyTargets(e.index).size() : 0;
    return MEMBER * (2L + targets);
  }
}
