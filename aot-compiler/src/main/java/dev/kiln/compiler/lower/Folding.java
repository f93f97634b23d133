package dev.kiln.compiler.lower;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.opcode.Family;
import dev.kiln.compiler.opcode.Opcode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of numeric instructions with constant operands. */
final class Folding {
  private Folding() {}

  /** The {@link Effects} of applying {@code op}, those of the operands left out. */
  static int effects(Opcode op, List<Expr> operands) {
    if (op.family() != Family.DIVISION) {
      return op.effects();
    }
    long divisor = divisor(operands);
    // The smallest number divided by -1 is too large; its remainder is not.
    boolean overflows = divisor == -1 && (op == Opcode.I32_DIV_S || op == Opcode.I64_DIV_S);
    return divisor == 0 || overflows ? op.effects() : 0;
  }

  /** The constant divisor; 0 where it is unknown. */
  private static long divisor(List<Expr> operands) {
    return operands.get(1) instanceof Expr.Const constant ? constant.bits : 0;
  }

  /** What the application comes to, null where that is not simpler. */
  static @Nullable Expr fold(Opcode op, List<Expr> operands) {
    if (operands.size() != 2 || !(operands.get(1) instanceof Expr.Const right)) {
      return null;
    }
    Expr first = operands.get(0);
    if (first instanceof Expr.Const left) {
      return constants(op, left.bits, right.bits);
    }
    return switch (op) {
      case I32_ADD, I32_SUB, I32_OR, I32_XOR, I64_ADD, I64_SUB, I64_OR, I64_XOR ->
          right.bits == 0 ? first : null;
      case I32_SHL, I32_SHR_S, I32_SHR_U -> (right.bits & 31) == 0 ? first : null;
      case I64_SHL, I64_SHR_S, I64_SHR_U -> (right.bits & 63) == 0 ? first : null;
      default -> null;
    };
  }

  private static @Nullable Expr constants(Opcode op, long a, long b) {
    return switch (op) {
      case I32_ADD -> i32(a + b);
      case I32_SUB -> i32(a - b);
      case I32_MUL -> i32(a * b);
      case I32_AND -> i32(a & b);
      case I32_OR -> i32(a | b);
      case I32_XOR -> i32(a ^ b);
      case I32_SHL -> i32(a << (b & 31));
      case I64_ADD -> new Expr.Const(Kind.I64, a + b);
      case I64_SUB -> new Expr.Const(Kind.I64, a - b);
      case I64_MUL -> new Expr.Const(Kind.I64, a * b);
      case I64_AND -> new Expr.Const(Kind.I64, a & b);
      case I64_OR -> new Expr.Const(Kind.I64, a | b);
      case I64_XOR -> new Expr.Const(Kind.I64, a ^ b);
      case I64_SHL -> new Expr.Const(Kind.I64, a << (b & 63));
      default -> null;
    };
  }

  private static Expr i32(long value) {
    return new Expr.Const(Kind.I32, (int) value);
  }
}
