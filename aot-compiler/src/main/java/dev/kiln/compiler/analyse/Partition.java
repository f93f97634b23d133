package dev.kiln.compiler.analyse;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Label;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a function that is too large for the JIT into chunks. HotSpot compiles no method over 8000
 * bytes of bytecode, and compiles pieces of 2–4 KB best.
 *
 * <p>A cut may be between any two statements, since nothing is on an operand stack there. Going
 * through the list, each cut is made where the fewest loops are around it, so that inner loops stay
 * whole, and near the target size.
 */
public final class Partition {
  /** No method is larger unless the options say so; HotSpot's limit is 8000. */
  public static final int LIMIT = 7600;

  /** The size that chunks should have unless the options say otherwise. */
  public static final int TARGET = 3600;

  /** A variable that crosses an edge of the chunk is loaded at entry and stored at exit. */
  private static final int PER_VARIABLE = 14;

  /** A jump to another chunk needs a stub, a label that others jump to a case. */
  private static final int PER_LABEL = 8;

  /** Temporaries that live for fewer statements are taken not to cross an edge. */
  private static final int SHORT_LIFE = 64;

  private final IrFunction function;
  private final int limit;
  private final int target;
  private final List<Stmt> body;
  private final int[] depth;
  private final long[] sizes;
  private final int[] first;
  private final int[] last;

  private Partition(IrFunction function, MethodSize size, int limit, int target) {
    this.function = function;
    this.limit = limit;
    this.target = target;
    this.body = function.body();
    this.depth = loopDepths();
    this.sizes = new long[body.size()];
    this.first = new int[function.variables().size()];
    this.last = new int[function.variables().size()];
    Arrays.fill(first, -1);
    for (int i = 0; i < sizes.length; i++) {
      Stmt stmt = body.get(i);
      int labels =
          new HashSet<>(Statements.targets(stmt)).size() + (stmt instanceof Stmt.Bind ? 1 : 0);
      sizes[i] = size.of(stmt) + (long) PER_LABEL * labels;
      for (Var variable : mentioned(stmt)) {
        if (first[variable.id()] < 0) {
          first[variable.id()] = i;
        }
        last[variable.id()] = i;
      }
    }
  }

  private static List<Var> mentioned(Stmt stmt) {
    List<Var> all = new ArrayList<>(Statements.assigned(stmt));
    for (Expr expr : Statements.expressions(stmt)) {
      all.addAll(Statements.variables(expr));
    }
    return all;
  }

  /**
   * The chunks in order; a function that is small enough is not asked for.
   *
   * @param limit the most bytes of bytecode in a chunk of several statements
   * @param target the bytes that chunks should have
   */
  public static List<Chunk> of(IrFunction function, MethodSize size, int limit, int target) {
    return new Partition(function, size, limit, target).chunks();
  }

  /** How many loops are around the gap before each statement. */
  private int[] loopDepths() {
    int[] change = new int[body.size() + 2];
    for (Region region : function.regions()) {
      if (region.kind() == Region.Kind.LOOP) {
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

  private List<Chunk> chunks() {
    List<Integer> cuts = cuts();
    int[] chunkOf = new int[body.size()];
    for (int c = 0; c + 1 < cuts.size(); c++) {
      for (int i = cuts.get(c); i < cuts.get(c + 1); i++) {
        chunkOf[i] = c;
      }
    }
    Map<Label, Integer> owner = new HashMap<>();
    for (int i = 0; i < chunkOf.length; i++) {
      if (body.get(i) instanceof Stmt.Bind bind) {
        owner.put(bind.label(), chunkOf[i]);
      }
    }
    Set<Label> crossed = new HashSet<>();
    for (int i = 0; i < chunkOf.length; i++) {
      for (Label label : Statements.targets(body.get(i))) {
        if (owner.getOrDefault(label, -1) != chunkOf[i]) {
          crossed.add(label);
        }
      }
    }
    BitSet places = new BitSet();
    for (int i = 0; i < chunkOf.length; i++) {
      boolean crossedHere = body.get(i) instanceof Stmt.Bind bind && crossed.contains(bind.label());
      places.set(i, crossedHere || i == 0 || chunkOf[i] != chunkOf[i - 1]);
    }
    Liveness liveness = new Liveness(function, places);
    List<Chunk> chunks = new ArrayList<>();
    for (int c = 0; c + 1 < cuts.size(); c++) {
      chunks.add(chunk(cuts.get(c), cuts.get(c + 1), crossed, liveness));
    }
    return chunks;
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

  /** The best place to end a chunk that begins at {@code start}. */
  private int cutAfter(int start) {
    long size = 128;
    BitSet crossing = new BitSet();
    int best = -1;
    long bestCost = Long.MAX_VALUE;
    for (int i = start; i < body.size(); i++) {
      size += sizes[i];
      for (Var variable : mentioned(body.get(i))) {
        int id = variable.id();
        if ((variable.isLocal() || last[id] - first[id] > SHORT_LIFE) && !crossing.get(id)) {
          crossing.set(id);
          size += PER_VARIABLE;
        }
      }
      if (size > limit && i > start) {
        return best;
      }
      long away = Math.abs(size - target);
      long cost = depth[i + 1] * 2L * limit + away;
      // A loop that would fit as a whole is worth a smaller chunk; a tiny chunk is worth nothing.
      if (size < target / 4) {
        cost += 2L * limit;
      }
      if (cost <= bestCost) {
        bestCost = cost;
        best = i + 1;
      }
    }
    return body.size();
  }

  private Chunk chunk(int start, int end, Set<Label> crossed, Liveness liveness) {
    List<Label> entries = new ArrayList<>();
    BitSet live = new BitSet();
    live.or(liveness.liveAt(start));
    BitSet liveOut = new BitSet();
    Set<Integer> mentioned = new LinkedHashSet<>(); // in order, for output that is always the same
    BitSet assigned = new BitSet();
    for (int i = start; i < end; i++) {
      Stmt stmt = body.get(i);
      if (stmt instanceof Stmt.Bind bind && crossed.contains(bind.label())) {
        entries.add(bind.label());
        live.or(liveness.liveAt(i));
      }
      for (Label label : Statements.targets(stmt)) {
        int target = liveness.position(label);
        if (target < start || target >= end) {
          liveOut.or(liveness.liveAt(target));
        }
      }
      mentioned(stmt).forEach(v -> mentioned.add(v.id()));
      Statements.assigned(stmt).forEach(v -> assigned.set(v.id()));
    }
    if (end < body.size() && !Statements.ends(body.get(end - 1))) {
      liveOut.or(liveness.liveAt(end));
    }
    List<Var> loads = new ArrayList<>();
    List<Var> stores = new ArrayList<>();
    for (int id : mentioned) {
      if (live.get(id)) {
        loads.add(function.variables().get(id));
      }
      if (assigned.get(id) && liveOut.get(id)) {
        stores.add(function.variables().get(id));
      }
    }
    return new Chunk(start, end, entries, loads, stores);
  }
}
