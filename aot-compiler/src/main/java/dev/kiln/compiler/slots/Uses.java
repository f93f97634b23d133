package dev.kiln.compiler.slots;

import dev.kiln.compiler.ir.Edges;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Handler;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which variables each statement mentions, and from where to where a variable is mentioned. The
 * lifetime of a temporary is stretched to the end of every loop that uses but does not begin it, so
 * that the next round finds it. That of a handler's variable goes from the first statement that may
 * assign it by throwing.
 */
public final class Uses {
  /** Variable ids, statement by statement: first those that are read, then those assigned. */
  private int[] ids = new int[1024];

  private int size;
  private final int[] reads;
  private final int[] assigns;
  private final int[] first;
  private final int[] last;

  private Uses(IrFunction function) {
    int count = function.body().size();
    reads = new int[count + 1];
    assigns = new int[count];
    first = new int[function.variables().size()];
    last = new int[first.length];
    Arrays.fill(first, -1);
    for (int i = 0; i < count; i++) {
      Stmt stmt = function.body().get(i);
      for (Expr expr : Statements.expressions(stmt)) {
        read(expr);
      }
      assigns[i] = size;
      for (Var variable : Statements.assigned(stmt)) {
        add(variable);
      }
      reads[i + 1] = size;
      for (int u = reads[i]; u < size; u++) {
        if (first[ids[u]] < 0) {
          first[ids[u]] = i;
        }
        last[ids[u]] = i;
      }
    }
    catchExceptions(function);
    stretch(function);
  }

  /** A handler's variable is assigned on the way from the statement that throws to the label. */
  private void catchExceptions(IrFunction function) {
    Edges edges = function.edges();
    Map<JumpLabel, Set<Var>> caught = new HashMap<>();
    for (Handler handler : edges.handlers(0, assigns.length)) {
      caught.computeIfAbsent(handler.label(), l -> new HashSet<>()).add(handler.exception());
    }
    for (int i = 0; i < assigns.length && !caught.isEmpty(); i++) {
      for (Handler handler : edges.handlers(i)) {
        live(handler.exception(), i);
      }
      if (function.body().get(i) instanceof Stmt.Bind bind) {
        for (Var variable : caught.getOrDefault(bind.label(), Set.of())) {
          live(variable, i);
        }
      }
    }
  }

  private void live(Var variable, int at) {
    int id = variable.id();
    first[id] = first[id] < 0 ? at : Math.min(first[id], at);
    last[id] = Math.max(last[id], at);
  }

  /** The uses in {@code function}. */
  public static Uses of(IrFunction function) {
    return new Uses(function);
  }

  private void read(Expr expr) {
    if (expr instanceof Expr.Get get) {
      add(get.variable);
    } else {
      for (Expr operand : expr.operands()) {
        read(operand);
      }
    }
  }

  private void add(Var variable) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size++] = variable.id();
  }

  /** Goes through the statements with a stack of the loops around, and of each only looks once. */
  private void stretch(IrFunction function) {
    int[] ending = new int[reads.length];
    int[] next = new int[first.length];
    Arrays.fill(ending, -1);
    for (int v = 0; v < first.length; v++) {
      if (first[v] >= 0 && !function.variables().get(v).isLocal()) {
        next[v] = ending[last[v]];
        ending[last[v]] = v;
      }
    }
    int[] starts = new int[16];
    int[] ends = new int[16];
    int depth = 0;
    int region = 0;
    for (int i = 0; i + 1 < reads.length; i++) {
      while (depth > 0 && ends[depth - 1] <= i) {
        depth--;
      }
      for (; region < function.regions().size(); region++) {
        Region each = function.regions().get(region);
        if (each.start() > i) {
          break;
        }
        if (each.origin() == Region.Origin.LOOP && each.end() > i) {
          if (depth == starts.length) {
            starts = Arrays.copyOf(starts, 2 * depth);
            ends = Arrays.copyOf(ends, 2 * depth);
          }
          starts[depth] = each.start();
          ends[depth++] = each.end();
        }
      }
      for (int v = ending[i]; v >= 0; v = next[v]) {
        // The outermost loop that begins after the variable does.
        int low = 0;
        int high = depth;
        while (low < high) {
          int middle = (low + high) >>> 1;
          if (starts[middle] > first[v]) {
            high = middle;
          } else {
            low = middle + 1;
          }
        }
        if (low < depth) {
          last[v] = ends[low] - 1;
        }
      }
    }
  }

  /** The first statement that mentions variable {@code id}, -1 where none does. */
  public int first(int id) {
    return first[id];
  }

  /** The last statement of its lifetime. */
  public int last(int id) {
    return last[id];
  }

  /** Where the uses of statement {@code at} begin; they end where those of the next one do. */
  public int from(int at) {
    return reads[at];
  }

  /** The first of them that assigns. */
  public int assigned(int at) {
    return assigns[at];
  }

  /** The variable of a use. */
  public int variable(int use) {
    return ids[use];
  }
}
