package dev.kiln.compiler.emit.code;

import dev.kiln.compiler.carrier.WordCursor;
import dev.kiln.compiler.emit.layout.Abi;
import dev.kiln.compiler.emit.memory.Access;
import dev.kiln.compiler.emit.memory.Coverage;
import dev.kiln.compiler.ir.Edges;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Handler;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Piece;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.opcode.Effects;
import dev.kiln.compiler.opcode.Opcode;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.CharacterRange;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Emits statements: of a whole function, or of a piece of one. */
public final class BodyEmitter {
  private final CodeBuilder cb;
  private final FunctionContext context;
  private final SwitchEmitter switches;
  private final Consumer<List<Expr>> giveBack;
  private final Consumer<Stmt.Leap> leap;

  /** What jumps from here on go back to. */
  private final Set<JumpLabel> bound = new HashSet<>();

  /** Where exceptions are caught, by where control goes on. */
  private final Map<Handler, Label> landings = new LinkedHashMap<>();

  /**
   * An emitter for statements without leaps.
   *
   * @param giveBack emits what leaves the function with values
   */
  public BodyEmitter(FunctionContext context, Consumer<List<Expr>> giveBack) {
    this(
        context,
        giveBack,
        leap -> {
          throw new IllegalStateException("a leap needs a dispatcher");
        });
  }

  /**
   * An emitter.
   *
   * @param giveBack emits what leaves the function with values
   * @param leap emits leaps
   */
  public BodyEmitter(
      FunctionContext context, Consumer<List<Expr>> giveBack, Consumer<Stmt.Leap> leap) {
    this.leap = leap;
    this.cb = context.cb;
    this.context = context;
    this.switches = new SwitchEmitter(context);
    this.giveBack = giveBack;
  }

  /**
   * Emits the statements of {@code function} from {@code start} to {@code end}, exclusive. With
   * positions, each statement that has code is a character range. {@link #emitLandings} belongs
   * after what follows the last statement.
   *
   * @param entries where control comes from elsewhere
   */
  public void emit(IrFunction function, int start, int end, List<Piece.Entry> entries) {
    List<Integer> positions = function.positions();
    Edges edges = new Edges(function);
    Coverage coverage = context.memories.cover(function, edges, start, end, entries);
    for (int i = start; i < end; i++) {
      Stmt stmt = function.body().get(i);
      List<Handler> handlers = edges.handlers(i);
      if (coverage != null) {
        coverage.before(handlers);
      }
      if (positions == null || stmt instanceof Stmt.Bind) {
        emit(stmt, handlers);
      } else {
        Label from = cb.newBoundLabel();
        emit(stmt, handlers);
        int position = positions.get(i);
        cb.characterRange(
            from, cb.newBoundLabel(), position, position, CharacterRange.FLAG_STATEMENT);
      }
      if (coverage != null) {
        coverage.after(stmt);
      }
    }
  }

  /** Keeps the state of what {@code statements} access all the time in local variables. */
  public void declareState(List<Stmt> statements) {
    BitSet memories = new BitSet();
    BitSet limits = new BitSet();
    for (Stmt stmt : statements) {
      if (stmt instanceof Stmt.Store store) {
        accessed(store.memory(), store.offset(), memories, limits);
      }
      for (Expr expr : Statements.expressions(stmt)) {
        collectLoads(expr, memories, limits);
      }
    }
    memories.stream().forEach(memory -> context.memories.declare(memory, limits.get(memory)));
    if (statements.stream().anyMatch(stmt -> stmt instanceof Stmt.Meter)) {
      context.meter.declare();
    }
  }

  private void collectLoads(Expr expr, BitSet memories, BitSet limits) {
    if (expr instanceof Expr.Apply load && load.accessesMemory()) {
      accessed(load.immediates.index(), load.immediates.offset(), memories, limits);
    }
    for (Expr operand : expr.operands()) {
      collectLoads(operand, memories, limits);
    }
  }

  private void accessed(int memory, long offset, BitSet memories, BitSet limits) {
    memories.set(memory);
    if (context.memories.get(memory).carrier().needsBound(offset)) {
      limits.set(memory);
    }
  }

  /** Emits a statement, with an entry of the exception table for each handler it may go to. */
  private void emit(Stmt stmt, List<Handler> handlers) {
    if (handlers.isEmpty()) {
      emit(stmt);
      return;
    }
    Label from = cb.newBoundLabel();
    emit(stmt);
    Label to = cb.newBoundLabel();
    for (Handler handler : handlers) {
      cb.exceptionCatch(from, to, landing(handler), handler.caught());
    }
  }

  private Label landing(Handler handler) {
    Label known = landings.get(handler);
    if (known == null) {
      known = cb.newLabel();
      landings.put(handler, known);
      context.target(handler.label()); // it is jumped to
    }
    return known;
  }

  /**
   * Emits where exceptions are caught, after everything that control falls through to. As at every
   * join, the arrays of memories are the right ones when control gets to the handler's label.
   */
  public void emitLandings() {
    landings.forEach(
        (handler, landing) -> {
          cb.labelBinding(landing);
          // An object, like what else is in that slot: nobody has to know the exception's class.
          cb.checkcast(Abi.OBJECT);
          context.store(handler.exception());
          context.memories.freshenAfterThrow();
          cb.goto_(context.target(handler.label()));
        });
  }

