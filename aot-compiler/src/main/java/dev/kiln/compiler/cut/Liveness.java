package dev.kiln.compiler.cut;

import dev.kiln.compiler.ir.Edge;
import dev.kiln.compiler.ir.Edges;
import dev.kiln.compiler.ir.Handler;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.model.IntList;
import dev.kiln.compiler.slots.Uses;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which variables are live at given places: those that some statement reads later, before another
 * assigns them. The steps:
 *
 * <ol>
 *   <li>{@link #findBlocks} cuts the function into basic blocks; each place begins one. A handler
 *       is a block too, which assigns the exception. Control goes there from the start of a block,
 *       so a block ends before a statement that may throw if it assigns something earlier.
 *   <li>{@link #scan} notes for each variable the blocks that read it before they assign it, and
 *       those that assign it.
 *   <li>{@link #propagate} takes one variable after the other. From the blocks that read it, it
 *       goes backwards until it comes to blocks that assign it, and notes the variable at the
 *       places it passes. To a handler control comes before an assignment, so there it does not
 *       stop.
 * </ol>
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
  private final Edges edges;

  /** The first statement of each block. */
  private final IntList starts = new IntList();

  /** The block of each statement. */
  private final int[] blockOf;

  /** The blocks from whose end control comes to a block. */
  private final IntList[] predecessors;

  /**
   * The blocks from whose start control comes to a block: no statement in them assigns before the
   * one that throws.
   */
  private final IntList[] throwers;

  /** The blocks that stand for handlers: each assigns the exception and goes to the label. */
  private final Map<Handler, Integer> catches = new LinkedHashMap<>();

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
    this.edges = function.edges();
    this.blockOf = new int[function.body().size()];
    int variables = function.variables().size();
    this.exposed = new IntList[variables];
    this.assigned = new IntList[variables];
    findBlocks(places);
    for (Handler handler : edges.handlers(0, blockOf.length)) {
      catches.put(handler, starts.size() + catches.size());
    }
    int blocks = starts.size() + catches.size();
    this.predecessors = new IntList[blocks];
    this.throwers = new IntList[blocks];
    this.live = new IntList[blocks];
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
    boolean assigns = false;
    for (int i = 0; i < blockOf.length; i++) {
      Stmt stmt = function.body().get(i);
      boolean throwsLate = assigns && !edges.handlers(i).isEmpty();
      if (begins || places.get(i) || stmt instanceof Stmt.Bind || throwsLate) {
        starts.add(i);
        assigns = false;
      }
      blockOf[i] = starts.size() - 1;
      assigns |= uses.assigned(i) < uses.from(i + 1);
      begins = !Statements.targets(stmt).isEmpty() || Statements.ends(stmt);
    }
  }

  private void connect() {
    for (int i = 0; i < blockOf.length; i++) {
      Stmt stmt = function.body().get(i);
      for (Edge edge : edges.of(i)) {
        Integer caught = edge.isBeforeAssignment() ? catches.get(edge.handler()) : null;
        if (caught == null) {
          connect(predecessors, blockOf[i], blockOf[labels.position(edge.target())]);
        } else {
          connect(throwers, blockOf[i], caught);
        }
      }
      boolean last = i + 1 == blockOf.length || blockOf[i + 1] != blockOf[i];
      if (last && i + 1 < blockOf.length && !Statements.ends(stmt)) {
        connect(predecessors, blockOf[i], blockOf[i + 1]);
      }
    }
    catches.forEach(
        (handler, block) ->
            connect(predecessors, block, blockOf[labels.position(handler.label())]));
  }

  private static void connect(IntList[] lists, int from, int to) {
    IntList all = lists[to];
    if (all == null) {
      all = new IntList();
      lists[to] = all;
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
    catches.forEach((handler, block) -> note(assigned, handler.exception().id(), block));
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
    int[] visited = new int[live.length];
    int[] stops = new int[live.length];
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
        int block = work.removeLast();
        IntList before = predecessors[block];
        for (int i = 0; before != null && i < before.size(); i++) {
          steps++;
          if (stops[before.get(i)] != v) {
            visit(before.get(i), v, visited, work);
          }
        }
        IntList early = throwers[block];
        for (int i = 0; early != null && i < early.size(); i++) {
          steps++;
          visit(early.get(i), v, visited, work);
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
