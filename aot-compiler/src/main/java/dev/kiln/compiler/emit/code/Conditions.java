package dev.kiln.compiler.emit.code;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.ir.Comparisons;
import dev.kiln.compiler.ir.Effects;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.opcode.Opcode;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons, fused with the branch that uses them. None becomes 0 or 1 on its way to a branch.
 *
 * <p>{@code compareUnsigned} and {@code x + MIN_VALUE} are never emitted: C2 merges a signed and an
 * unsigned comparison of the same values (JDK-8385157). Unsigned i32 are compared as longs,
 * unsigned i64 after {@code ^ MIN_VALUE}.
 */
final class Conditions {
  /** How a comparison of two values relates them. */
  private enum Relation {
    EQ,
    NE,
    LT,
    GE,
    GT,
    LE;

    Relation negated() {
      return switch (this) {
        case EQ -> NE;
        case NE -> EQ;
        case LT -> GE;
        case GE -> LT;
        case GT -> LE;
        case LE -> GT;
      };
    }
  }

  private final FunctionContext context;
  private final CodeBuilder cb;

  Conditions(FunctionContext context) {
    this.context = context;
    this.cb = context.cb;
  }

  private static @Nullable Relation relation(Opcode op) {
    return switch (op) {
      case I32_EQ, I64_EQ, F32_EQ, F64_EQ -> Relation.EQ;
      case I32_NE, I64_NE, F32_NE, F64_NE -> Relation.NE;
      case I32_LT_S, I32_LT_U, I64_LT_S, I64_LT_U, F32_LT, F64_LT -> Relation.LT;
      case I32_GT_S, I32_GT_U, I64_GT_S, I64_GT_U, F32_GT, F64_GT -> Relation.GT;
      case I32_LE_S, I32_LE_U, I64_LE_S, I64_LE_U, F32_LE, F64_LE -> Relation.LE;
      case I32_GE_S, I32_GE_U, I64_GE_S, I64_GE_U, F32_GE, F64_GE -> Relation.GE;
      default -> null;
    };
  }

  private static boolean isUnsigned(Opcode op) {
    return switch (op) {
      case I32_LT_U, I32_GT_U, I32_LE_U, I32_GE_U, I64_LT_U, I64_GT_U, I64_LE_U, I64_GE_U -> true;
      default -> false;
    };
  }

  /** Whether a jump on {@code condition} compares floats. */
  static boolean comparesFloats(Expr condition) {
    if (!(condition instanceof Expr.Apply apply)) {
      return false;
    }
    if (apply.op == Opcode.I32_EQZ || Comparisons.isJoined(apply)) {
      return apply.operands().stream().anyMatch(Conditions::comparesFloats);
    }
    Carrier carrier = apply.operands().get(0).carrier();
    return relation(apply.op) != null && (carrier == Carrier.F32 || carrier == Carrier.F64);
  }

  /**
   * Jumps to {@code target} if {@code condition} is other than zero, or with {@code when} false is.
   */
  void branch(Expr condition, boolean when, Label target) {
    if (condition instanceof Expr.Apply apply) {
      if (apply.op == Opcode.I32_EQZ) {
        branch(apply.operands().get(0), !when, target);
        return;
      }
      if (apply.op == Opcode.I64_EQZ) {
        context.expressions.push(apply.operands().get(0));
        cb.lconst_0().lcmp();
        jump(when ? Relation.EQ : Relation.NE, target);
        return;
      }
      if (Comparisons.isJoined(apply) && Effects.movable(apply.operands().get(1).effects())) {
        both(apply, when, target);
        return;
      }
      Relation relation = relation(apply.op);
      if (relation != null) {
        compare(apply, relation, when, target);
        return;
      }
    }
    if (condition instanceof Expr.RefOp ref && ref.op == Opcode.REF_IS_NULL) {
      context.expressions.push(ref.reference);
      if (when) {
        cb.ifnull(target);
      } else {
        cb.ifnonnull(target);
      }
      return;
    }
    context.expressions.push(condition);
    jump(when ? Relation.NE : Relation.EQ, target);
  }

  /** Two conditions joined by and, or: the second one, which is pure, only where it matters. */
  private void both(Expr.Apply joined, boolean when, Label target) {
    Expr first = joined.operands().get(0);
    Expr second = joined.operands().get(1);
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
    Expr left = apply.operands().get(0);
    Expr right = apply.operands().get(1);
    Relation taken = when ? relation : relation.negated();
    switch (left.carrier()) {
      case I32 -> {
        if (isUnsigned(apply.op)) {
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
        boolean flip = isUnsigned(apply.op);
        pushLong(left, flip);
        pushLong(right, flip);
        cb.lcmp();
        jump(taken, target);
      }
      default -> {
        context.expressions.push(left);
        context.expressions.push(right);
        // With NaN the comparison has to come out false, whichever way it is tested.
        boolean below = relation == Relation.LT || relation == Relation.LE;
        if (left.carrier() == Carrier.F32) {
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
