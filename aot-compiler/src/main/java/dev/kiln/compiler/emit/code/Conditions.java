package dev.kiln.compiler.emit.code;

import dev.kiln.compiler.ir.Comparisons;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.opcode.Effects;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.compiler.opcode.Relation;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/**
 * Comparisons, fused with the branch that uses them. None becomes 0 or 1 on its way to a branch.
 *
 * <p>{@code compareUnsigned} and {@code x + MIN_VALUE} are never emitted: C2 merges a signed and an
 * unsigned comparison of the same values (JDK-8385157). Unsigned i32 are compared as longs,
 * unsigned i64 after {@code ^ MIN_VALUE}.
 */
final class Conditions {
  private final FunctionContext context;
  private final CodeBuilder cb;

  Conditions(FunctionContext context) {
    this.context = context;
    this.cb = context.cb;
  }

  /** The size of a comparison as a value. */
  static int size(Expr.Apply e) {
    if (isNegation(e)) {
      return 0; // what negates a comparison only turns its jump round
    }
    Kind kind = e.operand(0).kind();
    int unsigned = !e.op.isUnsigned() ? 0 : kind == Kind.I32 ? 11 : 8;
    return 8 + (kind == Kind.I32 ? 0 : 2) + unsigned;
  }

  private static boolean isNegation(Expr.Apply e) {
    return e.op == Opcode.I32_EQZ
        && e.operand(0) instanceof Expr.Apply inner
        && Comparisons.isComparison(inner.op);
  }

  /**
   * What a test of {@code condition} takes beside the size of its value: a comparison as a value
   * has a jump, and two constants more than as a test.
   */
  static int testSize(Expr condition) {
    return condition instanceof Expr.Apply apply && Comparisons.isComparison(apply.op) ? -5 + 3 : 3;
  }

  /** Whether a jump on {@code condition} compares floats. */
  static boolean comparesFloats(Expr condition) {
    if (!(condition instanceof Expr.Apply apply)) {
      return false;
    }
    if (apply.op == Opcode.I32_EQZ || Comparisons.isJoined(apply)) {
      return apply.operands().stream().anyMatch(Conditions::comparesFloats);
    }
    return Comparisons.isComparison(apply) && isFloat(apply.operand(0).kind());
  }

  private static boolean isFloat(Kind kind) {
    return kind == Kind.F32 || kind == Kind.F64;
  }

  /**
   * Jumps to {@code target} if {@code condition} is other than zero, or with {@code when} false is.
   */
  void branch(Expr condition, boolean when, Label target) {
    if (condition instanceof Expr.Apply apply) {
      if (apply.op == Opcode.I32_EQZ) {
        branch(apply.operand(0), !when, target);
        return;
      }
      if (apply.op == Opcode.I64_EQZ) {
        context.expressions.push(apply.operand(0));
        cb.lconst_0().lcmp();
        jump(when ? Relation.EQ : Relation.NE, target);
        return;
      }
      if (Comparisons.isJoined(apply) && Effects.movable(apply.operand(1).effects())) {
        both(apply, when, target);
        return;
      }
      if (apply.op == Opcode.REF_IS_NULL) {
        context.expressions.push(apply.operand(0));
        if (when) {
          cb.ifnull(target);
        } else {
          cb.ifnonnull(target);
        }
        return;
      }
      Relation relation = apply.op.relation();
      if (relation != null) {
        compare(apply, relation, when, target);
        return;
      }
    }
    context.expressions.push(condition);
    jump(when ? Relation.NE : Relation.EQ, target);
  }

  /** Two conditions joined by and, or: the second one, which is pure, only where it matters. */
  private void both(Expr.Apply joined, boolean when, Label target) {
    Expr first = joined.operand(0);
    Expr second = joined.operand(1);
    boolean and = joined.op == Opcode.I32_AND;
    if (and == when) {
      Label skip = cb.newLabel();
      branch(first, !when, skip);
      branch(second, when, target);
      cb.labelBinding(skip);
    } else {
      branch(first, when, target);
      branch(second, when, target);
    }
  }

  private void compare(Expr.Apply apply, Relation relation, boolean when, Label target) {
    Expr left = apply.operand(0);
    Expr right = apply.operand(1);
    Relation taken = when ? relation : relation.negated();
    switch (left.kind()) {
      case I32 -> {
        if (apply.op.isUnsigned()) {
          pushUnsigned(left);
          pushUnsigned(right);
          cb.lcmp();
          jump(taken, target);
        } else if (right instanceof Expr.Const c && c.bits == 0) {
          context.expressions.push(left);
          jump(taken, target);
        } else {
          context.expressions.push(left);
          context.expressions.push(right);
          jumpInts(taken, target);
        }
      }
      case I64 -> {
        boolean flip = apply.op.isUnsigned();
        pushLong(left, flip);
        pushLong(right, flip);
        cb.lcmp();
        jump(taken, target);
      }
      case F32, F64 -> {
        context.expressions.push(left);
        context.expressions.push(right);
        // With NaN the comparison has to come out false, whichever way it is tested.
        boolean below = relation == Relation.LT || relation == Relation.LE;
        if (left.kind() == Kind.F32) {
          if (below) {
            cb.fcmpg();
          } else {
            cb.fcmpl();
          }
        } else if (below) {
          cb.dcmpg();
        } else {
          cb.dcmpl();
        }
        jump(taken, target);
      }
      case FUNC, REF -> throw new IllegalArgumentException("no numbers: " + apply.op);
    }
  }

  private void pushUnsigned(Expr expr) {
    if (expr instanceof Expr.Const constant) {
      cb.loadConstant(constant.bits & 0xffffffffL);
    } else {
      context.expressions.push(expr);
      NumericOps.unsigned(cb);
    }
  }

  private void pushLong(Expr expr, boolean flip) {
    if (flip && expr instanceof Expr.Const constant) {
      cb.loadConstant(constant.bits ^ Long.MIN_VALUE);
      return;
    }
    context.expressions.push(expr);
    if (flip) {
      cb.loadConstant(Long.MIN_VALUE).lxor();
    }
  }

  private void jump(Relation relation, Label target) {
    switch (relation) {
      case EQ -> cb.ifeq(target);
      case NE -> cb.ifne(target);
      case LT -> cb.iflt(target);
      case GE -> cb.ifge(target);
      case GT -> cb.ifgt(target);
      case LE -> cb.ifle(target);
    }
  }

  private void jumpInts(Relation relation, Label target) {
    switch (relation) {
      case EQ -> cb.if_icmpeq(target);
      case NE -> cb.if_icmpne(target);
      case LT -> cb.if_icmplt(target);
      case GE -> cb.if_icmpge(target);
      case GT -> cb.if_icmpgt(target);
      case LE -> cb.if_icmple(target);
    }
  }
}
