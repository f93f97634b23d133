package dev.kiln.compiler.cut;

import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.model.IntList;
import dev.kiln.compiler.slots.Uses;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Which variables are live at given places. For each variable that some basic block reads before it
 * assigns it, goes backwards from those blocks until it comes to assignments, and notes the
 * variable at the places it passes.
 *
 * <p>That takes blocks times variables in the worst case, so the steps are counted: variables that
 * are left when too many have been made are taken to be live everywhere, which is always right.
 */
final class Liveness {
  /** A fraction of a second; real code needs far fewer, but for unoptimised megabytes. */
  private static final long MAX_STEPS = 10_000_000;

  private final IrFunction function;
  private final Uses uses;
  private final Labels labels;

  /** The first statement of each block. */
  private final IntList starts = new IntList();

  /** The block of each statement. */
  private final int[] blockOf;

  private final IntList[] predecessors;

  /** By variable: the blocks that read it before assigning it, and those that assign it. */
  private final IntList[] exposed;

  private final IntList[] assigned;

  /** By block: what is live at its start, for the places asked for. */
  private final IntList[] live;

  private final BitSet everywhere = new BitSet();
  private long steps;

  /**
   * Analyses a function.
   *
   * @param places the statements before which {@link #at} will be asked
   */
  Liveness(IrFunction function, Uses uses, Labels labels, BitSet places) {
    this.function = function;
    this.uses = uses;
    this.labels = labels;
    this.blockOf = new int[function.body().size()];
    int variables = function.variables().size();
    this.exposed = new IntList[variables];
    this.assigned = new IntList[variables];
    findBlocks(places);
    this.predecessors = new IntList[starts.size()];
    this.live = new IntList[starts.size()];
    connect();
    places.stream().forEach(place -> live[blockOf[place]] = new IntList());
    scan();
    propagate();
  }

  /** The ids of variables that are live before statement {@code place}, one of those asked for. */
  IntList at(int place) {
    IntList variables = live[blockOf[place]];
    if (variables == null || starts.get(blockOf[place]) != place) {
      throw new IllegalStateException("liveness at " + place + " was not asked for");
    }
    return variables;
  }

  /** Whether {@code variable} is taken to be live at all places, also if {@link #at} lacks it. */
  boolean isEverywhere(int variable) {
    return everywhere.get(variable);
  }

  /** Whether {@link #at} lacks nothing. */
  boolean isComplete() {
    return everywhere.isEmpty();
  }

  private void findBlocks(BitSet places) {
    boolean begins = true;
    for (int i = 0; i < blockOf.length; i++) {
      Stmt stmt = function.body().get(i);
      if (begins || places.get(i) || stmt instanceof Stmt.Bind) {
        starts.add(i);
      }
      blockOf[i] = starts.size() - 1;
      begins = !Statements.targets(stmt).isEmpty() || Statements.ends(stmt);
    }
  }

  private void connect() {
    for (int i = 0; i < blockOf.length; i++) {
      Stmt stmt = function.body().get(i);
      for (JumpLabel label : Statements.targets(stmt)) {
        connect(blockOf[i], blockOf[labels.position(label)]);
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
      for (int use = uses.from(i); use < uses.assigned(i); use++) {
        IntList before = assigned[uses.variable(use)];
        if (before == null || before.last() != blockOf[i]) {
          note(exposed, uses.variable(use), blockOf[i]);
        }
      }
      for (int use = uses.assigned(i); use < uses.from(i + 1); use++) {
        note(assigned, uses.variable(use), blockOf[i]);
      }
    }
  }

  private static void note(IntList[] lists, int variable, int block) {
    IntList list = lists[variable];
    if (list == null) {
      list = new IntList();
      lists[variable] = list;
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
      if (steps > MAX_STEPS) {
        everywhere.set(v);
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
          steps++;
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
    IntList place = live[block];
    if (place != null) {
      place.add(variable);
    }
  }
}
