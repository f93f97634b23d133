package dev.kiln.compiler.measure;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.carrier.WordCursor;
import dev.kiln.compiler.emit.code.BodyEmitter;
import dev.kiln.compiler.emit.code.ExprEmitter;
import dev.kiln.compiler.emit.code.SizeContext;
import dev.kiln.compiler.slots.SlotAssignment;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.compiler.slots.Slots;
import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.Shape;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of bytecode statements take: an upper bound, close to what is emitted, and the sum
 * of what the emitters declare. The class file library reports a method that is too large only when
 * all is done, so it is known before.
 */
public final class MethodSize implements SizeContext {
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
    SlotAssignment assigned = Slots.assign(function, false);
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
    if (expr instanceof Expr.Apply load && load.isLoad()) {
      int memory = load.immediates.index();
      boolean needed = load.immediates.offset() != 0 || !analysis.hasExactArray(memory);
      limited.set(memory, limited.get(memory) || needed);
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

  @Override
  public WasmModule module() {
    return module;
  }

  @Override
  public ModuleAnalysis analysis() {
    return analysis;
  }

  @Override
  public int local(Var variable) {
    if (slots == null) {
      return anyLocal;
    }
    int slot = slots[variable.id()];
    return slot > 255 ? 4 : slot > 3 ? 2 : 1;
  }

  @Override
  public int scratch() {
    return scratch;
  }

  @Override
  public int far() {
    return analysis.members().holders() > 0 ? 3 : 0;
  }

  @Override
  public int bulk() {
    return metered ? scratch + 3 : 0;
  }

  @Override
  public int declared() {
    return slots == null && memories() < module.memoryCount() ? MEMORY : 0;
  }

  /** The size of one statement. */
  public long of(Stmt stmt) {
    long size = BodyEmitter.size(stmt, this);
    for (Expr expr : Statements.expressions(stmt)) {
      size += of(expr);
    }
    return size;
  }

  /** The size of a value. */
  public long of(Expr expr) {
    long size = ExprEmitter.size(expr, this);
    for (Expr operand : expr.operands()) {
      size += of(operand);
    }
    return size;
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
}
