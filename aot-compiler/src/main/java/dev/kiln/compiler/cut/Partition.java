package dev.kiln.compiler.cut;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.ir.Edge;
import dev.kiln.compiler.ir.Edges;
import dev.kiln.compiler.ir.Handler;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Piece;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.measure.MethodSize;
import dev.kiln.compiler.model.IntList;
import dev.kiln.compiler.slots.Uses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a function that is too large for the JIT into pieces. HotSpot compiles no method over 8000
 * bytes of bytecode, and compiles pieces of 2–4 KB best.
 *
 * <p>A cut may be between any two statements, since nothing is on an operand stack there. Time and
 * memory grow with the function and nothing else. The steps:
 *
 * <ol>
 *   <li>{@link #cuts} goes through the statements once. From the start of a piece, {@link Growing}
 *       adds up the size statement by statement, and {@link #cutAfter} gives each gap a cost: most
 *       for each loop around the gap, so that inner loops stay whole; in an interpreter also for
 *       each way that leads across it ({@link Crossings}); then for the distance from the target
 *       size. The piece ends at the cheapest gap.
 *   <li>{@link #split} finds the labels that control reaches from another piece. They become
 *       entries. {@link Liveness} is asked at these and at the starts of the pieces.
 *   <li>{@link #piece} gives each piece its entries and exits. {@link PieceFlow} says which
 *       variables an entry loads and an exit stores. Where that would take too much code, {@link
 *       Piece#common} lets all entries load the same and all exits store the same.
 *   <li>{@link Chain} looks whether the pieces can call each other. If not, and the function is an
 *       interpreter, {@link DispatchCopies} lengthens the pieces and steps 2 and 3 are done again.
 * </ol>
 *
 * <p>An example, cut before statement 3 (a real piece has hundreds of statements):
 *
 * <pre>
 *   0  sum = 0
 *   1  loop:
 *   2  sum = sum + n
 *   -------------------
 *   3  n = n + -1
 *   4  if (n) jump loop
 *   5  return sum
 * </pre>
 *
 * <p>Statement 4 jumps to {@code loop}, which is in the other piece, so that is an entry. Before
 * statements 1 and 3, {@code n} and {@code sum} are live, before 0 only {@code n}. What comes of
 * it:
 *
 * <pre>
 *   piece 0: starts with n;        entry loop with n, sum; falls through to piece 1, stores sum
 *   piece 1: starts with n, sum;   no other entry;         jumps to loop, stores n
 * </pre>
 *
 * <p>Control goes back from piece 1 to piece 0, so this is no chain. A region with handlers may be
 * cut like any other: each piece that has a part of it catches, and a handler in another piece is
 * one more exit.
 */
public final class Partition {
  /**
   * More variables than this that cross an edge are not fields of the frame, but array elements.
   */
  public static final int MAX_FIELDS = 6000;

  /** What every piece needs: a switch at entry, the return of a state, a result. */
  private static final int BASE = 128;

  /** A variable that crosses an edge is loaded at entry (or made zero), and stored at exit. */
  private static final int FIELD = 4;

  private static final int ELEMENT = 11;

  /** A jump to another piece needs a stub, a label that others jump to a case. */
  private static final int PER_LABEL = 8;

  /** Another case for the label, where leaps end. */
  private static final int CASE = 4;

  /** The bytes by which a piece of an interpreter may miss the target to cut one way less. */
  private static final int CROSSING = 1000;

  /** What entries and exits of their own may cost above common ones. */
  private static final int EXTRA = 1500;

  /** Slots up to here are reached by short instructions, with some left for the emitter. */
  static final int SHORT_SLOTS = 230;

  private final IrFunction function;
  private final int limit;
  private final int target;
  private final List<Stmt> body;
  private final Uses uses;
  private final Edges edges;

  /** The size of each statement with short and with wide local variable instructions. */
  private final int[] narrow;

  private final int[] wide;
  private final int base;

  /** What a piece takes for each handler to which its statements may go. */
  private final int handlerSize;

  private final int access;
  private final int[] depth;

  /** What leads across each gap; null where it does not matter. */
  private final int @Nullable [] crossings;

  /** Whether pieces may get a dispatch of their own. */
  private final boolean hasDispatch;

  /** By variable: marks of the piece in progress. */
  private final int[] seen;

  private final int[] written;
  private final int[] live;
  private int round;

  private Partition(IrFunction function, Uses uses, MethodSize size, int limit, int target) {
    this.function = function;
    this.limit = limit;
    this.target = target;
    this.body = function.body();
    this.uses = uses;
    this.edges = new Edges(function);
    this.handlerSize = size.handler() + PER_LABEL;
    this.hasDispatch = DispatchCopies.concerns(function);
    this.narrow = sizes(size.inPiece(false));
    this.wide = sizes(size.inPiece(true));
    this.base = BASE + size.memories() + size.meter();
    this.access = function.variables().size() > MAX_FIELDS ? ELEMENT : FIELD;
    this.depth = loopDepths();
    this.crossings = hasDispatch ? Crossings.of(function) : null;
    this.seen = new int[function.variables().size()];
    this.written = new int[seen.length];
    this.live = new int[seen.length];
  }

  /**
   * The pieces of a function and how control passes between them.
   *
   * @param function the function, maybe with longer pieces
   * @param uses its uses
   * @param pieces in order
   * @param chain how they call each other; null where they return to a dispatcher
   */
  public record Split(IrFunction function, Uses uses, List<Piece> pieces, @Nullable Chain chain) {}

  /**
   * The pieces; a function that is small enough is not asked for.
   *
   * @param function what {@link Fitting} made
   * @param limit the most bytes of bytecode in a piece
   * @param target the bytes that pieces should have
   */
  public static Split of(IrFunction function, Uses uses, MethodSize size, int limit, int target) {
    Partition whole = new Partition(function, uses, size, limit, target);
    List<Integer> cuts = whole.cuts();
    Split split = whole.split(cuts, true);
    if (split.chain() != null || !whole.hasDispatch) {
      return split;
    }
    DispatchCopies.Result tails =
        DispatchCopies.of(function, cuts, new Labels(function), size.inPiece(true));
    if (tails == null) {
      return split;
    }
    Uses more = Uses.of(tails.function());
    return new Partition(tails.function(), more, size, limit, target).split(tails.cuts(), false);
  }

  /**
   * The pieces for given cuts, whatever their size.
   *
   * @param cuts the first statement of each piece, and the number of statements
   */
  static Split at(
      IrFunction function, Uses uses, MethodSize size, List<Integer> cuts, boolean mayChain) {
    return new Partition(
            function, uses, size, CompileOptions.METHOD_LIMIT, CompileOptions.PIECE_SIZE)
        .split(cuts, mayChain);
  }

  private int[] sizes(MethodSize size) {
    int[] sizes = new int[body.size()];
    for (int i = 0; i < sizes.length; i++) {
      Stmt stmt = body.get(i);
      List<JumpLabel> targets = Statements.targets(stmt);
      int labels = targets.size() > 1 ? new HashSet<>(targets).size() : targets.size();
      int entry = !(stmt instanceof Stmt.Bind) ? 0 : hasDispatch ? PER_LABEL + CASE : PER_LABEL;
      sizes[i] = (int) Math.min(size.of(stmt) + (long) PER_LABEL * labels + entry, 1 << 20);
    }
    return sizes;
  }

  /** How many loops are around the gap before each statement. */
  private int[] loopDepths() {
    int[] change = new int[body.size() + 2];
    for (Region region : function.regions()) {
      if (region.origin() == Region.Origin.LOOP) {
        // The gap before the loop's first statement is outside of it.
        change[region.start() + 1]++;
        change[region.end()]--;
      }
    }
    int[] depths = new int[body.size() + 1];
    int current = 0;
    for (int i = 0; i < depths.length; i++) {
      current += change[i];
      depths[i] = current;
    }
    return depths;
  }

  private Split split(List<Integer> cuts, boolean mayChain) {
    int[] pieceOf = new int[body.size()];
    for (int c = 0; c + 1 < cuts.size(); c++) {
      Arrays.fill(pieceOf, cuts.get(c), cuts.get(c + 1), c);
    }
    Set<JumpLabel> crossed = new HashSet<>();
    Labels labels = new Labels(function);
    for (int i = 0; i < pieceOf.length; i++) {
      for (Edge edge : edges.of(i)) {
        int to = pieceOf[labels.position(edge.target())];
        if (to != pieceOf[i] || body.get(i) instanceof Stmt.Leap) {
          crossed.add(edge.target());
        }
      }
    }
    BitSet places = new BitSet();
    for (int i = 0; i < pieceOf.length; i++) {
      boolean crossedHere = body.get(i) instanceof Stmt.Bind bind && crossed.contains(bind.label());
      places.set(i, crossedHere || i == 0 || pieceOf[i] != pieceOf[i - 1]);
    }
    Liveness liveness = new Liveness(function, uses, labels, places);
    List<Piece> pieces = new ArrayList<>();
    for (int c = 0; c + 1 < cuts.size(); c++) {
      pieces.add(piece(cuts.get(c), cuts.get(c + 1), crossed, labels, liveness));
    }
    Chain chain =
        mayChain ? Chain.of(function, pieces, labels, liveness, limit, sizes(pieces)) : null;
    return new Split(function, uses, pieces, chain);
  }

  private Chain.Size sizes(List<Piece> pieces) {
    return new Chain.Size() {
      @Override
      public long bytes(int index) {
        return grown(index).size();
      }

      @Override
      public int slots(int index) {
        return grown(index).slots;
      }

      private Growing grown(int index) {
        return grow(pieces.get(index).start(), pieces.get(index).end());
      }
    };
  }

  private List<Integer> cuts() {
    List<Integer> cuts = new ArrayList<>();
    cuts.add(0);
    int start = 0;
    while (start < body.size()) {
      start = cutAfter(start);
      cuts.add(start);
    }
    return cuts;
  }

  /** The size of a piece that grows statement by statement: an upper bound at every cut. */
  private final class Growing {
    private final int start;
    private long small = base;
    private long large = base;

    /** Loads and stores of the frame, and the slots they and everything else need. */
    private int accesses;

    private int slots = 16;

    private final Set<Handler> handlers = new HashSet<>();

    Growing(int start) {
      this.start = start;
      round++;
    }

    void add(int at) {
      small += narrow[at];
      large += wide[at];
      for (Handler handler : edges.handlers(at)) {
        if (handlers.add(handler)) {
          small += handlerSize;
          large += handlerSize;
          slots += handler.exception().carrier().slots();
          accesses += 2;
        }
      }
      for (int use = uses.from(at); use < uses.from(at + 1); use++) {
        int id = uses.variable(use);
        boolean outside = function.variables().get(id).isLocal() || uses.first(id) < start;
        if (seen[id] != round) {
          seen[id] = round;
          slots += function.variables().get(id).carrier().slots();
          // A temporary that begins here crosses the edge until it ends.
          accesses += outside ? 1 : 2;
        }
        if (use >= uses.assigned(at) && written[id] != round && outside) {
          written[id] = round;
          accesses++;
        }
        if (!outside && uses.last(id) == at && written[id] != -round) {
          written[id] = -round;
          accesses -= 2;
        }
      }
    }

    long size() {
      return slots > SHORT_SLOTS
          ? large + (long) accesses * (access + 4)
          : small + (long) accesses * (access + 2);
    }
  }

  private Growing grow(int start, int end) {
    Growing piece = new Growing(start);
    for (int i = start; i < end; i++) {
      piece.add(i);
    }
    return piece;
  }

  /** The best place to end a piece that begins at {@code start}. */
  private int cutAfter(int start) {
    Growing piece = new Growing(start);
    int most = hasDispatch ? limit - DispatchCopies.ROOM : limit;
    int best = -1;
    long bestCost = Long.MAX_VALUE;
    long size = 0;
    for (int i = start; i < body.size(); i++) {
      piece.add(i);
      size = piece.size();
      if (size > most && i > start) {
        if (piece.small > most) {
          return best;
        }
        continue; // what is open here may end again
      }
      long away = Math.abs(size - target);
      long cost = depth[i + 1] * 2L * limit + away;
      if (crossings != null) {
        cost += (long) CROSSING * crossings[i + 1];
      }
      // A loop that would fit as a whole is worth a smaller piece; a tiny piece is worth nothing.
      if (size < target / 4) {
        cost += 2L * limit;
      }
      if (cost <= bestCost) {
        bestCost = cost;
        best = i + 1;
      }
    }
    return size <= most ? body.size() : best;
  }

  private Piece piece(
      int start, int end, Set<JumpLabel> crossed, Labels labels, Liveness liveness) {
    long size = grow(start, end).size();
    round++;
    List<JumpLabel> entries = new ArrayList<>();
    Set<Integer> exits = new LinkedHashSet<>();
    markLive(liveness, start);
    for (int i = start; i < end; i++) {
      Stmt stmt = body.get(i);
      if (stmt instanceof Stmt.Bind bind && crossed.contains(bind.label())) {
        entries.add(bind.label());
        markLive(liveness, i);
      }
      for (Edge edge : edges.of(i)) {
        int target = labels.position(edge.target());
        if (target < start || target >= end) {
          exits.add(target);
        }
      }
    }
    if (end < body.size() && !Statements.ends(body.get(end - 1))) {
      exits.add(end);
    }
    List<Var> mentioned = new ArrayList<>();
    List<Var> loads = new ArrayList<>();
    for (int use = uses.from(start); use < uses.from(end); use++) {
      int id = uses.variable(use);
      if (seen[id] != round) {
        seen[id] = round;
        mentioned.add(function.variables().get(id));
        if (live[id] == round || isEverywhere(id, start, end, liveness)) {
          loads.add(function.variables().get(id));
        }
      }
    }
    for (int i = start; i < end; i++) {
      for (int use = uses.assigned(i); use < uses.from(i + 1); use++) {
        written[uses.variable(use)] = round;
      }
    }
    for (Handler handler : edges.handlers(start, end)) {
      int id = handler.exception().id();
      written[id] = round;
      if (seen[id] != round) {
        seen[id] = round;
        mentioned.add(handler.exception());
      }
    }
    round++;
    for (int exit : exits) {
      markLive(liveness, exit);
    }
    Set<Var> crossing = new LinkedHashSet<>(loads);
    for (Var variable : mentioned) {
      int id = variable.id();
      boolean wanted = live[id] == round || isEverywhere(id, start, end, liveness);
      if (written[id] == round - 1 && wanted) {
        crossing.add(variable);
      }
    }
    PieceFlow flow = new PieceFlow(function, edges, start, end, List.copyOf(crossing));
    Piece precise = flow.piece(entries, labels, place -> liveAt(place, start, end, liveness));
    long most = Math.min(EXTRA, limit - size);
    return precise.extra(access + 4) <= most ? precise : precise.common();
  }

  /** To be asked before the next call. */
  private IntPredicate liveAt(int place, int start, int end, Liveness liveness) {
    round++;
    markLive(liveness, place);
    int mark = round;
    return id -> live[id] == mark || isEverywhere(id, start, end, liveness);
  }

  private void markLive(Liveness liveness, int place) {
    IntList variables = liveness.at(place);
    for (int i = 0; i < variables.size(); i++) {
      live[variables.get(i)] = round;
    }
  }

  private boolean isEverywhere(int id, int start, int end, Liveness liveness) {
    boolean within = uses.first(id) >= start && uses.last(id) < end;
    boolean temporary = !function.variables().get(id).isLocal();
    return liveness.isEverywhere(id) && !(temporary && within);
  }
}
