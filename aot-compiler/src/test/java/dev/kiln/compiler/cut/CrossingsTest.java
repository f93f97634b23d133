package dev.kiln.compiler.cut;

import static dev.kiln.compiler.testing.IrBuilder.call;
import static dev.kiln.compiler.testing.IrBuilder.get;
import static dev.kiln.compiler.testing.IrBuilder.i32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.kiln.compiler.ir.Handler;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.testing.IrBuilder;
import dev.kiln.compiler.testing.SumLoop;
import org.junit.jupiter.api.Test;

class CrossingsTest {
  /**
   * One way falls through each gap; the loop's jump leads across those between it and its label.
   */
  @Test
  void aJumpLeadsAcrossAllGapsToItsLabel() {
    assertArrayEquals(new int[] {0, 1, 2, 2, 2, 1, 0}, Crossings.of(new SumLoop().function));
  }

  @Test
  void nothingFallsThroughAfterAReturn() {
    IrBuilder ir = new IrBuilder();
    Var a = ir.param();
    JumpLabel other = ir.label();
    ir.jumpIf(get(a), other).giveBack(get(a)).bind(other).giveBack(i32(1));
    assertArrayEquals(new int[] {0, 2, 1, 1, 0}, Crossings.of(ir.build(0, true)));
  }

  @Test
  void anExceptionLeadsAcrossAllGapsToItsHandler() {
    IrBuilder ir = new IrBuilder();
    Var a = ir.param();
    JumpLabel caught = ir.label();
    Handler handler = ir.handler(IllegalStateException.class, caught);
    ir.open(Region.Origin.BLOCK, handler).set(a, call(1, get(a))).close();
    ir.giveBack(get(a)).bind(caught).giveBack(i32(1));
    assertArrayEquals(new int[] {0, 2, 1, 1, 0}, Crossings.of(ir.build(0, true)));
  }
}