  /** The size of {@code stmt}, that of its expressions left out. */
  public static long size(Stmt stmt, SizeContext in) {
    return switch (stmt) {
      case Stmt.Set s -> in.local(s.variable());
      case Stmt.SetAll s -> locals(s.variables(), in);
      case Stmt.Do s -> 1;
      case Stmt.Results s -> locals(s.variables(), in) + 16L * s.variables().size();
      case Stmt.Store s ->
          in.declared(s.memory())
              + in.memory(s.memory()).storeSize(Access.of(s.op()), s.offset(), in.scratch());
      case Stmt.Update s -> StateEmitter.size(s, in);
      case Stmt.Meter s -> MeterEmitter.size(s, in);
      case Stmt.Bind s -> 0;
      case Stmt.Jump s -> 3;
      case Stmt.Branch s -> Conditions.testSize(s.condition()) + 3; // a jump back has its own
      case Stmt.Switch s -> SwitchEmitter.size(s);
      case Stmt.Leap s -> 48;
      case Stmt.ReturnMore s -> 16L * s.values().size();
      case Stmt.MoreResults s -> locals(s.variables(), in) + 16L * s.variables().size();
      case Stmt.OpenWindow s -> 24 + 10L * in.scratch();
      case Stmt.FillWindow s -> 8 + (14L + in.scratch()) * s.values().size();
      case Stmt.Return s -> 1 + 16L * Math.max(0, s.values().size() - 1);
      case Stmt.Unreachable s -> 4;
    };
  }

  private static long locals(List<Var> variables, SizeContext in) {
    return variables.stream().mapToLong(in::local).sum();
  }

  private void emit(Stmt stmt) {
    switch (stmt) {
      case Stmt.Set s -> set(s);
      case Stmt.SetAll s -> {
        for (Expr value : s.values()) {
          context.expressions.push(value);
        }
        for (int i = s.variables().size() - 1; i >= 0; i--) {
          context.store(s.variables().get(i));
        }
      }
      case Stmt.Do s -> {
        context.expressions.push(s.value());
        if (s.value().carrier().slots() == 2) {
          cb.pop2();
        } else {
          cb.pop();
        }
      }
      case Stmt.Results s -> context.calls.callForResults(s.call(), s.variables());
      case Stmt.MoreResults s ->
          context.calls.takeMore(s.variables(), new WordCursor(s.number(), s.reference()));
      case Stmt.ReturnMore s ->
          context.calls.pushMore(s.values(), new WordCursor(s.number(), s.reference()));
      case Stmt.OpenWindow s -> context.calls.open(s);
      case Stmt.FillWindow s -> context.calls.fill(s);
      case Stmt.Store s ->
          context
              .memories
              .get(s.memory())
              .store(Access.of(s.op()), s.offset(), s.address(), s.value());
      case Stmt.Update s -> context.state.update(s);
      case Stmt.Meter s -> context.meter.emit(s);
      case Stmt.Bind s -> {
        context.memories.freshen();
        cb.labelBinding(context.target(s.label()));
        bound.add(s.label());
      }
      case Stmt.Jump s -> {
        context.memories.freshen();
        cb.goto_(context.target(s.label()));
      }
      case Stmt.Branch s -> {
        settleMemories(s.condition());
        branch(s);
      }
      case Stmt.Switch s -> {
        settleMemories(s.index());
        switches.emit(s);
      }
      case Stmt.Leap s -> {
        settleMemories(s.index());
        leap.accept(s);
      }
      case Stmt.Return s -> {
        giveBack.accept(s.values());
        context.memories.forget();
      }
      case Stmt.Unreachable s -> {
        cb.invokestatic(Abi.TRAPS, "unreachable", MethodTypeDesc.of(Abi.TRAP)).athrow();
        context.memories.forget();
      }
    }
  }

  /**
   * A jump back leaves room for a safepoint, whose state has what is on the operand stack. Where
   * that is the result of {@code dcmpg}, C2 computes it in each round for nobody. So the condition
   * jumps over a {@code goto}, before which the stack is empty.
   */
  private void branch(Stmt.Branch s) {
    Label target = context.target(s.label());
    if (!bound.contains(s.label()) || !Conditions.comparesFloats(s.condition())) {
      context.conditions.branch(s.condition(), s.ifTrue(), target);
      return;
    }
    Label on = cb.newLabel();
    context.conditions.branch(s.condition(), !s.ifTrue(), on);
    cb.goto_(target).labelBinding(on);
  }

  /** The arrays must be right at the jump, but the condition itself may make them stale. */
  private void settleMemories(Expr condition) {
    context.memories.freshen();
    if ((condition.effects() & Effects.GROWS) != 0) {
      throw new IllegalStateException("a condition that grows a memory is evaluated before");
    }
  }

  /** {@code x = x + c} of ints is one instruction. */
  private void set(Stmt.Set s) {
    if (s.value() instanceof Expr.Apply apply
        && apply.op == Opcode.I32_ADD
        && apply.operands().get(0) instanceof Expr.Get get
        && get.variable == s.variable()
        && apply.operands().get(1) instanceof Expr.Const constant
        && constant.bits == (short) constant.bits) {
      cb.iinc(context.slot(s.variable()), (int) constant.bits);
      return;
    }
    context.expressions.push(s.value());
    context.store(s.variable());
  }
}
