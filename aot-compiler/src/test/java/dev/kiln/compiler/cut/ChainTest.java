package dev.kiln.compiler.cut;

import static dev.kiln.compiler.testing.IrBuilder.add;
import static dev.kiln.compiler.testing.IrBuilder.get;
import static dev.kiln.compiler.testing.IrBuilder.i32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.testing.IrBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChainTest {
  private static final HandMade MODULE = new HandMade();

  /** The function of a test, and its parameter. */
  private final IrBuilder ir = new IrBuilder();

  private final Var a = ir.param();

  private static Chain chain(IrFunction function, Integer... cuts) {
    return MODULE.split(function, List.of(cuts), true).chain();
  }

  /** The arguments of a call are the variables that are live there. */
  @Test
  void whatIsLiveIsPassedOn() {
    Var b = ir.local();
    Var c = ir.local();
    JumpLabel end = ir.label();
    ir.set(b, i32(1)).jumpIf(get(a), end).set(c, add(get(b), i32(1))).set(b, get(c));
    ir.bind(end).giveBack(get(b));
    Chain chain = chain(ir.build(0, true), 0, 2, 4, 6);
    assertNotNull(chain);
    List<Chain.Link> links = chain.links();
    assertEquals(List.of(a), links.get(0).params());
    assertEquals(List.of(b), links.get(1).params());
    assertEquals(List.of(Set.of(b), Set.of(b)), links.get(2).live(), "at the start, and at end");
  }

  @Test
  void whatGoesBackIsNoChain() {
    JumpLabel loop = ir.label();
    ir.bind(loop).set(a, add(get(a), i32(-1))).jumpIf(get(a), loop).giveBack(get(a));
    IrFunction function = ir.build(0, true);
    assertNull(chain(function, 0, 2, 4));
    assertNotNull(chain(function, 0, 3, 4), "the loop is within a piece");
  }

  /** Each piece is a frame on the thread's stack until the function returns. */
  @Test
  void manyPiecesAreNoChain() {
    for (int i = 0; i < 16; i++) {
      ir.set(a, add(get(a), i32(i)));
    }
    IrFunction function = ir.giveBack(get(a)).build(0, true);
    assertNull(chain(function, IntStream.rangeClosed(0, 17).boxed().toArray(Integer[]::new)));
    Integer[] fewer = IntStream.rangeClosed(0, 16).boxed().toArray(Integer[]::new);
    fewer[16] = 17;
    assertNotNull(chain(function, fewer));
  }
}
