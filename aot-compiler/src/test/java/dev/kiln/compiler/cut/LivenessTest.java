package dev.kiln.compiler.cut;

import static dev.kiln.compiler.testing.IrBuilder.add;
import static dev.kiln.compiler.testing.IrBuilder.call;
import static dev.kiln.compiler.testing.IrBuilder.get;
import static dev.kiln.compiler.testing.IrBuilder.i32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.compiler.ir.Handler;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.IntList;
import dev.kiln.compiler.slots.Uses;
import dev.kiln.compiler.testing.IrBuilder;
import dev.kiln.compiler.testing.SumLoop;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LivenessTest {
  /** The function of a test, and its parameter. */
  private final IrBuilder ir = new IrBuilder();

  private final Var a = ir.param();

  private static Liveness analyse(IrFunction function, int... places) {
    BitSet asked = new BitSet();
    for (int place : places) {
      asked.set(place);
    }
    return new Liveness(function, Uses.of(function), new Labels(function), asked);
  }

  private static Set<Var> at(IrFunction function, int place) {
    IntList ids = analyse(function, place).at(place);
    Set<Var> live = new HashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      live.add(function.variables().get(ids.get(i)));
    }
    return live;
  }

  @Test
  void whatALoopReadsInItsNextRoundIsLive() {
    SumLoop example = new SumLoop();
    assertEquals(Set.of(example.n), at(example.function, 0));
    assertEquals(Set.of(example.n, example.sum), at(example.function, 1));
    assertEquals(Set.of(example.n, example.sum), at(example.function, 3));
    assertEquals(Set.of(example.sum), at(example.function, 5));
  }

  @Test
  void anAssignmentEndsTheLifeOfTheValueBefore() {
    ir.set(a, i32(1)).giveBack(get(a));
    IrFunction function = ir.build(0, true);
    assertEquals(Set.of(), at(function, 0));
    assertEquals(Set.of(a), at(function, 1));
  }

  /** In {@code a = call}, the handler reads what {@code a} was before. */
  @Test
  void whatAHandlerReadsIsLiveBeforeAStatementThatThrows() {
    Var b = ir.local();
    Handler handler = ir.openCatching(IllegalStateException.class);
    ir.set(a, call(1, i32(0))).set(b, call(1, i32(0)));
    ir.close().giveBack(i32(0)).bind(handler.label()).giveBack(add(get(a), get(b)));
    IrFunction function = ir.build(0, true);
    assertEquals(Set.of(a, b), at(function, 0));
    assertEquals(Set.of(a, b), at(function, 1));
    assertEquals(Set.of(), at(function, 2));
  }

  /** The exception comes with the edge: it is live at the label, and nowhere before. */
  @Test
  void anExceptionIsAssignedOnTheWayToItsHandler() {
    Handler handler = ir.openCatching(IllegalStateException.class);
    ir.set(a, call(1, i32(0))).close();
    ir.giveBack(get(a)).bind(handler.label()).giveBack(get(handler.exception()));
    IrFunction function = ir.build(0, true);
    assertEquals(Set.of(handler.exception()), at(function, 2));
    assertEquals(Set.of(), at(function, 0));
  }

  @Test
  void onlyPlacesThatWereAskedForAreKnown() {
    Liveness liveness = analyse(new SumLoop().function, 1);
    assertThrows(IllegalStateException.class, () -> liveness.at(3));
  }
}
