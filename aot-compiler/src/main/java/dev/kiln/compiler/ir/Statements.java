package dev.kiln.compiler.ir;

import java.util.ArrayList;
import java.util.List;

/** What statements read, assign, and whether they leave the straight line. */
public final class Statements {
  private Statements() {}

  /** The expression trees of {@code stmt}, in evaluation order. */
  public static List<Expr> expressions(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Set s -> List.of(s.value());
      case Stmt.SetAll s -> s.values();
      case Stmt.Do s -> List.of(s.value());
      case Stmt.Results s -> List.of(s.call());
      case Stmt.Store s -> List.of(s.address(), s.value());
      case Stmt.Update s -> s.operands();
      case Stmt.Branch s -> List.of(s.condition());
      case Stmt.Switch s -> List.of(s.index());
      case Stmt.Leap s -> List.of(s.index());
      case Stmt.Return s -> s.values();
      case Stmt.ReturnMore s -> s.values();
      case Stmt.FillWindow s -> {
        List<Expr> all = new ArrayList<>(s.values());
        all.add(new Expr.Get(s.n()));
        all.add(new Expr.Get(s.r()));
        yield all;
      }
      case Stmt.MoreResults s -> List.of();
      case Stmt.OpenWindow s -> List.of();
      case Stmt.Meter s -> List.of();
      case Stmt.Bind s -> List.of();
      case Stmt.Jump s -> List.of();
      case Stmt.Unreachable s -> List.of();
    };
  }

  /** The variables that {@code stmt} assigns. */
  public static List<Var> assigned(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Set s -> List.of(s.variable());
      case Stmt.SetAll s -> s.variables();
      case Stmt.Results s -> s.variables();
      case Stmt.MoreResults s -> s.variables();
      case Stmt.OpenWindow s -> List.of(s.n(), s.r());
      default -> List.of();
    };
  }

  /**
   * The ways out of {@code stmt}, other than to the next statement: its jumps, and where it goes if
   * it throws.
   *
   * @param around the handlers of the regions around it; {@link Edges} knows them
   */
  public static List<Edge> edges(Stmt stmt, List<Handler> around) {
    List<JumpLabel> targets = targets(stmt);
    boolean thrown = !around.isEmpty() && mayThrow(stmt);
    if (targets.isEmpty() && !thrown) {
      return List.of();
    }
    List<Edge> edges = new ArrayList<>(targets.size());
    for (JumpLabel target : targets) {
      edges.add(new Edge(target, null));
    }
    if (thrown) {
      for (Handler handler : around) {
        edges.add(new Edge(handler.label(), handler));
      }
    }
    return edges;
  }

  /** Whether {@code stmt} may throw what a {@link Handler} catches: calls may. Traps are others. */
  public static boolean mayThrow(Stmt stmt) {
    for (Expr expr : expressions(stmt)) {
      if (calls(expr)) {
        return true;
      }
    }
    return false;
  }

  private static boolean calls(Expr expr) {
    if (expr instanceof Expr.Call) {
      return true;
    }
    for (Expr operand : expr.operands()) {
      if (calls(operand)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The labels that {@code stmt} may jump to. What flows along jumps is asked of {@link #edges}.
   */
  public static List<JumpLabel> targets(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Jump s -> List.of(s.label());
      case Stmt.Branch s -> List.of(s.label());
      case Stmt.Switch s -> s.labels();
      case Stmt.Leap s -> s.labels();
      default -> List.of();
    };
  }

  /** Whether control may come to or leave from {@code stmt} other than in a straight line. */
  public static boolean isControl(Stmt stmt) {
    return stmt instanceof Stmt.Bind || !targets(stmt).isEmpty();
  }

  /** Whether control never goes on after {@code stmt}. */
  public static boolean ends(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Jump s -> true;
      case Stmt.Switch s -> true;
      case Stmt.Leap s -> true;
      case Stmt.Return s -> true;
      case Stmt.Unreachable s -> true;
      default -> false;
    };
  }

  /** All variables that {@code expr} reads. */
  public static List<Var> variables(Expr expr) {
    List<Var> found = new ArrayList<>();
    collect(expr, found);
    return found;
  }

  private static void collect(Expr expr, List<Var> found) {
    if (expr instanceof Expr.Get get) {
      found.add(get.variable);
    } else {
      for (Expr operand : expr.operands()) {
        collect(operand, found);
      }
    }
  }
}
