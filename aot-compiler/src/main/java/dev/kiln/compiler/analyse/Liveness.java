package dev.kiln.compiler.analyse;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Label;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which variables are live at given places. For each variable that some basic block reads before it
 * assigns it, goes backwards from those blocks until it comes to assignments, and notes the
 * variable at the places it passes. So memory grows with the function and with what is live at the
 * places, not with blocks times variables; functions of megabytes have many of both.
 */
final class Liveness {
  private final IrFunction function;
  private final Map<Label, Integer> bindings = new HashMap<>();

  /** The first statement of each block. */
  private final IntList starts = new IntList();

  /** The block of each statement. */
  private final int[] blockOf;

  private final IntList[] predecessors;

  /** By variable: the blocks that read it before assigning it, and those that assign it. */
  private final IntList[] exposed;

  private final IntList[] assigned;

  /** By block: what is live at its start, for the places asked for. */
  private final Map<Integer, IntList> live = new HashMap<>();

  /**
   * Analyses a function.
   *
   * @param places the statements before which {@link #liveAt} will be asked
   */
  Liveness(IrFunction function, BitSet places) {
    this.function = function;
    this.blockOf = new int[function.body().size()];
    int variables = function.variables().size();
    this.exposed = new IntList[variables];
    this.assigned = new IntList[variables];
    findBlocks(places);
    this.predecessors = new IntList[starts.size()];
    connect();
    places.stream().forEach(place -> live.put(blockOf[place], new IntList()));
    scan();
    propagate();
  }

  /** The position of the {@link Stmt.Bind} of {@code label}. */
  int position(Label label) {
    Integer at = bindings.get(label);
    if (at == null) {
      throw new IllegalStateException(label + " is never bound");
    }
    return at;
  }

  /** The ids of the variables that are live before statement {@code at}, one of the places. */
  BitSet liveAt(int at) {
    IntList variables = live.get(blockOf[at]);
    if (variables == null || starts.get(blockOf[at]) != at) {
      throw new IllegalStateException("liveness at " + at + " was not asked for");
    }
    BitSet set = new BitSet();
    for (int i = 0; i < variables.size(); i++) {
      set.set(variables.get(i));
    }
    return set;
  }

  private void findBlocks(BitSet places) {
    boolean begins = true;
    for (int i = 0; i < blockOf.length; i++) {
      Stmt stmt = function.body().get(i);
      if (stmt instanceof Stmt.Bind bind) {
        bindings.put(bind.label(), i);
        begins = true;
      }
      if (begins || places.get(i)) {
        starts.add(i);
      }
      blockOf[i] = starts.size() - 1;
      begins = !Statements.targets(stmt).isEmpty() || Statements.ends(stmt);
    }
  }

  private void connect() {
    for (int i = 0; i < blockOf.length; i++) {
      Stmt stmt = function.body().get(i);
      for (Label label : Statements.targets(stmt)) {
        connect(blockOf[i], blockOf[position(label)]);
      }
      boolean last = i + 1 == blockOf.length || blockOf[i + 1] != blockOf[i];
      if (last && i + 1 < blockOf.length && !Statements.ends(stmt)) {
        connect(blockOf[i], blockOf[i + 1]);
      }
    }
  }

  private void connect(int from, int to) {
    IntList all = predecessors[to];
    if (all == null) {
      all = new IntList();
      predecessors[to] = all;
    }
    all.addUnlessLast(from);
  }

  private void scan() {
    for (int i = 0; i < blockOf.length; i++) {
      Stmt stmt = function.body().get(i);
      for (Expr expr : Statements.expressions(stmt)) {
        read(expr, blockOf[i]);
      }
      for (Var variable : Statements.assigned(stmt)) {
        note(assigned, variable, blockOf[i]);
      }
    }
  }

  private void read(Expr expr, int block) {
    if (expr instanceof Expr.Get get) {
      IntList before = assigned[get.variable.id()];
      if (before == null || before.last() != block) {
        note(exposed, get.variable, block);
      }
      return;
    }
    for (Expr operand : expr.operands()) {
      read(operand, block);
    }
  }

  private static void note(IntList[] lists, Var variable, int block) {
    IntList list = lists[variable.id()];
    if (list == null) {
      list = new IntList();
      lists[variable.id()] = list;
    }
    list.addUnlessLast(block);
  }

  private void propagate() {
    int[] visited = new int[starts.size()];
    int[] stops = new int[starts.size()];
    Arrays.fill(visited, -1);
    Arrays.fill(stops, -1);
    IntList work = new IntList();
    for (int v = 0; v < exposed.length; v++) {
      IntList reads = exposed[v];
      if (reads == null) {
        continue;
      }
      IntList writes = assigned[v];
      for (int i = 0; writes != null && i < writes.size(); i++) {
        stops[writes.get(i)] = v;
      }
      for (int i = 0; i < reads.size(); i++) {
        visit(reads.get(i), v, visited, work);
      }
      while (work.size() > 0) {
        IntList before = predecessors[work.removeLast()];
        for (int i = 0; before != null && i < before.size(); i++) {
          if (stops[before.get(i)] != v) {
            visit(before.get(i), v, visited, work);
          }
        }
      }
    }
  }

  private void visit(int block, int variable, int[] visited, IntList work) {
    if (visited[block] == variable) {
      return;
    }
    visited[block] = variable;
    work.add(block);
    IntList place = live.get(block);
    if (place != null) {
      place.add(variable);
    }
  }
}
