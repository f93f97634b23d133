package dev.kiln.compiler.cut;

import static dev.kiln.compiler.testing.IrBuilder.add;
import static dev.kiln.compiler.testing.IrBuilder.apply;
import static dev.kiln.compiler.testing.IrBuilder.call;
import static dev.kiln.compiler.testing.IrBuilder.get;
import static dev.kiln.compiler.testing.IrBuilder.i32;
import static dev.kiln.compiler.testing.IrBuilder.load;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Handler;
import dev.kiln.compiler.ir.ImmediateValues;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.opcode.Effects;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.compiler.testing.Compiled;
import dev.kiln.compiler.testing.IrBuilder;
import dev.kiln.compiler.testing.IrRun;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.Trap;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Functions with handlers, made by hand since no opcode makes them: in one method, and cut into
 * pieces at every place, they must do what {@link IrRun} does.
 */
class HandlersTest {
  private static final HandMade MODULE = new HandMade();

  /** The function of a test, and its parameters. */
  private final IrBuilder ir = new IrBuilder();

  private final Var a = ir.param();
  private final Var b = ir.param();

  /** What a function calls: it throws, grows the memory, or returns, by its argument and turn. */
  private static final class Host implements IntUnaryOperator {
    private final StringBuilder trace;
    private final Runnable grow;
    private int turn;

    Host(StringBuilder trace, Runnable grow) {
      this.trace = trace;
      this.grow = grow;
    }

    @Override
    public int applyAsInt(int argument) {
      trace.append(argument).append(' ');
      int choice = Math.floorMod(31 * argument + 7 * turn++, 6);
      if (choice == 1 || choice == 3) {
        grow.run();
      }
      if (choice < 2) {
        throw new IllegalStateException("turn " + turn);
      }
      if (choice == 2) {
        throw new IllegalArgumentException("turn " + turn);
      }
      return argument + turn;
    }
  }

  /** The result or exception, and the calls before it. */
  private static String expected(IrFunction function, int a, int b) {
    StringBuilder trace = new StringBuilder();
    IrRun[] run = new IrRun[1];
    run[0] = new IrRun(function, new Host(trace, () -> run[0].grow()));
    try {
      return trace.append(run[0].call(a, b)).toString();
    } catch (IrRun.OutOfBounds e) {
      return trace.append("trap").toString();
    } catch (IllegalStateException | IllegalArgumentException e) {
      return trace.append(e).toString();
    }
  }

  private static String found(Compiled compiled, int a, int b) {
    StringBuilder trace = new StringBuilder();
    Instance instance = compiled.instantiate();
    HostCall.set(new Host(trace, () -> ((Memory) instance.exports().get("m")).grow(1)));
    try {
      return trace.append(instance.getFunction("run").call(a, b)[0]).toString();
    } catch (Trap e) {
      return trace.append("trap").toString();
    } catch (IllegalStateException | IllegalArgumentException e) {
      return trace.append(e).toString();
    }
  }

  private static void check(IrFunction function, Compiled compiled, String how) {
    for (int a = 0; a < 6; a++) {
      String expected = expected(function, a, 70_000 * a);
      assertEquals(expected, found(compiled, a, 70_000 * a), how + ", argument " + a);
    }
  }

  private static void checkCuts(IrFunction function, List<Integer> cuts, String how) {
    for (boolean mayChain : List.of(true, false)) {
      Partition.Split split = MODULE.split(function, cuts, mayChain);
      check(function, MODULE.pieces(split), how + " cut at " + cuts + ", chain " + split.chain());
    }
  }

  /** Cut in two at every place, and with every statement in a piece of its own. */
  private static void checkEverywhere(IrFunction function) {
    check(function, MODULE.whole(function), "whole");
    int size = function.body().size();
    for (int cut = 1; cut < size; cut++) {
      checkCuts(function, List.of(0, cut, size), "");
    }
    checkCuts(function, IntStream.rangeClosed(0, size).boxed().toList(), "");
  }

  private static Expr callHost(Expr argument) {
    return call(HandMade.HOST, argument);
  }

  /** The assignment of a call that throws does not happen, that of the one before has. */
  @Test
  void aVariableKeepsItsValueWhereItsStatementThrows() {
    Var c = ir.local();
    ir.set(b, i32(1));
    Handler handler = ir.openCatching(IllegalStateException.class);
    ir.set(b, callHost(get(a))).set(c, callHost(add(get(a), i32(1)))).set(b, callHost(get(b)));
    ir.close().giveBack(add(get(b), get(c)));
    ir.bind(handler.label()).giveBack(add(apply(Opcode.I32_MUL, get(b), i32(1000)), get(c)));
    checkEverywhere(ir.build(HandMade.RUN, true));
  }

