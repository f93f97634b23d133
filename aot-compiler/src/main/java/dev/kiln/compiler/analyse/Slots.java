package dev.kiln.compiler.analyse;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Gives variables their JVM slots. Locals that occur keep one slot each. Temporaries share: their
 * lifetime is from the first to the last statement that mentions them, stretched to the end of
 * every loop that uses but does not begin it, so that the next round finds them.
 */
public final class Slots {
  private final IrFunction function;
  private final int[] first;
  private final int[] last;

  private Slots(IrFunction function, int from, int to) {
    this.function = function;
    int count = function.variables().size();
    first = new int[count];
    last = new int[count];
    Arrays.fill(first, -1);
    for (int i = from; i < to; i++) {
      mentions(function.body().get(i), i);
    }
    stretch();
  }

  /**
   * Slots for all variables that occur; the others have none (-1).
   *
   * @param throughWindow whether the parameters come in the window: two ints and the instance take
   *     the first slots. Otherwise parameters stand where the JVM puts them and the instance
   *     follows.
   */
  public static Assignment assign(IrFunction function, boolean throughWindow) {
    Slots self = new Slots(function, 0, function.body().size());
    int params = 0;
    for (Var param : function.params()) {
      params += param.kind().slots();
    }
    int instance = throughWindow ? 2 : params;
    int[] slots = new int[self.first.length];
    Arrays.fill(slots, -1);
    int at = 0;
    int next = instance + 1;
    for (Var param : function.params()) {
      if (throughWindow) {
        slots[param.id()] = next;
        next += param.kind().slots();
      } else {
        slots[param.id()] = at;
        at += param.kind().slots();
      }
    }
    return self.allocate(slots, instance, next, new BitSet());
  }

  /**
   * Slots for the variables that occur in a chunk.
   *
   * @param instance the slot of the instance, the last that is taken
   */
  public static Assignment assign(IrFunction function, Chunk chunk, int instance) {
    Slots self = new Slots(function, chunk.start(), chunk.end());
    int[] slots = new int[self.first.length];
    Arrays.fill(slots, -1);
    BitSet dedicated = new BitSet();
    chunk.loads().forEach(v -> dedicated.set(v.id()));
    chunk.stores().forEach(v -> dedicated.set(v.id()));
    return self.allocate(slots, instance, instance + 1, dedicated);
  }

  private void mention(Var variable, int at) {
    if (first[variable.id()] < 0) {
      first[variable.id()] = at;
    }
    last[variable.id()] = at;
  }

  private void mentions(Expr expr, int at) {
    if (expr instanceof Expr.Get get) {
      mention(get.variable, at);
    } else {
      for (Expr operand : expr.operands()) {
        mentions(operand, at);
      }
    }
  }

  private void mentions(Stmt stmt, int at) {
    for (Expr expr : Statements.expressions(stmt)) {
      mentions(expr, at);
    }
    for (Var variable : Statements.assigned(stmt)) {
      mention(variable, at);
    }
  }

  private void stretch() {
    // Only temporaries that outlive a loop's start matter: sorted, so that each loop looks at few.
    List<Region> loops = new ArrayList<>();
    for (Region region : function.regions()) {
      if (region.kind() == Region.Kind.LOOP) {
        loops.add(region);
      }
    }
    if (loops.isEmpty()) {
      return;
    }
    int[] starts = loops.stream().mapToInt(Region::start).toArray();
    int[] parents = loopParents(loops);
    for (int v = 0; v < first.length; v++) {
      if (first[v] < 0 || function.variables().get(v).isLocal()) {
        continue;
      }
      // The innermost loop around the last mention, then outwards.
      int at = Arrays.binarySearch(starts, last[v]);
      at = at >= 0 ? at : -at - 2;
      while (at >= 0) {
        Region loop = loops.get(at);
        if (last[v] < loop.end() && first[v] < loop.start()) {
          last[v] = loop.end() - 1;
        }
        at = parents[at];
      }
    }
  }

  /** For each loop the one around it, or -1. Loops come in order of their starts. */
  private static int[] loopParents(List<Region> loops) {
    int[] parents = new int[loops.size()];
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < parents.length; i++) {
      while (!open.isEmpty() && loops.get(open.peek()).end() <= loops.get(i).start()) {
        open.pop();
      }
      parents[i] = open.isEmpty() ? -1 : open.peek();
      open.push(i);
    }
    return parents;
  }

  /**
   * Slots.
   *
   * @param slots by variable id
   * @param instance the slot of the instance
   * @param next the first free slot
   */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  public record Assignment(int[] slots, int instance, int next) {}

  /**
   * Gives slots from {@code next} on to what has none yet; the dedicated ones share with nobody.
   */
  private Assignment allocate(int[] slots, int instance, int next, BitSet dedicated) {
    List<Integer> temporaries = new ArrayList<>();
    for (Var variable : function.variables()) {
      int id = variable.id();
      if (first[id] < 0 || slots[id] >= 0) {
        continue;
      }
      if (variable.isLocal() || dedicated.get(id)) {
        slots[id] = next;
        next += variable.kind().slots();
      } else {
        temporaries.add(id);
      }
    }
    temporaries.sort(Comparator.comparingInt(id -> first[id]));
    Map<Kind, Deque<Integer>> free = new EnumMap<>(Kind.class);
    PriorityQueue<Integer> live = new PriorityQueue<>(Comparator.comparingInt(id -> last[id]));
    for (int id : temporaries) {
      while (!live.isEmpty() && last[live.peek()] < first[id]) {
        int ended = live.poll();
        Kind kind = function.variables().get(ended).kind();
        free.computeIfAbsent(kind, k -> new ArrayDeque<>()).push(slots[ended]);
      }
      Kind kind = function.variables().get(id).kind();
      Deque<Integer> available = free.get(kind);
      if (available == null || available.isEmpty()) {
        slots[id] = next;
        next += kind.slots();
      } else {
        slots[id] = available.pop();
      }
      live.add(id);
    }
    return new Assignment(slots, instance, next);
  }

  /**
   * The locals that must be zero at entry: those that are not surely assigned before they are read.
   */
  public static BitSet zeroedLocals(IrFunction function) {
    BitSet mentioned = new BitSet();
    BitSet zeroed = new BitSet();
    boolean straight = true;
    for (Stmt stmt : function.body()) {
      straight &= !Statements.isControl(stmt);
      for (Expr expr : Statements.expressions(stmt)) {
        readFirst(expr, mentioned, zeroed);
      }
      for (Var variable : Statements.assigned(stmt)) {
        if (variable.isLocal() && !mentioned.get(variable.id())) {
          mentioned.set(variable.id());
          if (!straight) {
            zeroed.set(variable.id());
          }
        }
      }
    }
    for (Var param : function.params()) {
      zeroed.clear(param.id());
    }
    return zeroed;
  }

  private static void readFirst(Expr expr, BitSet mentioned, BitSet zeroed) {
    if (expr instanceof Expr.Get get) {
      if (get.variable.isLocal() && !mentioned.get(get.variable.id())) {
        mentioned.set(get.variable.id());
        zeroed.set(get.variable.id());
      }
    } else {
      for (Expr operand : expr.operands()) {
        readFirst(operand, mentioned, zeroed);
      }
    }
  }
}
