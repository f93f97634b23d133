package dev.kiln.compiler.testing;

import static dev.kiln.compiler.testing.IrBuilder.add;
import static dev.kiln.compiler.testing.IrBuilder.get;
import static dev.kiln.compiler.testing.IrBuilder.i32;

import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Var;

/**
 * The function of the worked examples in {@code Partition}, {@code PieceFlow} and {@code Dispatch}:
 *
 * <pre>
 *   0  sum = 0
 *   1  loop:
 *   2  sum = sum + n
 *   3  n = n + -1
 *   4  if (n) jump loop
 *   5  return sum
 * </pre>
 */
public final class SumLoop {
  /** The parameter. */
  public final Var n;

  /** The local. */
  public final Var sum;

  /** The head of the loop. */
  public final JumpLabel loop;

  /** The function, with index 0. */
  public final IrFunction function;

  /** Builds it. */
  public SumLoop() {
    IrBuilder ir = new IrBuilder();
    n = ir.param();
    sum = ir.local();
    loop = ir.label();
    ir.set(sum, i32(0)).open(Region.Origin.LOOP).bind(loop);
    ir.set(sum, add(get(sum), get(n))).set(n, add(get(n), i32(-1))).jumpIf(get(n), loop);
    ir.close().giveBack(get(sum));
    function = ir.build(0, true);
  }
}
