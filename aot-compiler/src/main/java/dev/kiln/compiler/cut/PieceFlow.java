package dev.kiln.compiler.cut;

import dev.kiln.compiler.ir.Edge;
import dev.kiln.compiler.ir.Edges;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Handler;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Piece;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What each entry of a piece loads from the frame and what each exit stores. A piece of many cases
 * of an interpreter mentions many variables, and each case few of them: an entry loads what is read
 * after it, an exit stores what was assigned before it. The steps:
 *
 * <ol>
 *   <li>{@link #findBlocks} cuts the piece into basic blocks. Each knows the variables that it
 *       reads before it assigns them, and those that it assigns. Each handler is a block too, which
 *       assigns the exception. Control goes there from a block before that has assigned anything,
 *       so a block ends before a statement that may throw if it assigns something earlier.
 *   <li>{@link #assignedForwards} passes on, from block to block, what may have been assigned since
 *       the piece was entered.
 *   <li>{@link #findStores}: an exit stores what may have been assigned before it and is live where
 *       it leads.
 *   <li>{@link #neededBackwards} passes on, against the direction of control, what is read before
 *       it is assigned. An exit reads what it stores: on some ways to it the variable may not have
 *       been assigned, so its old value must be there.
 *   <li>{@link #loads}: an entry loads what its block needs and is live there. {@link #exits} puts
 *       exits that store the same together.
 * </ol>
 *
 * <p>The example of {@link Partition} goes on. Piece 0 has two blocks:
 *
 * <pre>
 *   start:  sum = 0                  reads nothing,  assigns sum
 *   loop:   sum = sum + n            reads sum, n,   assigns sum
 * </pre>
 *
 * <p>Forwards, {@code sum} may be assigned at the end of the second block. It is live at statement
 * 3, so the exit stores it; {@code n} was not assigned and stays as it is in the frame. Backwards,
 * the second block needs {@code n} and {@code sum}, which the entry {@code loop} loads. The first
 * needs only {@code n}, since it assigns {@code sum}.
 */
final class PieceFlow {
  private final IrFunction function;
  private final Edges edges;
  private final int start;
  private final int end;

  /** By variable id: its position among those that cross an edge of the piece. */
  private final Map<Integer, Integer> positions = new HashMap<>();

  private final List<Var> crossing = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final Map<JumpLabel, Block> bound = new HashMap<>();

  private final Map<Handler, Block> landings = new HashMap<>();

  /** The exits: labels bound elsewhere, and null for the piece that follows. */
  private final Map<@Nullable JumpLabel, BitSet> stores = new LinkedHashMap<>();

  /** By what stands for their exit. */
  private final Map<JumpLabel, Stmt.Leap> leaps = new HashMap<>();

  private static final class Block {
    final BitSet exposed = new BitSet();
    final BitSet assigned = new BitSet();
    final BitSet mayBeAssignedBefore = new BitSet();
    final BitSet mayBeAssigned = new BitSet();
    final BitSet needed = new BitSet();
    final List<Block> successors = new ArrayList<>();
    final List<@Nullable JumpLabel> exits = new ArrayList<>();

    /** The handlers to which its statements may go, before any of them has assigned. */
    Set<Block> catches = Set.of();

    void mayThrowTo(Block landing) {
      if (catches.isEmpty()) {
        catches = new LinkedHashSet<>();
      }
      catches.add(landing);
    }
  }

  /** What is live at a statement. */
  interface Live {
    /** Whether a variable is, by id; to be asked before the next call. */
    IntPredicate at(int statement);
  }

  /**
   * Analyses statements {@code start} to {@code end}.
   *
   * @param crossing the variables that are live at some edge and mentioned here
   */
  PieceFlow(IrFunction function, Edges edges, int start, int end, List<Var> crossing) {
    this.function = function;
    this.edges = edges;
    this.start = start;
    this.end = end;
    for (Var variable : crossing) {
      positions.put(variable.id(), this.crossing.size());
      this.crossing.add(variable);
    }
  }

  /**
   * The piece.
   *
   * @param entries the labels that others jump to
   */
  Piece piece(List<JumpLabel> entries, Labels labels, Live live) {
    findBlocks();
    assignedForwards();
    findStores(labels, live);
    neededBackwards();
    List<Var> atStart = loads(blocks.get(0), live.at(start));
    List<Piece.Entry> in = new ArrayList<>();
    for (JumpLabel label : entries) {
      in.add(new Piece.Entry(label, loads(block(label), live.at(labels.position(label)))));
    }
    return new Piece(start, end, atStart, in, exits());
  }

  private Block block(JumpLabel label) {
    Block block = bound.get(label);
    if (block == null) {
      throw new IllegalStateException(label + " is bound elsewhere");
    }
    return block;
  }

  private void findBlocks() {
    Map<Integer, Block> at = new HashMap<>();
    Block current = null;
    for (int i = start; i < end; i++) {
      Stmt stmt = function.body().get(i);
      boolean throwsLate =
          current != null && !current.assigned.isEmpty() && !edges.handlers(i).isEmpty();
      if (current == null || stmt instanceof Stmt.Bind || throwsLate) {
        current = new Block();
        blocks.add(current);
        at.put(i, current);
      }
      if (stmt instanceof Stmt.Bind bind) {
        bound.put(bind.label(), current);
      }
      for (Expr expr : Statements.expressions(stmt)) {
        read(expr, current);
      }
      for (Var variable : Statements.assigned(stmt)) {
        Integer position = positions.get(variable.id());
        if (position != null) {
          current.assigned.set(position);
        }
      }
      if (!Statements.targets(stmt).isEmpty() || Statements.ends(stmt)) {
        current = null;
      }
    }
    connect(at);
  }

  private void read(Expr expr, Block block) {
    if (expr instanceof Expr.Get get) {
      Integer position = positions.get(get.variable.id());
      if (position != null && !block.assigned.get(position)) {
        block.exposed.set(position);
      }
      return;
    }
    for (Expr operand : expr.operands()) {
      read(operand, block);
    }
  }

  private void connect(Map<Integer, Block> at) {
    Block current = blocks.get(0);
    for (int i = start; i < end; i++) {
      current = at.getOrDefault(i, current);
      Stmt stmt = function.body().get(i);
      Stmt.Leap leap = stmt instanceof Stmt.Leap s ? s : null;
      if (leap != null) {
        leaps.put(leap.way(), leap);
        current.exits.add(leap.way());
      }
      for (Edge edge : edges.of(i)) {
        Handler handler = edge.handler();
        if (handler == null) {
          connect(current, edge.target(), leap != null);
        } else {
          current.mayThrowTo(landing(handler));
        }
      }
      boolean goesOn = !Statements.ends(stmt);
      if (goesOn && i + 1 == end && i + 1 < function.body().size()) {
        current.exits.add(null);
      } else if (goesOn && at.containsKey(i + 1)) {
        current.successors.add(at.get(i + 1));
      }
    }
  }

  private void connect(Block from, JumpLabel label, boolean leaps) {
    Block target = bound.get(label);
    if (target != null) {
      from.successors.add(target);
    } else if (!leaps) {
      from.exits.add(label);
    }
  }

  /** The block that assigns the exception and goes to the handler's label. */
  private Block landing(Handler handler) {
    Block known = landings.get(handler);
    if (known != null) {
      return known;
    }
    Block landing = new Block();
    landings.put(handler, landing);
    blocks.add(landing);
    Integer position = positions.get(handler.exception().id());
    if (position != null) {
      landing.assigned.set(position);
    }
    connect(landing, handler.label(), false);
    return landing;
  }

  private void assignedForwards() {
    for (boolean changed = true; changed; ) {
      changed = false;
      for (Block block : blocks) {
        block.mayBeAssigned.or(block.mayBeAssignedBefore);
        block.mayBeAssigned.or(block.assigned);
        for (Block next : block.successors) {
          changed |= add(block.mayBeAssigned, next.mayBeAssignedBefore);
        }
        for (Block caught : block.catches) {
          changed |= add(block.mayBeAssignedBefore, caught.mayBeAssignedBefore);
        }
      }
    }
  }

  /** Whether that adds anything. */
  private static boolean add(BitSet more, BitSet to) {
    int before = to.cardinality();
    to.or(more);
    return to.cardinality() != before;
  }

  private void findStores(Labels labels, Live live) {
    for (Block block : blocks) {
      for (JumpLabel label : block.exits) {
        stores.computeIfAbsent(label, l -> new BitSet()).or(block.mayBeAssigned);
      }
    }
    stores.forEach(
        (label, set) -> {
          BitSet wanted = new BitSet();
          Stmt.Leap leap = label == null ? null : leaps.get(label);
          if (leap == null) {
            want(set, live.at(label == null ? end : labels.position(label)), wanted);
          } else {
            for (JumpLabel target : new LinkedHashSet<>(leap.labels())) {
              if (!bound.containsKey(target)) {
                want(set, live.at(labels.position(target)), wanted);
              }
            }
          }
          set.and(wanted);
        });
  }

  /** Adds those of {@code set} that are live. */
  private void want(BitSet set, IntPredicate live, BitSet wanted) {
    for (int i = set.nextSetBit(0); i >= 0; i = set.nextSetBit(i + 1)) {
      if (live.test(crossing.get(i).id())) {
        wanted.set(i);
      }
    }
  }

  private void neededBackwards() {
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int b = blocks.size() - 1; b >= 0; b--) {
        Block block = blocks.get(b);
        BitSet needed = new BitSet();
        block.successors.forEach(next -> needed.or(next.needed));
        block.exits.forEach(label -> needed.or(stores.get(label)));
        needed.andNot(block.assigned);
        block.catches.forEach(caught -> needed.or(caught.needed));
        needed.or(block.exposed);
        if (!needed.equals(block.needed)) {
          block.needed.or(needed);
          changed = true;
        }
      }
    }
  }

  private List<Var> loads(Block block, IntPredicate live) {
    return variables(block.needed).stream().filter(v -> live.test(v.id())).toList();
  }

  private List<Var> variables(BitSet set) {
    return set.stream().mapToObj(crossing::get).toList();
  }

  /** Exits that store the same share the code. */
  private List<Piece.Exit> exits() {
    Map<BitSet, List<JumpLabel>> groups = new LinkedHashMap<>();
    stores.forEach(
        (label, set) -> {
          List<JumpLabel> labels = groups.computeIfAbsent(set, s -> new ArrayList<>());
          if (label != null) {
            labels.add(label);
          }
        });
    BitSet atEnd = stores.get(null);
    List<Piece.Exit> exits = new ArrayList<>();
    groups.forEach(
        (set, labels) -> exits.add(new Piece.Exit(set.equals(atEnd), labels, variables(set))));
    return exits;
  }
}
