package dev.kiln.compiler.cut;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.measure.MethodSize;
import dev.kiln.compiler.opcode.Effects;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives each piece of an interpreter a dispatch of its own. The cases of its loop end with a jump
 * to a few statements that find the next case, and these are in one piece: each round would cross
 * from piece to piece twice or three times. So those statements are copied to the end of each piece
 * that jumps there, and their {@code br_table} becomes a {@link Stmt.Leap}, straight to the case.
 */
final class DispatchCopies {
  /** The bytes of bytecode that a piece may gain. */
  static final int ROOM = 400;

  private static final int MIN_CASES = 16;

  /** The table of a leap is a string constant. */
  private static final int MAX_CASES = 10_000;

  /** The leaps of a function times their labels: what the analysis of pieces takes. */
  private static final int MAX_WORK = 100_000;

  private static final int MAX_SEGMENT = 160;
  private static final int MAX_STATEMENTS = 8;
  private static final int MAX_DEPTH = 4;

  /** What a leap, and a label and jump, take beside what they evaluate. */
  private static final int LEAP = 60;

  private static final int JUMP = 8;

  private final IrFunction function;
  private final List<Stmt> body;
  private final List<Integer> cuts;
  private final Labels labels;
  private final MethodSize size;
  private final List<Stmt> out = new ArrayList<>();
  private final @Nullable List<Integer> positions;

  /** By old position: the new one. */
  private final int[] moved;

  private final Map<JumpLabel, Boolean> leading = new HashMap<>();

  /** To be bound at the start of the next piece: where the last one jumps over its copies. */
  private @Nullable JumpLabel over;

  /** The function with longer pieces. */
  record Result(IrFunction function, List<Integer> cuts) {}

  private DispatchCopies(IrFunction function, List<Integer> cuts, Labels labels, MethodSize size) {
    this.function = function;
    this.body = function.body();
    this.cuts = cuts;
    this.labels = labels;
    this.size = size;
    this.moved = new int[body.size() + 1];
    this.positions = function.positions() == null ? null : new ArrayList<>();
  }

  /** Whether {@link #of} might do anything, or has: then pieces need {@link #ROOM}. */
  static boolean concerns(IrFunction function) {
    return function.body().stream().anyMatch(stmt -> stmt instanceof Stmt.Leap || isDispatch(stmt));
  }

  /** Whether it is the switch of an interpreter. */
  static boolean isDispatch(Stmt stmt) {
    return stmt instanceof Stmt.Switch s
        && s.labels().size() > MIN_CASES
        && s.labels().size() <= MAX_CASES
        && new HashSet<>(s.labels()).size() >= MIN_CASES;
  }

  /** The function with its dispatches copied; null if there are none to copy. */
  static @Nullable Result of(
      IrFunction function, List<Integer> cuts, Labels labels, MethodSize size) {
    long cases = 0;
    for (Stmt stmt : function.body()) {
      cases += isDispatch(stmt) ? ((Stmt.Switch) stmt).labels().size() : 0;
    }
    if (cases == 0 || 2 * cases * cuts.size() > MAX_WORK) {
      return null;
    }
    return new DispatchCopies(function, cuts, labels, size).result();
  }

  private Result result() {
    List<Integer> newCuts = new ArrayList<>();
    for (int c = 0; c + 1 < cuts.size(); c++) {
      newCuts.add(out.size());
      piece(cuts.get(c), cuts.get(c + 1));
    }
    moved[body.size()] = out.size();
    newCuts.add(out.size());
    List<Region> regions = new ArrayList<>();
    for (Region region : function.regions()) {
      int start = moved[region.start()];
      regions.add(new Region(region.kind(), start, moved[region.end()], region.parent()));
    }
    return new Result(
        new IrFunction(
            function.index(),
            function.type(),
            function.params(),
            function.variables(),
            out,
            regions,
            positions),
        newCuts);
  }

  /** The statements of one piece, with jumps to other pieces led to copies. */
  private final class Copies {
    private final int start;
    private final int end;
    private final Map<JumpLabel, JumpLabel> copies = new LinkedHashMap<>();
    private final Deque<JumpLabel> open = new ArrayDeque<>();
    private int room = ROOM;

    Copies(int start, int end) {
      this.start = start;
      this.end = end;
    }

    /** Where a jump to {@code label} goes. */
    JumpLabel lead(JumpLabel label) {
      int at = labels.position(label);
      if (at >= start && at < end || !leadsToDispatch(label, 0)) {
        return label;
      }
      JumpLabel known = copies.get(label);
      if (known != null) {
        return known;
      }
      int cost = cost(at);
      if (cost > room) {
        return label;
      }
      room -= cost;
      JumpLabel copy = newLabel();
      copies.put(label, copy);
      open.add(label);
      return copy;
    }

