package dev.kiln.compiler.cut;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.carrier.WordCursor;
import dev.kiln.compiler.ir.Comparisons;
import dev.kiln.compiler.ir.Edges;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.measure.MethodSize;
import dev.kiln.compiler.opcode.Effects;
import dev.kiln.compiler.opcode.Opcode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Breaks statements that are too large for a piece of a function into several: operands are
 * evaluated into temporaries, in order; long lists of arguments, results and assignments go in
 * parts. A function can be cut between any two statements, so after this every function can be cut
 * into pieces of the wanted size.
 */
public final class Fitting {
  /** A statement up to this size, or this part of a method, stays as it is. */
  private static final int MAX_SIZE = 2000;

  private static final int PART = 3;

  /** The longest list that stays in one statement, and the length of its parts. */
  private static final int MAX_LIST = 64;

  private final IrFunction function;
  private final MethodSize size;
  private final List<Var> variables;
  private final int most;
  private final Edges edges;
  private final List<Stmt> out = new ArrayList<>();

  private Fitting(IrFunction function, MethodSize size, int most) {
    this.function = function;
    this.size = size;
    this.most = most;
    this.variables = new ArrayList<>(function.variables());
    this.edges = function.edges();
  }

  /**
   * The function with statements of a limited size; the same where they were.
   *
   * @param limit the most bytes of bytecode in a method
   */
  public static IrFunction of(IrFunction function, MethodSize whole, int limit) {
    Fitting fitting = new Fitting(function, whole.inPiece(false), Math.min(MAX_SIZE, limit / PART));
    for (Stmt stmt : function.body()) {
      if (!fitting.fits(stmt)) {
        return fitting.fitted();
      }
    }
    return function;
  }

  private boolean fits(Stmt stmt) {
    boolean isShort =
        switch (stmt) {
          case Stmt.SetAll s -> s.variables().size() <= MAX_LIST;
          case Stmt.Results s -> s.variables().size() <= MAX_LIST;
          case Stmt.Return s -> s.values().size() <= MAX_LIST;
          case Stmt.Switch s -> size.of(s.index()) <= most;
          default -> true;
        };
    return isShort && (stmt instanceof Stmt.Switch || size.of(stmt) <= most);
  }

