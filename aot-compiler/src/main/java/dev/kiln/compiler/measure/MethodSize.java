package dev.kiln.compiler.measure;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.carrier.WordCursor;
import dev.kiln.compiler.emit.code.BodyEmitter;
import dev.kiln.compiler.emit.code.ExprEmitter;
import dev.kiln.compiler.emit.code.SizeContext;
import dev.kiln.compiler.emit.memory.MemoryCarrier;
import dev.kiln.compiler.emit.memory.MemoryCarriers;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.ir.Edges;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.compiler.slots.SlotAssignment;
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

  /** What finds the store's meter and its epoch, and keeps them in local variables. */
  private static final int METER = 24;

  /** A cast and store of the exception, a jump, and the null with which its variable begins. */
  private static final int HANDLER = 16;

  private final WasmModule module;
  private final ModuleAnalysis analysis;
  private final IrFunction function;
  private final List<MemoryCarrier> memories;

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
    this.memories = MemoryCarriers.of(module, analysis);
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
    this.memories = whole.memories;
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
    long size = 32L + declaredMemories() + 5L * Slots.zeroedLocals(function).cardinality();
    if (function.params().stream().mapToInt(param -> param.carrier().slots()).sum() > 254) {
      size += 20L * function.params().size(); // they come in the window
    }
    size += meter();
    size += (long) new Edges(function).handlers(0, function.body().size()).size() * handler();
    for (Stmt stmt : function.body()) {
      size += of(stmt);
    }
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  /** What memories need at the start of the whole method: some need no bound. */
  private long declaredMemories() {
    BitSet bounded = new BitSet();
    for (Stmt stmt : function.body()) {
      if (stmt instanceof Stmt.Store store) {
        access(store.memory(), store.offset(), bounded);
      }
      for (Expr expr : Statements.expressions(stmt)) {
        findBounded(expr, bounded);
      }
    }
    long size = 0;
    for (int i = 0; i < memories.size(); i++) {
      size += memories.get(i).declareSize(bounded.get(i));
    }
    return size;
  }

  private void access(int memory, long offset, BitSet bounded) {
    if (memories.get(memory).needsBound(offset)) {
      bounded.set(memory);
    }
  }

  private void findBounded(Expr expr, BitSet bounded) {
    if (expr instanceof Expr.Apply load && load.accessesMemory()) {
      access(load.immediates.index(), load.immediates.offset(), bounded);
    }
    for (Expr operand : expr.operands()) {
      findBounded(operand, bounded);
    }
  }

  /**
   * What memories need at the start of a piece. Where there are many, none of them is counted here,
   * but each at each of its accesses.
   */
  public int memories() {
    if (memories.size() > MANY_MEMORIES) {
      return 0;
    }
    return memories.stream().mapToInt(memory -> memory.declareSize(true)).sum();
  }

  /** What a method with statements of the function needs for its meter. */
  public int meter() {
    return metered ? METER : 0;
  }

  /**
   * What a method needs for each handler to which its statements may go: the exception goes to its
   * variable, and the arrays of memories are read again.
   */
  public int handler() {
    return HANDLER + reload();
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
  public MemoryCarrier memory(int index) {
    return memories.get(index);
  }

  @Override
  public int declared(int memory) {
    boolean many = slots == null && memories.size() > MANY_MEMORIES;
    return many ? memories.get(memory).declareSize(true) : 0;
  }

  @Override
  public int reload() {
    int size = 0;
    for (MemoryCarrier memory : memories) {
      size += memory.grows() ? memory.freshenSize(scratch) : 0;
    }
    return size;
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
