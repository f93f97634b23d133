package dev.kiln.compiler.measure;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.carrier.WordCursor;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.ir.Comparisons;
import dev.kiln.compiler.ir.Effects;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.Shape;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of bytecode statements take: an upper bound, close to what is emitted. The class
 * file library reports a method that is too large only when all is done, so it is known before.
 */
public final class MethodSize {
  private static final int MANY_MEMORIES = 16;

  /** What puts the state, array and limit of a memory into local variables. */
  public static final int MEMORY = 36;

  /** What the limit takes of it. */
  private static final int LIMIT = 20;

  /** What finds the store's meter and its epoch, and keeps them in local variables. */
  private static final int METER = 24;

  private final WasmModule module;
  private final ModuleAnalysis analysis;
  private final IrFunction function;

  /** Whether it takes fuel or heeds epochs. */
  private final boolean metered;

  /** By variable; null where all have slots of one size. */
  private final int @Nullable [] slots;

  /** The size of a load or store of a variable, where all are taken to have the same. */
  private final int anyLocal;

  /** The size of a load or store of a temporary of the emitter. */
  private final int scratch;

  /** For statements of {@code function}. */
  public MethodSize(WasmModule module, ModuleAnalysis analysis, IrFunction function) {
    this.module = module;
    this.analysis = analysis;
    this.function = function;
    Slots.Assignment assigned = Slots.assign(function, false);
    this.slots = assigned.slots();
    this.scratch = assigned.next() > 240 ? 4 : 2;
    this.anyLocal = 0;
    this.metered = function.body().stream().anyMatch(stmt -> stmt instanceof Stmt.Meter);
  }

  private MethodSize(MethodSize whole, int anyLocal) {
    this.module = whole.module;
    this.analysis = whole.analysis;
    this.function = whole.function;
    this.slots = null;
    this.anyLocal = anyLocal;
    this.scratch = anyLocal;
    this.metered = whole.metered;
  }

  /**
   * For statements in a method of their own, with slots of its own.
   *
   * @param wide whether it has more than 255
   */
  public MethodSize inPiece(boolean wide) {
    return new MethodSize(this, wide ? 4 : 2);
  }