  private IrFunction fitted() {
    int[] moved = new int[function.body().size() + 1];
    List<Integer> before = function.positions();
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i + 1 < moved.length; i++) {
      moved[i] = out.size();
      Stmt stmt = function.body().get(i);
      if (fits(stmt)) {
        out.add(stmt);
      } else {
        breakUp(stmt, !edges.handlers(i).isEmpty());
      }
      while (before != null && positions.size() < out.size()) {
        positions.add(before.get(i));
      }
    }
    moved[moved.length - 1] = out.size();
    List<Region> regions = new ArrayList<>(function.regions().size());
    for (Region region : function.regions()) {
      regions.add(region.withRange(moved[region.start()], moved[region.end()]));
    }
    return new IrFunction(
        function.index(),
        function.type(),
        function.params(),
        variables,
        out,
        regions,
        before == null ? null : positions);
  }

  private Var temporary(Carrier carrier) {
    Var variable = new Var(variables.size(), carrier, false);
    variables.add(variable);
    return variable;
  }

  private static boolean isLeaf(Expr expr) {
    return expr instanceof Expr.Const || expr instanceof Expr.Get;
  }

  private void breakUp(Stmt stmt, boolean isCaught) {
    switch (stmt) {
      case Stmt.Set s -> out.add(new Stmt.Set(s.variable(), shrink(s.value())));
      case Stmt.SetAll s -> setAll(s.variables(), s.values(), isCaught);
      case Stmt.Do s -> out.add(new Stmt.Do(shrink(s.value())));
      case Stmt.Results s -> results(s);
      case Stmt.Store s ->
          out.add(
              new Stmt.Store(
                  s.op(), s.memory(), s.offset(), evaluate(s.address()), evaluate(s.value())));
      case Stmt.Update s ->
          out.add(new Stmt.Update(s.op(), s.immediates(), evaluate(s.operands())));
      case Stmt.Branch s -> branch(s.condition(), s.ifTrue(), s.label());
      case Stmt.Switch s -> out.add(new Stmt.Switch(evaluate(s.index()), s.labels()));
      case Stmt.Return s -> giveBack(s.values());
      default -> throw new IllegalArgumentException("cannot be broken up: " + stmt);
    }
  }

  /** Evaluates an operand here, if it is anything to evaluate; returns what stands for it. */
  private Expr evaluate(Expr expr) {
    if (isLeaf(expr)) {
      return expr;
    }
    Expr value = shrink(expr);
    Var temporary = temporary(expr.carrier());
    out.add(new Stmt.Set(temporary, value));
    return new Expr.Get(temporary);
  }

  private List<Expr> evaluate(List<Expr> operands) {
    List<Expr> leaves = new ArrayList<>(operands.size());
    for (Expr operand : operands) {
      leaves.add(evaluate(operand));
    }
    return leaves;
  }

  /** The same value, of which everything before the last step is evaluated if it is too much. */
  private Expr shrink(Expr expr) {
    if (size.of(expr) <= most) {
      return expr;
    }
    return switch (expr) {
      case Expr.Const e -> e;
      case Expr.Get e -> e;
      case Expr.Apply e -> e.withOperands(evaluate(e.operands()));
      case Expr.Select e ->
          new Expr.Select(evaluate(e.condition), evaluate(e.ifTrue), evaluate(e.ifFalse));
      case Expr.Call e -> call(e);
    };
  }

  private Expr.Call call(Expr.Call call) {
    List<Expr> operands = evaluate(call.operands());
    Expr.Call flat =
        new Expr.Call(
            call.op,
            call.index,
            call.table,
            call.type,
            call.effects(),
            operands.toArray(new Expr[0]));
    List<Expr> arguments = flat.arguments();
    if (arguments.size() <= MAX_LIST || !size.isThroughWindow(call)) {
      return flat;
    }
    WordCursor all = new WordCursor();
    arguments.forEach(argument -> all.next(argument.carrier()));
    Var n = temporary(Carrier.I32);
    Var r = temporary(Carrier.I32);
    // The results come back in the same words.
    int results = Layout.count(call.type.results());
    out.add(
        new Stmt.OpenWindow(
            n, r, Math.max(results, all.numbers()), Math.max(results, all.references())));
    WordCursor cursor = new WordCursor();
    for (int from = 0; from < arguments.size(); from += MAX_LIST) {
      List<Expr> part = arguments.subList(from, Math.min(arguments.size(), from + MAX_LIST));
      out.add(new Stmt.FillWindow(n, r, part, cursor.numbers(), cursor.references()));
      part.forEach(argument -> cursor.next(argument.carrier()));
    }
    return flat.withArgumentsAt(n, r);
  }

  /**
   * Results after the first stay where they are until the next call, so they can be fetched late.
   */
  private void results(Stmt.Results s) {
    Expr.Call call = (Expr.Call) shrink(s.call());
    List<Var> all = s.variables();
    int count = Math.min(all.size(), MAX_LIST);
    out.add(new Stmt.Results(call, all.subList(0, count)));
    WordCursor cursor = new WordCursor();
    for (int i = 1; i < all.size(); i++) {
      if (i >= MAX_LIST && i % MAX_LIST == 0) {
        List<Var> part = all.subList(i, Math.min(all.size(), i + MAX_LIST));
        out.add(new Stmt.MoreResults(part, cursor.numbers(), cursor.references()));
      }
      cursor.next(all.get(i).carrier());
    }
  }

  private void giveBack(List<Expr> values) {
    List<Expr> all = evaluate(values);
    if (all.size() <= MAX_LIST) {
      out.add(new Stmt.Return(all));
      return;
    }
    WordCursor cursor = new WordCursor();
    for (int from = 1; from < all.size(); from += MAX_LIST) {
      List<Expr> part = all.subList(from, Math.min(all.size(), from + MAX_LIST));
      out.add(new Stmt.ReturnMore(part, cursor.numbers(), cursor.references()));
      part.forEach(value -> cursor.next(value.carrier()));
    }
    out.add(new Stmt.Return(all.subList(0, 1)));
  }

  /** Where a handler could see which of the variables are assigned, all values come first. */
  private void setAll(List<Var> targets, List<Expr> values, boolean isCaught) {
    Set<Var> written = new HashSet<>(targets);
    boolean overlap = isCaught;
    for (Expr value : values) {
      overlap |= reads(value, written);
    }
    List<Expr> sources = new ArrayList<>(values.size());
    for (Expr value : values) {
      sources.add(overlap ? copy(value) : value);
    }
    for (int i = 0; i < targets.size(); i++) {
      out.add(new Stmt.Set(targets.get(i), shrink(sources.get(i))));
    }
  }

  private static boolean reads(Expr expr, Set<Var> written) {
    if (expr instanceof Expr.Get get) {
      return written.contains(get.variable);
    }
    for (Expr operand : expr.operands()) {
      if (reads(operand, written)) {
        return true;
      }
    }
    return false;
  }

  private Expr copy(Expr value) {
    if (value instanceof Expr.Const) {
      return value;
    }
    Var temporary = temporary(value.carrier());
    out.add(new Stmt.Set(temporary, shrink(value)));
    return new Expr.Get(temporary);
  }

  /** A comparison stays with its jump; one of joined comparisons gets a jump of its own. */
  private void branch(Expr condition, boolean when, JumpLabel label) {
    Stmt.Branch whole = new Stmt.Branch(condition, when, label);
    if (fits(whole)) {
      out.add(whole);
      return;
    }
    if (condition instanceof Expr.Apply apply) {
      List<Expr> operands = apply.operands();
      if (apply.op == Opcode.I32_EQZ) {
        branch(operands.get(0), !when, label);
        return;
      }
      if (Comparisons.isJoined(apply) && Effects.movable(operands.get(1).effects())) {
        if ((apply.op == Opcode.I32_AND) == when) {
          JumpLabel skip = new JumpLabel(-1);
          skip.use();
          branch(operands.get(0), !when, skip);
          branch(operands.get(1), when, label);
          out.add(new Stmt.Bind(skip));
        } else {
          branch(operands.get(0), when, label);
          branch(operands.get(1), when, label);
        }
        return;
      }
    }
    Expr tested = Comparisons.isBoolean(condition) ? shrink(condition) : evaluate(condition);
    out.add(new Stmt.Branch(tested, when, label));
  }
}
