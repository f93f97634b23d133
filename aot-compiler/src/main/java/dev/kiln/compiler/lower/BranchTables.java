package dev.kiln.compiler.lower;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.opcode.Opcode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lowers tables of branches. One with more different cases than a method should hold becomes a
 * table of tables.
 */
final class BranchTables {
  private static final int BITS = 9;
  private static final int CASES = 1 << BITS;

  private final Variables variables;
  private final List<Stmt> out;
  private final Supplier<JumpLabel> labels;

  BranchTables(Variables variables, List<Stmt> out, Supplier<JumpLabel> labels) {
    this.variables = variables;
    this.out = out;
    this.labels = labels;
  }

  /** Emits a jump to one of {@code targets}; the last is for all other indices. */
  void emit(Expr index, List<JumpLabel> targets) {
    int cases = targets.size() - 1;
    if (cases <= CASES || runs(targets) <= CASES / 2) {
      out.add(new Stmt.Switch(index, targets));
      return;
    }
    JumpLabel fallback = targets.get(cases);
    Var value = variables.temporary(Carrier.I32);
    out.add(new Stmt.Set(value, index));
    List<JumpLabel> groups = new ArrayList<>();
    for (int from = 0; from < cases; from += CASES) {
      JumpLabel group = labels.get();
      group.use();
      groups.add(group);
    }
    List<JumpLabel> outer = new ArrayList<>(groups);
    outer.add(fallback);
    emit(part(Opcode.I32_SHR_U, value, BITS), outer);
    for (int g = 0; g < groups.size(); g++) {
      int from = g * CASES;
      List<JumpLabel> inner = new ArrayList<>(targets.subList(from, Math.min(cases, from + CASES)));
      inner.add(fallback);
      out.add(new Stmt.Bind(groups.get(g)));
      out.add(new Stmt.Switch(part(Opcode.I32_AND, value, CASES - 1), inner));
    }
  }

  private static Expr part(Opcode op, Var value, int by) {
    return new Expr.Apply(op, 0, new Expr.Get(value), new Expr.Const(Carrier.I32, by));
  }

  private static int runs(List<JumpLabel> targets) {
    int runs = 1;
    for (int i = 1; i < targets.size(); i++) {
      runs += targets.get(i) == targets.get(i - 1) ? 0 : 1;
    }
    return runs;
  }
}
