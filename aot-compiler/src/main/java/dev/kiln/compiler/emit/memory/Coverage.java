package dev.kiln.compiler.emit.memory;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Piece;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.type.AddressType;
import dev.kiln.compiler.opcode.Opcode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes of a memory are known to exist at the statement that is being emitted, since an
 * access before it would have trapped otherwise: for a variable, how many bytes from the address in
 * it. A memory never shrinks, so only an assignment ends that.
 *
 * <p>It is told of statements in the order of the list, so at a label all jumps from before are
 * known; for jumps from after it the variables that are assigned in between are forgotten. Bounded:
 * what is forgotten is checked again.
 */
public final class Coverage {
  private static final int MAX_FACTS = 48;
  private static final int MAX_TARGETS = 64;

  /** The instruction that adds two addresses. */
  private final Opcode sum;

  /** By memory; null after a statement that does not go on. */
  private @Nullable Facts current = new Facts();

  private final Map<JumpLabel, Facts> pending = new HashMap<>();

  /** Labels that are jumped to from after them, with what is assigned up to there. */
  private final Map<JumpLabel, Set<Var>> loops = new HashMap<>();

  /** Labels at which nothing is known. */
  private final Set<JumpLabel> unknown = new HashSet<>();

  private static final class Facts {
    private final Map<Var, Long> covered = new LinkedHashMap<>();

    Facts copy() {
      Facts copy = new Facts();
      copy.covered.putAll(covered);
      return copy;
    }

    void put(Var base, long bytes) {
      covered.put(base, bytes);
      if (covered.size() > MAX_FACTS) {
        covered.remove(covered.keySet().iterator().next());
      }
    }

    /** Keeps what both know. */
    void meet(Facts other) {
      covered.replaceAll((base, bytes) -> Math.min(bytes, other.covered.getOrDefault(base, 0L)));
      covered.values().removeIf(bytes -> bytes == 0);
    }
  }

  /**
   * For statements from {@code start} to {@code end}, of a function or of a piece of one.
   *
   * @param address the type of the memory's addresses
   */
  public Coverage(
      AddressType address, IrFunction function, int start, int end, List<Piece.Entry> entries) {
    sum = address == AddressType.I32 ? Opcode.I32_ADD : Opcode.I64_ADD;
    entries.forEach(entry -> unknown.add(entry.label()));
    List<Stmt> body = function.body();
    Map<JumpLabel, Integer> bound = new HashMap<>();
    Map<JumpLabel, Integer> lastJump = new HashMap<>();
    int entered = -1;
    Map<JumpLabel, Integer> lastEntry = new HashMap<>();
    for (int i = start; i < end; i++) {
      if (body.get(i) instanceof Stmt.Bind bind) {
        bound.put(bind.label(), i);
        entered = unknown.contains(bind.label()) ? i : entered;
      }
      for (JumpLabel target : Statements.targets(body.get(i))) {
        if (bound.containsKey(target)) {
          lastJump.put(target, i);
          lastEntry.put(target, entered);
        }
      }
    }
    int budget = 8 * (end - start);
    for (Map.Entry<JumpLabel, Integer> jump : lastJump.entrySet()) {
      JumpLabel header = jump.getKey();
      int from = bound.getOrDefault(header, start);
      budget -= jump.getValue() - from;
      if (lastEntry.getOrDefault(header, -1) > from || budget < 0) {
        unknown.add(header); // others jump into the loop, or it is one of too many
        continue;
      }
      Set<Var> assigned = new HashSet<>();
      for (Stmt stmt : body.subList(from, jump.getValue())) {
        assigned.addAll(Statements.assigned(stmt));
      }
      loops.put(header, assigned);
    }
  }

  /** Whether the bytes up to {@code end} from the address in {@code base} surely exist. */
  boolean covers(Expr address, long end) {
    return current != null
        && address instanceof Expr.Get base
        && current.covered.getOrDefault(base.variable, 0L) >= end;
  }

  /** Notes that an access up to {@code end} did not trap. */
  void add(Expr address, long end) {
    if (current != null && address instanceof Expr.Get base && !covers(address, end)) {
      current.put(base.variable, end);
    }
  }

  /** Notes what becomes of {@code stmt}, after it was emitted. */
  public void after(Stmt stmt) {
    if (stmt instanceof Stmt.Bind bind) {
      bind(bind.label());
      return;
    }
    if (current == null) {
      return;
    }
    long known = stmt instanceof Stmt.Set set ? of(set.value()) : 0;
    for (Var variable : Statements.assigned(stmt)) {
      current.covered.remove(variable);
    }
    if (known > 0) {
      current.put(((Stmt.Set) stmt).variable(), known);
    }
    List<JumpLabel> targets = Statements.targets(stmt);
    if (targets.size() > MAX_TARGETS) {
      unknown.addAll(targets);
    } else {
      for (JumpLabel target : targets) {
        jump(target, current);
      }
    }
    if (Statements.ends(stmt)) {
      current = null;
    }
  }

  /** What is known of the address that is the value of {@code expr}. */
  private long of(Expr expr) {
    if (current == null) {
      return 0;
    }
    if (expr instanceof Expr.Get get) {
      return current.covered.getOrDefault(get.variable, 0L);
    }
    if (expr instanceof Expr.Apply apply
        && apply.op == sum
        && apply.operands().get(0) instanceof Expr.Get get
        && apply.operands().get(1) instanceof Expr.Const constant) {
      // What exists is far below the last address, so that a sum within it does not wrap round.
      long known = current.covered.getOrDefault(get.variable, 0L);
      long by = sum == Opcode.I32_ADD ? (int) constant.bits : constant.bits;
      return by >= 0 && by < known ? known - by : 0;
    }
    return 0;
  }

  private void jump(JumpLabel target, Facts known) {
    Facts facts = pending.get(target);
    if (facts == null) {
      pending.put(target, known.copy());
    } else {
      facts.meet(known);
    }
  }

  private void bind(JumpLabel label) {
    Facts jumped = pending.remove(label);
    if (unknown.contains(label)) {
      current = new Facts();
      return;
    }
    if (current == null) {
      current = jumped == null ? new Facts() : jumped;
    } else if (jumped != null) {
      current.meet(jumped);
    }
    Set<Var> assigned = loops.get(label);
    if (assigned != null) {
      current.covered.keySet().removeAll(assigned);
    }
  }
}
