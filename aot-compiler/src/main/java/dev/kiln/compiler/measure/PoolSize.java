package dev.kiln.compiler.measure;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.opcode.Opcode;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many entries of a constant pool statements need at most, beyond those that all methods share.
 * A class has 65,535.
 */
public final class PoolSize {
  /** A method or field: itself, its name and type, its name, its owner with that one's name. */
  private static final int MEMBER = 6;

  private final ModuleAnalysis analysis;

  /** For functions of the analysed module. */
  public PoolSize(ModuleAnalysis analysis) {
    this.analysis = analysis;
  }

  /** The entries for {@code statements}. */
  public int of(List<Stmt> statements) {
    Counter counter = new Counter();
    for (Stmt stmt : statements) {
      if (stmt instanceof Stmt.Update update) {
        counter.member(update.op(), update.immediates().index());
        counter.member(update.op(), -1 - update.immediates().index2());
      }
      if (stmt instanceof Stmt.Store store) {
        counter.offset(store.offset());
      }
      if (stmt instanceof Stmt.Meter meter && meter.fuel() > Short.MAX_VALUE) {
        counter.size++;
      }
      for (Expr expr : Statements.expressions(stmt)) {
        counter.count(expr);
      }
    }
    return counter.size;
  }

  /** What was counted once need not be counted again. */
  private final class Counter {
    private final Map<Carrier, Set<Long>> constants = new EnumMap<>(Carrier.class);
    private final Map<Opcode, Set<Integer>> members = new EnumMap<>(Opcode.class);
    private int size;

    void count(Expr expr) {
      switch (expr) {
        case Expr.Const e -> constant(e);
        case Expr.Call e -> call(e);
        case Expr.Apply e -> apply(e);
        case Expr.Get e -> {}
        case Expr.Select e -> {}
      }
      for (Expr operand : expr.operands()) {
        count(operand);
      }
    }

    private void apply(Expr.Apply e) {
      switch (e.op.family()) {
        case GLOBAL, TABLE, MEMORY -> member(e.op, e.immediates.index());
        case REFERENCE -> {
          if (e.op == Opcode.REF_FUNC) {
            member(e.op, e.immediates.index());
          }
        }
        case LOAD -> offset(e.immediates.offset());
        // What these need all methods share.
        case NUMERIC, DIVISION, COMPARISON, WIDE -> {}
        case CONTROL, CALL, PARAMETRIC, CONSTANT, LOCAL, STORE ->
            throw new IllegalArgumentException("no value: " + e.op);
      }
    }

    /** The offset of an access, unsigned: the constant itself, and the end of the access. */
    void offset(long offset) {
      size += Long.compareUnsigned(offset, Short.MAX_VALUE) > 0 ? 2 : 0;
    }

    private void constant(Expr.Const e) {
      boolean small = e.carrier() == Carrier.I32 && e.bits == (short) e.bits;
      if (!small && constants.computeIfAbsent(e.carrier(), k -> new HashSet<>()).add(e.bits)) {
        size += 4; // in one form as it is, and in one for unsigned operations
      }
    }

    private void call(Expr.Call e) {
      if (member(e.op, e.index) && e.op == Opcode.CALL_INDIRECT) {
        size += MEMBER * (analysis.likelyTargets(e.index).size() + 1);
      }
      if (e.op == Opcode.CALL_INDIRECT) {
        member(Opcode.TABLE_GET, e.table);
      }
    }

    boolean member(Opcode op, int index) {
      boolean added = members.computeIfAbsent(op, o -> new HashSet<>()).add(index);
      size += added ? MEMBER : 0;
      return added;
    }
  }
}
