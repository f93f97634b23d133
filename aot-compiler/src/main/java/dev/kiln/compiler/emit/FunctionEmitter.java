package dev.kiln.compiler.emit;

import dev.kiln.compiler.analyse.Slots;
import dev.kiln.compiler.ir.Effects;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.opcode.Opcode;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.List;

/** Emits the body of one function as a static method. Replayable: nothing is kept between runs. */
final class FunctionEmitter {
  private final IrFunction function;
  private final CodeBuilder cb;
  private final FunctionContext context;
  private final SwitchEmitter switches;

  private FunctionEmitter(
      CodeBuilder cb, ModuleLayout layout, IrFunction function, boolean throughWindow) {
    this.cb = cb;
    this.function = function;
    this.context = new FunctionContext(cb, layout, Slots.assign(function, throughWindow));
    this.switches = new SwitchEmitter(context);
  }

  /** Emits {@code function}. */
  static void emit(
      CodeBuilder cb, ModuleLayout layout, IrFunction function, boolean throughWindow) {
    FunctionEmitter self = new FunctionEmitter(cb, layout, function, throughWindow);
    if (throughWindow) {
      self.takeFromWindow();
    }
    self.zeroLocals();
    self.declareMemories();
    for (Stmt stmt : function.body()) {
      self.emit(stmt);
    }
  }

  private void takeFromWindow() {
    int window = context.borrow(Kind.REF);
    context.loadInstance().invokevirtual(Abi.INSTANCE, "window", MethodTypeDesc.of(Abi.WINDOW));
    cb.astore(window);
    int number = 0;
    int reference = 0;
    for (Var param : function.params()) {
      if (param.kind().isReference()) {
        Windows.pushValue(cb, param.kind(), window, 1, reference++);
      } else {
        Windows.pushValue(cb, param.kind(), window, 0, number++);
      }
      context.store(param);
    }
    context.release(Kind.REF, window);
  }

  private void zeroLocals() {
    BitSet zeroed = Slots.zeroedLocals(function);
    for (int id = zeroed.nextSetBit(0); id >= 0; id = zeroed.nextSetBit(id + 1)) {
      Var local = function.variables().get(id);
      context.expressions.constant(local.kind(), 0);
      context.store(local);
    }
  }

  private void declareMemories() {
    BitSet memories = new BitSet();
    for (Stmt stmt : function.body()) {
      if (stmt instanceof Stmt.Store store) {
        memories.set(store.memory());
      }
      for (Expr expr : Statements.expressions(stmt)) {
        collectLoads(expr, memories);
      }
    }
    memories.stream().forEach(context.memories::declare);
  }

  private static void collectLoads(Expr expr, BitSet memories) {
    if (expr instanceof Expr.Load load) {
      memories.set(load.memory);
    }
    for (Expr operand : expr.operands()) {
      collectLoads(operand, memories);
    }
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
        if (s.value().kind().slots() == 2) {
          cb.pop2();
        } else {
          cb.pop();
        }
      }
      case Stmt.Results s -> context.calls.callForResults(s.call(), s.variables());
      case Stmt.Store s -> context.memories.store(s);
      case Stmt.Update s -> context.state.update(s);
      case Stmt.Bind s -> {
        context.memories.freshenAll();
        cb.labelBinding(context.target(s.label()));
      }
      case Stmt.Jump s -> {
        context.memories.freshenAll();
        cb.goto_(context.target(s.label()));
      }
      case Stmt.Branch s -> {
        settleMemories(s.condition());
        context.conditions.branch(s.condition(), s.ifTrue(), context.target(s.label()));
      }
      case Stmt.Switch s -> {
        settleMemories(s.index());
        switches.emit(s);
      }
      case Stmt.Return s -> {
        returnValues(s.values());
        context.memories.forget();
      }
      case Stmt.Unreachable s -> {
        cb.invokestatic(Abi.TRAPS, "unreachable", MethodTypeDesc.of(Abi.TRAP)).athrow();
        context.memories.forget();
      }
    }
  }

  /** The arrays must be right at the jump, but the condition itself may make them stale. */
  private void settleMemories(Expr condition) {
    context.memories.freshenAll();
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

  private void returnValues(List<Expr> values) {
    if (values.isEmpty()) {
      cb.return_();
    } else if (values.size() > 1) {
      context.calls.returnMany(values);
    } else {
      context.expressions.push(values.get(0));
      cb.return_(Abi.typeKind(values.get(0).kind()));
    }
  }
}
