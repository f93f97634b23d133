package dev.kiln.compiler.cut;

import static dev.kiln.compiler.testing.IrBuilder.add;
import static dev.kiln.compiler.testing.IrBuilder.get;
import static dev.kiln.compiler.testing.IrBuilder.i32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.measure.MethodSize;
import dev.kiln.compiler.testing.IrBuilder;
import dev.kiln.compiler.testing.SumLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FittingTest {
  private static final HandMade MODULE = new HandMade();

  private static IrFunction fit(IrFunction function, int limit) {
    return Fitting.of(function, MODULE.size(function), limit);
  }

  @Test
  void whatFitsStaysTheSameObject() {
    IrFunction function = new SumLoop().function;
    assertSame(function, fit(function, 7600));
  }

  /** {@code 1 + (2 + (3 + … a))}. */
  private static Expr longSum(Var a) {
    Expr sum = get(a);
    for (int i = 0; i < 200; i++) {
      sum = add(i32(100_000 + i), sum);
    }
    return sum;
  }

  /** The inner sums are computed first. */
  @Test
  void aLargeTreeBecomesSeveralStatements() {
    IrBuilder ir = new IrBuilder();
    Var a = ir.param();
    IrFunction fitted = fit(ir.set(a, longSum(a)).giveBack(get(a)).build(0, true), 600);
    MethodSize size = MODULE.size(fitted).inPiece(false);
    assertTrue(fitted.body().size() > 3);
    fitted.body().forEach(stmt -> assertTrue(size.of(stmt) <= 200, stmt::toString));
    assertTrue(
        fitted.body().get(fitted.body().size() - 2) instanceof Stmt.Set last
            && last.variable() == a);
  }

  /** {@code (a, b, …) = (b, a, …)}: no source is overwritten before it is read. */
  @Test
  void aLongExchangeGoesByTemporaries() {
    IrBuilder ir = new IrBuilder();
    List<Var> targets = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      targets.add(ir.local());
    }
    for (int i = 0; i < 100; i++) {
      values.add(get(targets.get(99 - i)));
    }
    IrFunction function = ir.add(new Stmt.SetAll(targets, values)).giveBack().build(0, false);
    List<Stmt> body = fit(function, 7600).body();
    assertEquals(201, body.size());
    for (int i = 0; i < 100; i++) {
      assertSame(targets.get(i), ((Stmt.Set) body.get(100 + i)).variable());
    }
  }

  @Test
  void regionsMoveWithTheirStatements() {
    IrBuilder ir = new IrBuilder();
    Var a = ir.param();
    ir.open(Region.Origin.BLOCK).set(a, longSum(a)).close().giveBack(get(a));
    IrFunction fitted = fit(ir.build(0, true), 600);
    int last = fitted.body().size() - 1;
    assertEquals(new Region(Region.Origin.FUNCTION, 0, last + 1, -1), fitted.regions().get(0));
    assertEquals(new Region(Region.Origin.BLOCK, 0, last, 0), fitted.regions().get(1));
  }
}
