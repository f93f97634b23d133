package dev.kiln.compiler.cut;

import static dev.kiln.compiler.testing.IrBuilder.call;
import static dev.kiln.compiler.testing.IrBuilder.get;
import static dev.kiln.compiler.testing.IrBuilder.i32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.kiln.compiler.ir.Handler;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.testing.IrBuilder;
import dev.kiln.compiler.testing.SumLoop;
import org.junit.jupiter.api.Test;

class CrossingsTest {
  /** The function of a test, and its parameter. */
  private final IrBuilder ir = new IrBuilder();

  private final Var a = ir.param();

  /**
   * One way falls through each gap; the loop's jump leads across those between it and its label.
   */
  @Test
  void aJumpLeadsAcrossAllGapsToItsLabel() {
    assertArrayEquals(new int[] {0, 1, 2, 2, 2, 1, 0}, Crossings.of(new SumLoop().function));
  }

  @Test
  void nothingFallsThroughAfterAReturn() {
    JumpLabel other = ir.label();
    ir.jumpIf(get(a), other).giveBack(get(a)).bind(other).giveBack(i32(1));
    assertArrayEquals(new int[] {0, 2, 1, 1, 0}, Crossings.of(ir.build(0, true)));
  }

  @Test
  void anExceptionLeadsAcrossAllGapsToItsHandler() {
    Handler handler = ir.openCatching(IllegalStateException.class);
    ir.set(a, call(1, get(a))).close();
    ir.giveBack(get(a)).bind(handler.label()).giveBack(i32(1));
    assertArrayEquals(new int[] {0, 2, 1, 1, 0}, Crossings.of(ir.build(0, true)));
  }
}
