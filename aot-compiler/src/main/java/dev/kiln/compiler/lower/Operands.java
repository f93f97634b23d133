package dev.kiln.compiler.lower;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.opcode.Effects;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operand stack during lowering: expressions that are pending, not evaluated yet. One that must
 * not be moved past a statement is assigned to a temporary before it.
 */
final class Operands {
  /** Emission recurses over trees, so they stay flat. */
  private static final int MAX_DEPTH = 100;

  /** A function can be split only between statements, so they stay small. */
  private static final int MAX_NODES = 400;

  /** No more than this pends that is not evaluated, so that statements need not look through it. */
  private static final int MAX_PENDING = 1100;

  private final List<Expr> pending = new ArrayList<>();

  /** Below this everything pending is evaluated: constants and temporaries. */
  private int settled;

  private final Variables variables;
  private final List<Stmt> out;

  private final int maxDepth;

  Operands(Variables variables, List<Stmt> out) {
    this(variables, out, MAX_DEPTH);
  }

  /** For trees that may be deeper than usual. */
  Operands(Variables variables, List<Stmt> out, int maxDepth) {
    this.variables = variables;
    this.out = out;
    this.maxDepth = maxDepth;
  }

  int height() {
    return pending.size();
  }

  void push(Expr expr) {
    if (expr.depth() > maxDepth || expr.nodes() > Math.max(maxDepth, MAX_NODES)) {
      settle(expr.effects(), null);
      pending.add(evaluate(expr));
    } else {
      pending.add(expr);
      if (pending.size() - settled > MAX_PENDING) {
        settleAll();
      }
    }
  }

  Expr pop() {
    settled = Math.min(settled, pending.size() - 1);
    return pending.remove(pending.size() - 1);
  }

  /** The topmost {@code count} expressions in order, taken off. */
  List<Expr> pop(int count) {
    List<Expr> top = pending.subList(pending.size() - count, pending.size());
    List<Expr> taken = new ArrayList<>(top);
    top.clear();
    settled = Math.min(settled, pending.size());
    return taken;
  }

  /** Forgets what is above {@code height}: it can never be used. */
  void truncate(int height) {
    pending.subList(height, pending.size()).clear();
    settled = Math.min(settled, height);
  }

  /**
   * Evaluates {@code expr} here, if it is anything to evaluate; returns what stands for its value.
   */
  Expr evaluate(Expr expr) {
    if (expr instanceof Expr.Const || isTemporary(expr)) {
      return expr;
    }
    Var temporary = variables.temporary(expr.kind());
    out.add(new Stmt.Set(temporary, expr));
    return new Expr.Get(temporary);
  }

  private static boolean isTemporary(Expr expr) {
    return expr instanceof Expr.Get get && !get.variable.isLocal();
  }

  /**
   * Makes room for a statement: evaluates everything pending that must be evaluated before it, and
   * what must in turn be before that.
   *
   * @param effects of the statement
   * @param written the variable that it assigns
   */
  void settle(int effects, @Nullable Var written) {
    int later = effects;
    boolean[] needed = null;
    for (int i = pending.size() - 1; i >= settled; i--) {
      Expr expr = pending.get(i);
      boolean must =
          Effects.ordered(expr.effects(), later) || written != null && expr.reads(written);
      if (must) {
        if (needed == null) {
          needed = new boolean[i + 1 - settled];
        }
        needed[i - settled] = true;
        later |= expr.effects();
      }
    }
    if (needed != null) {
      for (int i = 0; i < needed.length; i++) {
        if (needed[i]) {
          pending.set(settled + i, evaluate(pending.get(settled + i)));
        }
      }
    }
  }

  /** Evaluates all that is pending, since control flow begins or joins here. */
  void settleAll() {
    for (int i = settled; i < pending.size(); i++) {
      pending.set(i, evaluate(pending.get(i)));
    }
    settled = pending.size();
  }

  /**
   * Evaluates those of {@code operands} that are not free to move, in order, so that the emitter
   * may compute something before them.
   */
  List<Expr> fix(List<Expr> operands) {
    List<Expr> fixed = new ArrayList<>(operands.size());
    for (int i = 0; i < operands.size(); i++) {
      Expr operand = operands.get(i);
      // A read that stays pending would be moved past the writes of operands after it.
      boolean free = Effects.movable(operand.effects()) && !readsBeforeWrite(operands, i);
      fixed.add(free ? operand : evaluate(operand));
    }
    return fixed;
  }

  private static boolean readsBeforeWrite(List<Expr> operands, int index) {
    if ((operands.get(index).effects() & Effects.READS) == 0) {
      return false;
    }
    for (int i = index + 1; i < operands.size(); i++) {
      if ((operands.get(i).effects() & Effects.WRITES) != 0) {
        return true;
      }
    }
    return false;
  }
}