  /** All values come first, also where the statement is broken up. */
  @Test
  void ofSeveralVariablesNoneIsAssignedWhereOneValueThrows() {
    Handler handler = ir.openCatching(IllegalStateException.class);
    List<Var> targets = new ArrayList<>(List.of(a, b));
    List<Expr> values = new ArrayList<>(List.of(callHost(get(a)), callHost(i32(2))));
    for (int i = 0; i < 80; i++) {
      targets.add(ir.local());
      values.add(i32(i));
    }
    ir.add(new Stmt.SetAll(targets, values)).close().bind(handler.label());
    ir.giveBack(add(apply(Opcode.I32_MUL, get(a), i32(1000)), get(targets.get(81))));
    IrFunction function = ir.build(HandMade.RUN, true);
    check(function, MODULE.whole(function), "whole");
    IrFunction fitted = Fitting.of(function, MODULE.size(function), CompileOptions.METHOD_LIMIT);
    assertTrue(fitted.body().size() > 80);
    check(function, MODULE.whole(fitted), "fitted");
    checkCuts(fitted, List.of(0, 2, 5, fitted.body().size()), "fitted");
  }

  /** The exception arrives, and a class that nobody catches leaves the function. */
  @Test
  void innerHandlersComeBeforeOuterOnes() {
    JumpLabel outer = ir.label();
    JumpLabel second = ir.label();
    Handler outerState = ir.handler(IllegalStateException.class, outer);
    Handler outerArgument = ir.handler(IllegalArgumentException.class, second);
    ir.open(Region.Origin.BLOCK, outerState, outerArgument);
    ir.set(a, callHost(get(a)));
    Handler innerState = ir.openCatching(IllegalStateException.class);
    ir.set(a, callHost(get(a))).set(a, callHost(add(get(a), i32(3))));
    ir.close().giveBack(get(a));
    ir.bind(innerState.label()).giveBack(add(callHost(get(a)), isNull(innerState)));
    ir.close();
    ir.bind(outer).giveBack(add(i32(10_000), isNull(outerState)));
    ir.bind(second).giveBack(add(i32(20_000), isNull(outerArgument)));
    checkEverywhere(ir.build(HandMade.RUN, true));
  }

  private static Expr isNull(Handler handler) {
    return new Expr.Apply(
        Opcode.REF_IS_NULL,
        ImmediateValues.NONE,
        Carrier.I32,
        0,
        List.of(get(handler.exception())));
  }

  /** A handler may be the head of a loop around the region. */
  @Test
  void anExceptionBeginsTheNextRoundOfALoop() {
    Var left = ir.local();
    JumpLabel again = ir.label();
    JumpLabel end = ir.label();
    Handler handler = ir.handler(IllegalStateException.class, again);
    ir.set(left, i32(5)).open(Region.Origin.LOOP).bind(again);
    ir.set(left, add(get(left), i32(-1)));
    ir.add(new Stmt.Branch(get(left), false, end));
    ir.open(Region.Origin.BLOCK, handler);
    ir.set(a, callHost(get(a))).set(b, add(get(b), get(a))).set(a, callHost(get(b)));
    ir.close().jump(again).close();
    ir.bind(end).giveBack(add(get(a), get(b)));
    checkEverywhere(ir.build(HandMade.RUN, true));
  }

  /** The call that throws has grown the memory: its array is another one at the handler. */
  @Test
  void aMemoryThatGrewIsReadAgainAtTheHandler() {
    ir.add(new Stmt.Store(Opcode.I32_STORE, 0, 8, i32(0), i32(77)));
    Handler handler = ir.openCatching(IllegalStateException.class);
    ir.set(a, callHost(get(a))).set(a, callHost(add(get(a), i32(1))));
    ir.close().bind(handler.label());
    ir.add(new Stmt.Store(Opcode.I32_STORE, 0, 4, get(b), get(a)));
    ir.set(a, add(load(i32(0), 8), load(get(b), 4)));
    ir.giveBack(get(a));
    checkEverywhere(ir.build(HandMade.RUN, true));
  }

  /** What an access shows after a call is not known at the handler of that call. */
  @Test
  void nothingIsKnownOfAccessesThatDidNotHappen() {
    Handler handler = ir.openCatching(IllegalStateException.class);
    ir.set(a, add(callHost(get(a)), load(get(b), 100)));
    ir.set(a, callHost(get(a)));
    ir.close().bind(handler.label());
    ir.set(a, add(get(a), load(get(b), 60))).giveBack(get(a));
    checkEverywhere(ir.build(HandMade.RUN, true));
  }

  /** Random functions, whole and cut at random places. */
  @Test
  void randomFunctionsDoWhatTheirStatementsSay() {
    int chains = 0;
    int thrown = 0;
    for (int seed = 0; seed < 40; seed++) {
      IrFunction function = new Generator(new Random(seed)).function();
      check(function, MODULE.whole(function), "seed " + seed);
      thrown += expected(function, 1, 70_000).contains("Exception") ? 1 : 0;
      Random random = new Random(seed);
      for (int most : List.of(2, 4, 12)) {
        List<Integer> cuts = new ArrayList<>(List.of(0));
        int size = function.body().size();
        for (int at = 1 + random.nextInt(most * 4); at < size; at += 1 + random.nextInt(most * 4)) {
          cuts.add(at);
        }
        cuts.add(size);
        checkCuts(function, cuts, "seed " + seed);
        chains += MODULE.split(function, cuts, true).chain() == null ? 0 : 1;
      }
    }
    assertTrue(chains > 2, chains + " chains");
    assertTrue(thrown > 2, thrown + " functions are left by an exception");
  }

