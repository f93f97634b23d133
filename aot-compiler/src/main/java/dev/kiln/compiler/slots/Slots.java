package dev.kiln.compiler.slots;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.ir.Edges;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Handler;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Piece;
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
 * Gives variables their JVM slots. Locals that occur keep one slot each. Temporaries share: two of
 * them have the same slot if their lifetimes ({@link Uses}) do not overlap.
 *
 * <p>The pieces of a function share one array of slots, in which only those of the variables that
 * the piece assigned last mentions hold anything sensible.
 */
public final class Slots {
  private static final byte UNKNOWN = 0;
  private static final byte SHARING = 1;
  private static final byte DEDICATED = 2;
  private static final byte PLACED = 3;

  private final IrFunction function;
  private final Uses uses;
  private final Edges edges;
  private final int[] slots;
  private final byte[] marks;

  /** For the pieces of {@code function}. */
  public Slots(IrFunction function, Uses uses) {
    this.function = function;
    this.uses = uses;
    this.edges = function.edges();
    this.slots = new int[function.variables().size()];
    this.marks = new byte[slots.length];
    Arrays.fill(slots, -1);
  }

  /**
   * Slots for all variables that occur; the others have none (-1).
   *
   * @param throughWindow whether the parameters come in the window: two ints and the instance take
   *     the first slots. Otherwise parameters stand where the JVM puts them and the instance
   *     follows.
   */
  public static SlotAssignment assign(IrFunction function, boolean throughWindow) {
    Slots self = new Slots(function, Uses.of(function));
    SlotAssignment params = self.parameters(throughWindow);
    List<Integer> others = new ArrayList<>();
    for (Var variable : function.variables()) {
      int id = variable.id();
      if (self.uses.first(id) >= 0 && self.slots[id] < 0) {
        others.add(id);
      }
    }
    return self.allocate(others, params.instance(), params.next(), 0, function.body().size());
  }

  /** Slots for the parameters alone, as in {@link #assign(IrFunction, boolean)}. */
  public SlotAssignment parameters(boolean throughWindow) {
    int params = 0;
    for (Var param : function.params()) {
      params += param.carrier().slots();
    }
    int instance = throughWindow ? 2 : params;
    int at = 0;
    int next = instance + 1;
    for (Var param : function.params()) {
      if (throughWindow) {
        slots[param.id()] = next;
        next += param.carrier().slots();
      } else {
        slots[param.id()] = at;
        at += param.carrier().slots();
      }
    }
    return new SlotAssignment(slots, instance, next);
  }

  /**
   * Slots for the variables that occur in a piece.
   *
   * @param instance the slot of the instance, the last that is taken
   */
  public SlotAssignment assign(Piece piece, int instance) {
    List<Integer> ids = new ArrayList<>();
    for (int use = uses.from(piece.start()); use < uses.from(piece.end()); use++) {
      int id = uses.variable(use);
      if (marks[id] == UNKNOWN) {
        marks[id] = SHARING;
        ids.add(id);
      }
    }
    for (Handler handler : edges.handlers(piece.start(), piece.end())) {
      int id = handler.exception().id();
      if (marks[id] == UNKNOWN) {
        marks[id] = SHARING;
        ids.add(id);
      }
    }
    piece.loads().forEach(this::dedicate);
    piece.stores().forEach(this::dedicate);
    ids.sort(Comparator.naturalOrder());
    SlotAssignment assigned = allocate(ids, instance, instance + 1, piece.start(), piece.end());
    for (int id : ids) {
      marks[id] = UNKNOWN;
    }
    return assigned;
  }

  private void dedicate(Var variable) {
    if (marks[variable.id()] != PLACED) {
      marks[variable.id()] = DEDICATED;
    }
  }

  /**
   * Slots for the variables that occur in a piece, or are its parameters.
   *
   * @param params the variables in the first slots
   * @param instance the slot of the instance, after them
   */
  public SlotAssignment assign(Piece piece, List<Var> params, int instance) {
    int at = 0;
    for (Var param : params) {
      slots[param.id()] = at;
      marks[param.id()] = PLACED;
      at += param.carrier().slots();
    }
    SlotAssignment assigned = assign(piece, instance);
    params.forEach(param -> marks[param.id()] = UNKNOWN);
    return assigned;
  }

  /** Gives slots from {@code next} on; what is dedicated shares with nobody. */
  private SlotAssignment allocate(List<Integer> ids, int instance, int next, int start, int end) {
    List<Integer> temporaries = new ArrayList<>();
    for (int id : ids) {
      Var variable = function.variables().get(id);
      if (variable.isLocal() || marks[id] == DEDICATED) {
        slots[id] = next;
        next += variable.carrier().slots();
      } else {
        temporaries.add(id);
      }
    }
    temporaries.sort(Comparator.comparingInt(id -> Math.max(start, uses.first(id))));
    Map<Carrier, Deque<Integer>> free = new EnumMap<>(Carrier.class);
    PriorityQueue<Integer> live =
        new PriorityQueue<>(Comparator.comparingInt(id -> Math.min(end - 1, uses.last(id))));
    for (int id : temporaries) {
      int first = Math.max(start, uses.first(id));
      while (!live.isEmpty() && uses.last(live.element()) < first) {
        int ended = live.remove();
        Carrier carrier = function.variables().get(ended).carrier();
        free.computeIfAbsent(carrier, k -> new ArrayDeque<>()).push(slots[ended]);
      }
      Carrier carrier = function.variables().get(id).carrier();
      Deque<Integer> available = free.get(carrier);
      if (available == null || available.isEmpty()) {
        slots[id] = next;
        next += carrier.slots();
      } else {
        slots[id] = available.pop();
      }
      live.add(id);
    }
    return new SlotAssignment(slots, instance, next);
  }

  /**
   * The locals that must be zero at entry: those that are not surely assigned before they are read.
   * What is assigned by or after a statement that may throw is not surely assigned at the handler.
   */
  public static BitSet zeroedLocals(IrFunction function) {
    BitSet mentioned = new BitSet();
    BitSet zeroed = new BitSet();
    boolean straight = true;
    Edges edges = function.edges();
    for (int i = 0; i < function.body().size(); i++) {
      Stmt stmt = function.body().get(i);
      straight &= !(stmt instanceof Stmt.Bind) && edges.of(i).isEmpty();
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