    Stmt lead(Stmt stmt) {
      return switch (stmt) {
        case Stmt.Jump s -> new Stmt.Jump(lead(s.label()));
        case Stmt.Branch s -> new Stmt.Branch(s.condition(), s.ifTrue(), lead(s.label()));
        case Stmt.Switch s when isDispatch(s) && isElsewhere(s) ->
            new Stmt.Leap(s.index(), s.labels(), newLabel());
        default -> stmt;
      };
    }

    /** Most cases are in other pieces. */
    private boolean isElsewhere(Stmt.Switch s) {
      Set<JumpLabel> all = new HashSet<>(s.labels());
      long here = all.stream().map(labels::position).filter(at -> at >= start && at < end).count();
      return 2 * here < all.size();
    }

    /** Appends the statements from {@code at} on. */
    void segment(int at) {
      for (int i = at; ; i++) {
        Stmt stmt = body.get(i);
        if (!(stmt instanceof Stmt.Bind)) {
          add(stmt instanceof Stmt.Branch ? stmt : lead(stmt), i);
        }
        if (Statements.ends(stmt)) {
          return;
        }
      }
    }
  }

  private static JumpLabel newLabel() {
    JumpLabel label = new JumpLabel(-1);
    label.use();
    return label;
  }

  private void piece(int start, int end) {
    moved[start] = out.size();
    if (over != null) {
      add(new Stmt.Bind(over), start);
      over = null;
    }
    Copies copies = new Copies(start, end);
    for (int i = start; i < end; i++) {
      moved[i] = i == start ? moved[i] : out.size();
      add(copies.lead(body.get(i)), i);
    }
    if (end < body.size() && !Statements.ends(body.get(end - 1))) {
      // Also where control falls through, it may lead to the dispatch.
      JumpLabel next = body.get(end) instanceof Stmt.Bind bind ? bind.label() : null;
      JumpLabel led = next == null ? null : copies.lead(next);
      if (copies.copies.isEmpty()) {
        return;
      }
      if (led == null) {
        led = newLabel();
        over = led;
      }
      add(new Stmt.Jump(led), end - 1);
    }
    for (JumpLabel label = copies.open.poll(); label != null; label = copies.open.poll()) {
      int at = labels.position(label);
      add(new Stmt.Bind(copies.copies.getOrDefault(label, label)), at);
      copies.segment(at);
    }
  }

  private void add(Stmt stmt, int origin) {
    out.add(stmt);
    List<Integer> before = function.positions();
    if (positions != null && before != null) {
      positions.add(before.get(origin));
    }
  }

  /** Whether a few statements from {@code label} on lead to a dispatch. */
  private boolean leadsToDispatch(JumpLabel label, int depth) {
    Boolean known = leading.get(label);
    if (known != null) {
      return known;
    }
    if (depth == MAX_DEPTH) {
      return false;
    }
    leading.put(label, false); // unless it turns out otherwise; ends rounds without statements
    boolean leads = segmentLeads(labels.position(label), depth);
    leading.put(label, leads);
    return leads;
  }

  private boolean segmentLeads(int at, int depth) {
    int statements = 0;
    for (int i = at; i < body.size() && statements <= MAX_STATEMENTS; i++) {
      Stmt stmt = body.get(i);
      if (stmt instanceof Stmt.Bind) {
        continue;
      }
      if (!isSimple(stmt)) {
        return false;
      }
      if (isDispatch(stmt)) {
        return cost(at) <= MAX_SEGMENT;
      }
      if (stmt instanceof Stmt.Jump jump) {
        return cost(at) <= MAX_SEGMENT && leadsToDispatch(jump.label(), depth + 1);
      }
      if (Statements.ends(stmt)) {
        return false;
      }
      statements++;
    }
    return false;
  }

  /** Copied statements mention locals only, which have no lifetime, and call nothing. */
  private static boolean isSimple(Stmt stmt) {
    boolean kind =
        stmt instanceof Stmt.Set
            || stmt instanceof Stmt.Store
            || stmt instanceof Stmt.Meter
            || stmt instanceof Stmt.Branch
            || stmt instanceof Stmt.Jump
            || stmt instanceof Stmt.Switch;
    for (Expr expr : Statements.expressions(stmt)) {
      kind &= (expr.effects() & (Effects.WRITES | Effects.GROWS)) == 0;
      kind &= Statements.variables(expr).stream().allMatch(variable -> variable.isLocal());
    }
    return kind && Statements.assigned(stmt).stream().allMatch(variable -> variable.isLocal());
  }

  /** The bytes of bytecode of the statements from {@code at} on. */
  private int cost(int at) {
    long cost = JUMP;
    for (int i = at; ; i++) {
      Stmt stmt = body.get(i);
      if (stmt instanceof Stmt.Switch s) {
        return (int) Math.min(cost + LEAP + size.of(s.index()), ROOM + 1);
      }
      cost += size.of(stmt) + (Statements.targets(stmt).isEmpty() ? 0 : JUMP);
      if (Statements.ends(stmt)) {
        return (int) Math.min(cost, ROOM + 1);
      }
    }
  }
}
