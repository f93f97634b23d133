package dev.kiln.compiler.emit.code;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.opcode.Opcode;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.math.BigInteger;

/**
 * Divisions by a constant. C2 multiplies where it sees an {@code idiv} or {@code ldiv} by one; for
 * unsigned i64 there is no such instruction, so the multiplication is emitted here:
 *
 * <pre>
 *   n / d  =  high(n * m) &gt;&gt;&gt; s                                where m has 64 bits
 *   n / d  =  ((n - h &gt;&gt;&gt; 1) + h) &gt;&gt;&gt; s, h = high(n * m)       where it would have 65
 * </pre>
 */
final class Divisions {
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

  private final FunctionContext context;
  private final CodeBuilder cb;

  Divisions(FunctionContext context) {
    this.context = context;
    this.cb = context.cb;
  }

  /**
   * Emits {@code op}, a division or remainder, of the value on the stack by a constant.
   *
   * @return false, and nothing is emitted, where the general instruction has to be used
   */
  boolean emit(Opcode op, long by) {
    return switch (op) {
      case I32_DIV_S, I32_REM_S ->
          (int) by != 0 && (int) by != -1 && signed(op == Opcode.I32_DIV_S, (int) by);
      case I64_DIV_S, I64_REM_S -> by != 0 && by != -1 && signed(op == Opcode.I64_DIV_S, by);
      case I32_DIV_U, I32_REM_U -> (int) by != 0 && unsigned(op == Opcode.I32_DIV_U, (int) by);
      case I64_DIV_U, I64_REM_U -> by > 0 && unsigned(op == Opcode.I64_DIV_U, by);
      default -> false;
    };
  }

  /** The size of a division or remainder. */
  static int size(Expr.Apply e) {
    boolean multiplied = e.op == Opcode.I64_DIV_U || e.op == Opcode.I64_REM_U;
    return multiplied && e.operand(1) instanceof Expr.Const ? 75 : NumericOps.size(e.op);
  }

  private boolean signed(boolean quotient, int by) {
    cb.loadConstant(by);
    if (quotient) {
      cb.idiv();
    } else {
      cb.irem();
    }
    return true;
  }

  private boolean signed(boolean quotient, long by) {
    cb.loadConstant(by);
    if (quotient) {
      cb.ldiv();
    } else {
      cb.lrem();
    }
    return true;
  }

  private boolean unsigned(boolean quotient, int by) {
    if (Integer.bitCount(by) == 1) {
      if (quotient) {
        cb.loadConstant(Integer.numberOfTrailingZeros(by)).iushr();
      } else {
        cb.loadConstant(by - 1).iand();
      }
      return true;
    }
    // As longs both are positive.
    NumericOps.unsigned(cb);
    signed(quotient, by & 0xffffffffL);
    cb.l2i();
    return true;
  }

  private boolean unsigned(boolean quotient, long by) {
    if (Long.bitCount(by) == 1) {
      if (quotient) {
        cb.loadConstant(Long.numberOfTrailingZeros(by)).lushr();
      } else {
        cb.loadConstant(by - 1).land();
      }
      return true;
    }
    int n = context.borrow(Kind.I64);
    cb.lstore(n);
    divide(n, by);
    if (!quotient) {
      int q = context.borrow(Kind.I64);
      cb.lstore(q).lload(n).lload(q).loadConstant(by).lmul().lsub();
      context.release(Kind.I64, q);
    }
    context.release(Kind.I64, n);
    return true;
  }

  /** Pushes the quotient of the number in slot {@code n}; {@code by} is no power of two. */
  private void divide(int n, long by) {
    BigInteger divisor = BigInteger.valueOf(by);
    int bits = 64 - Long.numberOfLeadingZeros(by - 1);
    for (int shift = 0; shift < bits; shift++) {
      BigInteger power = BigInteger.ONE.shiftLeft(64 + shift);
      BigInteger factor = power.add(divisor).subtract(BigInteger.ONE).divide(divisor);
      BigInteger error = factor.multiply(divisor).subtract(power);
      if (factor.bitLength() <= 64 && error.compareTo(BigInteger.ONE.shiftLeft(shift)) <= 0) {
        high(n, factor.longValue());
        cb.loadConstant(shift).lushr();
        return;
      }
    }
    BigInteger rest = BigInteger.ONE.shiftLeft(bits).subtract(divisor);
    high(n, TWO_64.multiply(rest).divide(divisor).add(BigInteger.ONE).longValue());
    int h = context.borrow(Kind.I64);
    cb.lstore(h).lload(n).lload(h).lsub().iconst_1().lushr().lload(h).ladd();
    cb.loadConstant(bits - 1).lushr();
    context.release(Kind.I64, h);
  }

  /** The upper half of an unsigned product. Java 17 has the signed one only. */
  private void high(int n, long factor) {
    cb.lload(n).loadConstant(factor);
    cb.invokestatic(MATH, "multiplyHigh", MethodTypeDesc.of(LONG, LONG, LONG));
    cb.lload(n).loadConstant(63).lshr().loadConstant(factor).land().ladd();
    if (factor < 0) {
      cb.lload(n).ladd();
    }
  }
}
