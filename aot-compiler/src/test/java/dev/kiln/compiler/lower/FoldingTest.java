package dev.kiln.compiler.lower;

import static dev.kiln.compiler.testing.IrBuilder.get;
import static dev.kiln.compiler.testing.IrBuilder.i32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.opcode.Effects;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.compiler.testing.IrBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldingTest {
  private final Expr variable = get(new IrBuilder().local());

  private static long folded(Opcode op, Expr left, Expr right) {
    return ((Expr.Const) Folding.fold(op, List.of(left, right))).bits;
  }

  private static Expr i64(long value) {
    return new Expr.Const(Carrier.I64, value);
  }

  @Test
  void constantsAreComputedAsWasmDoes() {
    assertEquals(Integer.MIN_VALUE, folded(Opcode.I32_ADD, i32(Integer.MAX_VALUE), i32(1)));
    assertEquals(Long.MIN_VALUE, folded(Opcode.I64_ADD, i64(Long.MAX_VALUE), i64(1)));
    assertEquals(2, folded(Opcode.I32_SHL, i32(1), i32(33)), "a distance of 32 is none");
    assertEquals(2, folded(Opcode.I64_SHL, i64(1), i64(65)), "a distance of 64 is none");
  }

  @Test
  void whatChangesNothingIsLeftOut() {
    for (Opcode op : List.of(Opcode.I32_ADD, Opcode.I32_SUB, Opcode.I32_OR, Opcode.I32_XOR)) {
      assertSame(variable, Folding.fold(op, List.of(variable, i32(0))), op::toString);
    }
    assertSame(variable, Folding.fold(Opcode.I32_SHR_U, List.of(variable, i32(64))));
  }

  @Test
  void whatMayTrapIsNotFolded() {
    assertNull(Folding.fold(Opcode.I32_DIV_U, List.of(i32(6), i32(0))));
    assertNull(Folding.fold(Opcode.I32_AND, List.of(variable, i32(0))));
  }

  @Test
  void aDivisionTrapsUnlessItsDivisorIsAConstantThatCannot() {
    assertEquals(0, Folding.effects(Opcode.I32_DIV_S, List.of(variable, i32(7))));
    for (Expr divisor : List.of(i32(0), i32(-1), variable)) {
      List<Expr> operands = List.of(variable, divisor);
      assertEquals(Effects.TRAPS_OTHER, Folding.effects(Opcode.I32_DIV_S, operands));
    }
    assertEquals(
        0,
        Folding.effects(Opcode.I32_REM_S, List.of(variable, i32(-1))),
        "the remainder by -1 is 0, also of the smallest number");
  }
}