  /** Makes functions of blocks, loops, regions with handlers, calls and accesses. */
  private static final class Generator {
    private final IrBuilder ir = new IrBuilder();
    private final List<Var> locals = new ArrayList<>();
    private final Random random;

    Generator(Random random) {
      this.random = random;
      locals.add(ir.param());
      locals.add(ir.param());
      for (int i = 0; i < 3; i++) {
        locals.add(ir.local());
      }
    }

    IrFunction function() {
      statements(0);
      Expr sum = get(locals.get(0));
      for (Var local : locals) {
        sum = add(apply(Opcode.I32_MUL, sum, i32(31)), get(local));
      }
      ir.giveBack(sum);
      return ir.build(HandMade.RUN, true);
    }

    private Var local() {
      return locals.get(random.nextInt(locals.size()));
    }

    private Expr value() {
      return random.nextInt(3) == 0 ? i32(random.nextInt(9)) : get(local());
    }

    private void statements(int depth) {
      for (int n = 2 + random.nextInt(4); n > 0; n--) {
        switch (random.nextInt(depth < 3 ? 10 : 6)) {
          case 0 -> ir.set(local(), add(value(), value()));
          case 1 -> ir.set(local(), add(callHost(value()), value()));
          case 2 -> ir.add(new Stmt.Do(callHost(value())));
          case 3 -> {
            List<Var> two = List.of(locals.get(random.nextInt(2)), locals.get(3));
            ir.add(new Stmt.SetAll(two, List.of(callHost(value()), callHost(get(two.get(0))))));
          }
          case 4 -> access();
          case 5 -> ir.set(local(), apply(Opcode.I32_XOR, get(local()), i32(random.nextInt(99))));
          case 6 -> condition(depth);
          case 7 -> loop(depth);
          default -> caught(depth);
        }
      }
    }

    private void access() {
      Var address = local();
      if (random.nextBoolean()) {
        ir.set(address, apply(Opcode.I32_AND, get(local()), i32(0x1fff0)));
      }
      if (random.nextBoolean()) {
        long offset = random.nextInt(100);
        ir.add(new Stmt.Store(Opcode.I32_STORE, 0, offset, get(address), get(local())));
      } else {
        ir.set(local(), load(get(address), random.nextInt(100)));
      }
    }

    private void condition(int depth) {
      JumpLabel skip = ir.label();
      ir.open(Region.Origin.BLOCK);
      ir.jumpIf(apply(Opcode.I32_AND, get(local()), i32(1 << random.nextInt(3))), skip);
      statements(depth + 1);
      ir.close().bind(skip);
    }

    private void loop(int depth) {
      Var left = ir.local();
      JumpLabel again = ir.label();
      ir.set(left, i32(1 + random.nextInt(3))).open(Region.Origin.LOOP).bind(again);
      statements(depth + 1);
      ir.set(left, add(get(left), i32(-1))).jumpIf(get(left), again).close();
    }

    /** Reads at the handler a temporary from before the region, and the exception. */
    private void caught(int depth) {
      Var before = ir.temporary();
      JumpLabel end = ir.label();
      JumpLabel first = ir.label();
      boolean catchesBoth = random.nextBoolean();
      JumpLabel second = catchesBoth && random.nextBoolean() ? ir.label() : first;
      Handler state = ir.handler(IllegalStateException.class, first);
      Handler argument = ir.handler(IllegalArgumentException.class, second);
      ir.set(before, add(get(local()), i32(1)));
      if (catchesBoth) {
        ir.open(Region.Origin.BLOCK, argument, state);
      } else {
        ir.open(Region.Origin.BLOCK, state);
      }
      ir.set(local(), callHost(value())); // else nothing gets to the handlers
      statements(depth + 1);
      ir.close().jump(end).bind(first);
      if (second != first) {
        ir.set(local(), add(get(before), isNull(state)));
        statements(depth + 1);
        ir.jump(end).bind(second);
        ir.set(local(), add(get(before), isNull(argument)));
      } else {
        ir.set(local(), get(before));
      }
      ir.bind(end);
    }
  }

  /** What has no handlers has edges for its jumps alone. */
  @Test
  void callsAreNoEdgesWithoutHandlers() {
    ir.set(a, callHost(get(a))).giveBack(get(a));
    IrFunction function = ir.build(HandMade.RUN, true);
    assertEquals(List.of(), function.edges().of(0));
    assertNotNull(MODULE.split(function, List.of(0, 1, 2), true).chain());
    assertTrue((callHost(i32(1)).effects() & Effects.GROWS) != 0);
  }
}
