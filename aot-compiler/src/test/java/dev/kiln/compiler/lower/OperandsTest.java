package dev.kiln.compiler.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.model.type.VecType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The operand stack with values of one and of two expressions. */
class OperandsTest {
  private final Variables variables = new Variables();
  private final List<Stmt> out = new ArrayList<>();
  private final Operands operands = new Operands(variables, out);
  private final Expr one = new Expr.Const(Carrier.I64, 1);
  private final Expr two = new Expr.Const(Carrier.I64, 2);

  @Test
  void aPairComesOffWhole() {
    operands.push(one);
    operands.push(new Value(one, two));
    operands.push(two);
    assertEquals(4, operands.height());
    assertEquals(new Value(two, null), operands.popValue());
    assertEquals(new Value(one, two), operands.popValue());
    assertEquals(new Value(one, null), operands.popValue());
    assertEquals(0, operands.height());
  }

  @Test
  void whatStoodHigherIsForgotten() {
    operands.push(new Value(one, two));
    operands.pop(2);
    operands.push(one);
    operands.push(two);
    assertNull(operands.popValue().second());
    operands.push(new Value(two, one));
    operands.truncate(1);
    operands.push(one);
    operands.push(two);
    assertNull(operands.popValue().second());
    assertNull(operands.popValue().second());
  }

  @Test
  void aLocalOfTwoCarriersIsTwoVariables() {
    variables.local(NumType.I32);
    variables.local(VecType.V128);
    variables.local(NumType.F32);
    Var vector = variables.local(1);
    Var second = variables.second(vector);
    assertEquals(4, variables.all().size());
    assertSame(variables.all().get(2), second);
    assertNull(variables.second(variables.local(0)));
    assertEquals(Carrier.F32, variables.local(2).carrier());
  }

  @Test
  void bothExpressionsAreEvaluatedBeforeAStatement() {
    variables.local(VecType.V128);
    Var first = variables.local(0);
    Var second = variables.all().get(1);
    operands.pushAll(List.of(first, second));
    operands.settle(0, second);
    Value value = operands.popValue();
    assertSame(first, ((Expr.Get) value.first()).variable);
    Expr.Get evaluated = (Expr.Get) java.util.Objects.requireNonNull(value.second());
    assertSame(((Stmt.Set) out.get(0)).variable(), evaluated.variable);
    assertEquals(1, out.size());
  }
}
