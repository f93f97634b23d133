package dev.kiln.compiler.cut;

import static dev.kiln.compiler.testing.IrBuilder.add;
import static dev.kiln.compiler.testing.IrBuilder.call;
import static dev.kiln.compiler.testing.IrBuilder.get;
import static dev.kiln.compiler.testing.IrBuilder.i32;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.compiler.ir.Handler;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Piece;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.testing.IrBuilder;
import dev.kiln.compiler.testing.SumLoop;
import java.util.List;
import org.junit.jupiter.api.Test;

class PieceFlowTest {
  /** The function of a test, and its parameter. */
  private final IrBuilder ir = new IrBuilder();

  private final Var a = ir.param();

  /** All variables are live wherever that is asked. */
  private static Piece piece(
      IrFunction function, int start, int end, List<Var> crossing, JumpLabel... entries) {
    return new PieceFlow(function, function.edges(), start, end, crossing)
        .piece(List.of(entries), new Labels(function), place -> id -> true);
  }

  @Test
  void theWorkedExample() {
    SumLoop example = new SumLoop();
    List<Var> both = List.of(example.n, example.sum);
    Piece first = piece(example.function, 0, 3, both, example.loop);
    assertEquals(List.of(example.n), first.startLoads());
    assertEquals(List.of(new Piece.Entry(example.loop, both)), first.entries());
    assertEquals(List.of(new Piece.Exit(true, List.of(), List.of(example.sum))), first.exits());
    Piece second = piece(example.function, 3, 6, both);
    assertEquals(both, second.startLoads());
    assertEquals(
        List.of(new Piece.Exit(false, List.of(example.loop), List.of(example.n))), second.exits());
  }

  /** An exit stores what was assigned on some way, so what was not must have been loaded. */
  @Test
  void whatOneWayAssignsIsLoadedForTheOther() {
    Var b = ir.local();
    JumpLabel skip = ir.label();
    ir.jumpIf(get(a), skip).set(b, i32(1)).bind(skip).giveBack(get(b));
    Piece piece = piece(ir.build(0, true), 0, 3, List.of(a, b));
    assertEquals(List.of(a, b), piece.startLoads());
    assertEquals(List.of(new Piece.Exit(true, List.of(), List.of(b))), piece.exits());
  }

  /** Exits that store the same are one. */
  @Test
  void exitsThatStoreTheSameShareTheCode() {
    JumpLabel far = ir.label();
    JumpLabel farther = ir.label();
    ir.set(a, i32(1)).jumpIf(get(a), far).jump(farther);
    ir.bind(far).giveBack(get(a)).bind(farther).giveBack(get(a));
    Piece piece = piece(ir.build(0, true), 0, 3, List.of(a));
    assertEquals(List.of(new Piece.Exit(false, List.of(far, farther), List.of(a))), piece.exits());
  }

  /** The exit to a handler stores the exception, and what was assigned before the call. */
  @Test
  void aHandlerInAnotherPieceIsAnExit() {
    Var b = ir.local();
    Handler handler = ir.openCatching(IllegalStateException.class);
    ir.set(a, i32(1)).set(b, call(1, get(a))).close();
    ir.giveBack(get(b)).bind(handler.label()).giveBack(add(get(a), get(b)));
    Var exception = handler.exception();
    Piece piece = piece(ir.build(0, true), 0, 3, List.of(a, b, exception));
    assertEquals(
        List.of(new Piece.Exit(false, List.of(handler.label()), List.of(a, exception))),
        piece.exits());
    assertEquals(List.of(), piece.startLoads());
  }
}