  /** The size of the whole method. */
  public int whole() {
    long size = 32L + memoryState() + 5L * Slots.zeroedLocals(function).cardinality();
    if (function.params().stream().mapToInt(param -> param.carrier().slots()).sum() > 254) {
      size += 20L * function.params().size(); // they come in the window
    }
    size += meter();
    for (Stmt stmt : function.body()) {
      size += of(stmt);
    }
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  /** What memories need at the start of the whole method: some need no limit. */
  private long memoryState() {
    BitSet limited = new BitSet();
    for (Stmt stmt : function.body()) {
      if (stmt instanceof Stmt.Store store) {
        limited.set(store.memory(), limited.get(store.memory()) || needsLimit(store));
      }
      for (Expr expr : Statements.expressions(stmt)) {
        findLimited(expr, limited);
      }
    }
    return (MEMORY - LIMIT) * (long) module.memoryCount() + (long) LIMIT * limited.cardinality();
  }

  private boolean needsLimit(Stmt.Store store) {
    return store.offset() != 0 || !analysis.hasExactArray(store.memory());
  }

  private void findLimited(Expr expr, BitSet limited) {
    if (expr instanceof Expr.Load load
        && (load.offset != 0 || !analysis.hasExactArray(load.memory))) {
      limited.set(load.memory);
    }
    for (Expr operand : expr.operands()) {
      findLimited(operand, limited);
    }
  }

  /**
   * How many memories a piece may access without their being counted at each access: where there
   * are many, they are.
   */
  public int memories() {
    return module.memoryCount() <= MANY_MEMORIES ? module.memoryCount() : 0;
  }

  /** What a method with statements of the function needs for its meter. */
  public int meter() {
    return metered ? METER : 0;
  }

  private int local(Var variable) {
    if (slots == null) {
      return anyLocal;
    }
    int slot = slots[variable.id()];
    return slot > 255 ? 4 : slot > 3 ? 2 : 1;
  }

  /** The size of one statement. */
  public long of(Stmt stmt) {
    long size =
        switch (stmt) {
          case Stmt.Set s -> local(s.variable());
          case Stmt.SetAll s -> locals(s.variables());
          case Stmt.Do s -> 1;
          case Stmt.Results s -> locals(s.variables()) + 16L * s.variables().size();
          case Stmt.Store s ->
              access(s.offset(), s.op(), s.memory()) + (s.op() == Opcode.I64_STORE16 ? 2 : 1);
          case Stmt.Update s -> 16 + 2 * far() + bulk();
          case Stmt.Meter s -> meter(s);
          case Stmt.Bind s -> 0;
          case Stmt.Jump s -> 3;
          case Stmt.Branch s -> test(s.condition()) + 3; // a jump back is one of its own
          case Stmt.Switch s -> 20 + targets(s.labels());
          case Stmt.Leap s -> 48;
          case Stmt.Give s -> 16L * s.values().size();
          case Stmt.Take s -> locals(s.variables()) + 16L * s.variables().size();
          case Stmt.Open s -> 24 + 10L * scratch;
          case Stmt.Fill s -> 8 + (14L + scratch) * s.values().size();
          case Stmt.Return s -> 1 + 16L * Math.max(0, s.values().size() - 1);
          case Stmt.Unreachable s -> 4;
        };
    for (Expr expr : Statements.expressions(stmt)) {
      size += of(expr);
    }
    return size;
  }

  /** Bulk operations of a function with a meter are handed it. */
  private int bulk() {
    return metered ? scratch + 3 : 0;
  }

  private int meter(Stmt.Meter s) {
    int taken = s.fuel() == 0 ? 0 : 13 + scratch;
    int checked = s.checksFuel() ? 13 + 2 * scratch : 0;
    return taken + checked + (s.checksEpoch() ? 16 + 3 * scratch : 0);
  }

  /** A table has 4 bytes for each case, a search over runs of equal targets far fewer. */
  private static long targets(List<JumpLabel> labels) {
    int runs = 2;
    for (int i = 1; i < labels.size(); i++) {
      runs += labels.get(i) == labels.get(i - 1) ? 0 : 1;
    }
    return labels.size() > 17 && runs * 4 < labels.size() ? 20L * runs : 4L * labels.size();
  }

  private long locals(List<Var> variables) {
    long size = 0;
    for (Var variable : variables) {
      size += local(variable);
    }
    return size;
  }

  /** The size of a value. */
  public long ofValue(Expr expr) {
    return of(expr);
  }

  /** Whether the arguments of {@code call} go through the window. */
  public boolean isThroughWindow(Expr.Call call) {
    List<Carrier> params = Layout.carriers(call.type.params());
    if (call.op == Opcode.CALL && call.index >= module.importedFunctions()) {
      return 1 + params.stream().mapToInt(Carrier::slots).sum() > 255;
    }
    WordCursor words = WordCursor.after(params);
    int results = Layout.count(call.type.results());
    return Code.shape(words.numbers(), words.references(), results, 0) == Shape.WINDOW;
  }

  private long of(Expr expr) {
    long size =
        switch (expr) {
          case Expr.Const e -> constant(e);
          case Expr.Get e -> local(e.variable);
          // What negates a comparison only turns its jump round.
          case Expr.Apply e when isNegation(e) -> 0;
          case Expr.Apply e -> apply(e);
          case Expr.Load e -> access(e.offset, e.op, e.memory) + 1;
          case Expr.State e -> state(e);
          case Expr.RefOp e -> 11;
          case Expr.Select e -> 3 + test(e.condition);
          case Expr.Call e -> call(e);
        };
    for (Expr operand : expr.operands()) {
      size += of(operand);
    }
    return size;
  }

  private static boolean isNegation(Expr.Apply e) {
    return e.op == Opcode.I32_EQZ
        && e.operands().get(0) instanceof Expr.Apply inner
        && Comparisons.isComparison(inner.op);
  }

  private static int push(long value) {
    return value >= -1 && value <= 5 ? 1 : value == (byte) value ? 2 : 3;
  }

  private static int constant(Expr.Const e) {
    return switch (e.carrier()) {
      case I32 -> push(e.bits);
      case I64 -> 3;
      case F32 -> Float.isNaN(Float.intBitsToFloat((int) e.bits)) ? 6 : 3;
      case F64 -> Double.isNaN(Double.longBitsToDouble(e.bits)) ? 6 : 3;
      case FUNC, REF -> 1;
    };
  }

  /** View, array, limit, the check, the offset, the access and what makes the value of it. */
  private int access(long offset, Opcode op, int memory) {
    boolean bytes = op.spec().contains("8");
    int size = 1 << op.immediates().naturalAlignment();
    int check = 3 + scratch + (bytes && offset == 0 ? 0 : 1);
    check += push(size - 1 + offset) + (offset == 0 ? 0 : push(offset) + 1);
    int convert = op.spec().startsWith("f") ? 3 : op.spec().endsWith("_u") ? 5 : 0;
    convert += op.results().equals("l") ? 1 : 0;
    convert += op.spec().endsWith("16_s") ? 1 : 0;
    int declared = slots == null && memories() < module.memoryCount() ? MEMORY : 0;
    return scratch + check + (bytes ? 1 : 6) + convert + declared;
  }

  /**
   * What a test costs beyond its operands, given that the expression itself is counted as a value.
   */
  private static int test(Expr condition) {
    // A comparison as a value has a jump, and two constants more than as a test.
    return condition instanceof Expr.Apply apply && Comparisons.isComparison(apply.op) ? -5 + 3 : 3;
  }

  private static int apply(Expr.Apply e) {
    if (Comparisons.isComparison(e.op)) {
      Carrier kind = e.operands().get(0).carrier();
      int unsigned = !e.op.spec().endsWith("_u") ? 0 : kind == Carrier.I32 ? 11 : 8;
      return 8 + (kind == Carrier.I32 ? 0 : 2) + unsigned;
    }
    return switch (e.op) {
      case I32_ADD, I32_SUB, I32_MUL, I32_AND, I32_OR, I32_XOR, I32_SHL, I32_SHR_S, I32_SHR_U -> 1;
      case I64_ADD, I64_SUB, I64_MUL, I64_AND, I64_OR, I64_XOR -> 1;
      case I32_WRAP_I64, I64_EXTEND_I32_S, F64_ADD, F64_SUB, F64_MUL, F64_DIV -> 1;
      case I64_SHL, I64_SHR_S, I64_SHR_U -> 2;
      case I32_ROTL, I32_ROTR, I64_ROTL, I64_ROTR -> 10;
      case F32_COPYSIGN, F64_COPYSIGN -> 26;
      case F32_ABS, F64_ABS -> 11;
      case I32_DIV_U, I32_REM_U -> 12;
      case I64_DIV_U, I64_REM_U -> e.operands().get(1) instanceof Expr.Const ? 75 : 6;
      default -> 6;
    };
  }

  /** A member that another class holds needs that one first. */
  private int far() {
    return analysis.members().holders() > 0 ? 3 : 0;
  }

  private int state(Expr.State e) {
    if (e.op == Opcode.MEMORY_GROW) {
      return 9 + far() + bulk() + reload();
    }
    // A global in a cell comes back from its word.
    boolean cell =
        e.op == Opcode.GLOBAL_GET && e.carrier() != Carrier.I32 && e.carrier() != Carrier.I64;
    return (cell ? 12 : 9) + far() + (e.op == Opcode.TABLE_GROW ? bulk() : 0);
  }

  /** After something that may grow memories their arrays are read again. */
  private int reload() {
    int size = 0;
    for (int memory = 0; memory < module.memoryCount(); memory++) {
      size += analysis.memoryGrows(memory) ? 5 * scratch + 12 : 0;
    }
    return size;
  }

  private int call(Expr.Call e) {
    int size = (e.effects() & Effects.GROWS) != 0 ? reload() : 0;
    int arguments = e.arguments().size();
    if (e.laidOut) {
      return size + 80 + 2 * far() + 16 * scratch;
    }
    if (e.op == Opcode.CALL && e.index >= module.importedFunctions() && arguments < 120) {
      return size + scratch + 3;
    }
    // Words; in the window each has an array and an index as well.
    int word = arguments > 6 || Layout.count(e.type.results()) > 1 ? 14 + scratch : 4;
    // A switch over likely targets, for calls through a table.
    int targets = e.op == Opcode.CALL_INDIRECT ? analysis.likelyTargets(e.index).size() : 0;
    int cases = targets * (15 + scratch * (arguments + 1));
    return size + cases + 80 + 2 * far() + 16 * scratch + word * arguments;
  }
}
