package dev.kiln.compiler.cut;

import static dev.kiln.compiler.testing.IrBuilder.add;
import static dev.kiln.compiler.testing.IrBuilder.apply;
import static dev.kiln.compiler.testing.IrBuilder.get;
import static dev.kiln.compiler.testing.IrBuilder.i32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Piece;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.compiler.slots.Uses;
import dev.kiln.compiler.testing.IrBuilder;
import dev.kiln.compiler.testing.SumLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionTest {
  private static final HandMade MODULE = new HandMade();

  private static Partition.Split split(IrFunction function, int limit, int target) {
    return Partition.of(function, Uses.of(function), MODULE.size(function), limit, target);
  }

  @Test
  void theWorkedExample() {
    SumLoop example = new SumLoop();
    List<Var> both = List.of(example.n, example.sum);
    Partition.Split split = MODULE.split(example.function, List.of(0, 3, 6), true);
    Piece first =
        new Piece(
            0,
            3,
            List.of(example.n),
            List.of(new Piece.Entry(example.loop, List.of(example.sum, example.n))),
            List.of(new Piece.Exit(true, List.of(), List.of(example.sum))));
    Piece second =
        new Piece(
            3,
            6,
            both,
            List.of(),
            List.of(new Piece.Exit(false, List.of(example.loop), List.of(example.n))));
    assertEquals(List.of(first, second), split.pieces());
    assertNull(split.chain(), "control goes back");
  }

  /** Loops with statements of about 200 bytes of bytecode, and assignments between them. */
  private static IrFunction loops(int count, List<Region> loops) {
    IrBuilder ir = new IrBuilder();
    Var a = ir.param();
    for (int i = 0; i < count; i++) {
      JumpLabel label = ir.label();
      ir.open(Region.Origin.LOOP).bind(label);
      for (int s = 0; s < 20; s++) {
        ir.set(a, apply(Opcode.I32_MUL, get(a), i32(100_000 + s)));
      }
      ir.jumpIf(get(a), label).close().set(a, add(get(a), i32(i)));
    }
    IrFunction function = ir.giveBack(get(a)).build(0, true);
    function.regions().stream()
        .filter(region -> region.origin() == Region.Origin.LOOP)
        .forEach(loops::add);
    return function;
  }

  @Test
  void noLoopIsCutThatFitsIntoAPiece() {
    List<Region> loops = new ArrayList<>();
    IrFunction function = loops(12, loops);
    List<Piece> pieces = split(function, 900, 600).pieces();
    assertTrue(pieces.size() > 2);
    for (Piece piece : pieces) {
      for (Region loop : loops) {
        boolean cut = loop.start() < piece.start() && piece.start() < loop.end();
        assertFalse(cut, piece.start() + " is in the loop at " + loop.start());
      }
    }
  }

  @Test
  void piecesFollowEachOtherWithoutAGap() {
    IrFunction function = loops(12, new ArrayList<>());
    int at = 0;
    for (Piece piece : split(function, 500, 300).pieces()) {
      assertEquals(at, piece.start());
      assertTrue(piece.end() > at);
      at = piece.end();
    }
    assertEquals(function.body().size(), at);
  }

  @Test
  void piecesThatOnlyGoForwardsAreAChain() {
    assertNotNull(split(loops(12, new ArrayList<>()), 900, 600).chain());
  }
}
