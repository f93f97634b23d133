package dev.kiln.compiler.lower;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.opcode.Opcode;
import java.util.List;

/**
 * Lowers the instructions on 128-bit numbers. Each leaves two values, the low and the high half,
 * and each half is an expression of its own over operands that are evaluated before. So a half that
 * is not used costs nothing, and the JIT sees nothing but additions, shifts and multiplications:
 *
 * <pre>
 *   add128      low = a + b          high = a' + b' + ((a &amp; b | (a | b) &amp; ~low) &gt;&gt;&gt; 63)
 *   sub128      low = a - b          high = a' - b' - ((~a &amp; b | (~a | b) &amp; low) &gt;&gt;&gt; 63)
 *   mul_wide_s  low = a * b          high = Math.multiplyHigh(a, b)
 *   mul_wide_u  low = a * b          high = Math.multiplyHigh(a, b) + (a &gt;&gt; 63 &amp; b) + (b &gt;&gt; 63 &amp; a)
 * </pre>
 *
 * <p>The carry is computed without a comparison, since a comparison as a value is a jump. Java 17
 * has {@code multiplyHigh} for numbers with a sign only; as an expression, {@code i64.mul_wide_s}
 * is that one half.
 */
final class WideArithmetic {
  private final Operands operands;

  WideArithmetic(Operands operands) {
    this.operands = operands;
  }

  void lower(Opcode op) {
    List<Expr> taken = operands.pop(op.operands().length());
    int effects = op.effects();
    for (Expr operand : taken) {
      effects |= operand.effects();
    }
    operands.settle(effects, null);
    List<Expr> halves = taken.stream().map(this::shared).toList();
    switch (op) {
      case I64_ADD128 -> {
        Expr a = halves.get(0);
        Expr b = halves.get(2);
        Expr low = operands.evaluate(of(Opcode.I64_ADD, a, b));
        Expr carry = or(and(a, b), and(or(a, b), not(low)));
        Expr high = of(Opcode.I64_ADD, halves.get(1), halves.get(3));
        operands.push(low);
        operands.push(of(Opcode.I64_ADD, high, sign(carry)));
      }
      case I64_SUB128 -> {
        Expr a = halves.get(0);
        Expr b = halves.get(2);
        Expr low = operands.evaluate(of(Opcode.I64_SUB, a, b));
        Expr borrow = or(and(not(a), b), and(or(not(a), b), low));
        Expr high = of(Opcode.I64_SUB, halves.get(1), halves.get(3));
        operands.push(low);
        operands.push(of(Opcode.I64_SUB, high, sign(borrow)));
      }
      case I64_MUL_WIDE_S, I64_MUL_WIDE_U -> {
        Expr a = halves.get(0);
        Expr b = halves.get(1);
        Expr high = new Expr.Apply(Opcode.I64_MUL_WIDE_S, 0, a, b);
        if (op.isUnsigned()) {
          high = of(Opcode.I64_ADD, high, and(spread(a), b));
          high = of(Opcode.I64_ADD, high, and(spread(b), a));
        }
        operands.push(of(Opcode.I64_MUL, a, b));
        operands.push(high);
      }
      default -> throw new IllegalArgumentException("nothing lowers " + op);
    }
  }

  /** A value that both halves read: what is more than a variable is evaluated once, here. */
  private Expr shared(Expr operand) {
    return operand instanceof Expr.Get ? operand : operands.evaluate(operand);
  }

  private static Expr of(Opcode op, Expr... operands) {
    Expr folded = Folding.fold(op, List.of(operands));
    return folded != null ? folded : new Expr.Apply(op, 0, operands);
  }

  private static Expr and(Expr a, Expr b) {
    return of(Opcode.I64_AND, a, b);
  }

  private static Expr or(Expr a, Expr b) {
    return of(Opcode.I64_OR, a, b);
  }

  private static Expr not(Expr a) {
    return of(Opcode.I64_XOR, a, new Expr.Const(Carrier.I64, -1));
  }

  /** The uppermost bit as 0 or 1. */
  private static Expr sign(Expr a) {
    return of(Opcode.I64_SHR_U, a, new Expr.Const(Carrier.I64, 63));
  }

  /** The uppermost bit in all bits. */
  private static Expr spread(Expr a) {
    return of(Opcode.I64_SHR_S, a, new Expr.Const(Carrier.I64, 63));
  }
}
