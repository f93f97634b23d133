package dev.kiln.compiler.lower;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.carrier.Word;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.ir.Effects;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.opcode.InstructionReader;
import dev.kiln.compiler.opcode.Opcode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lowers all instructions but structured control. */
final class Instructions {
  private final WasmModule module;
  private final ModuleAnalysis analysis;
  private final Variables variables;
  private final Operands operands;
  private final List<Stmt> out;

  Instructions(
      WasmModule module,
      ModuleAnalysis analysis,
      Variables variables,
      Operands operands,
      List<Stmt> out) {
    this.module = module;
    this.analysis = analysis;
    this.variables = variables;
    this.operands = operands;
    this.out = out;
  }

  void lower(Opcode op, InstructionReader in) {
    switch (op) {
      case NOP -> {}
      case DROP -> drop();
      case SELECT, SELECT_T -> select();
      case LOCAL_GET -> get(variables.local(in.index()));
      case LOCAL_SET -> set(variables.local(in.index()));
      case LOCAL_TEE -> {
        Var variable = variables.local(in.index());
        set(variable);
        get(variable);
      }
      case I32_CONST -> operands.push(new Expr.Const(Carrier.I32, in.i32()));
      case I64_CONST -> operands.push(new Expr.Const(Carrier.I64, in.i64()));
      case F32_CONST -> operands.push(new Expr.Const(Carrier.F32, in.f32Bits()));
      case F64_CONST -> operands.push(new Expr.Const(Carrier.F64, in.f64Bits()));
      case REF_NULL -> operands.push(new Expr.Const(carrierOf(in), 0));
      case CALL -> call(op, in.index(), 0, module.functionType(in.index()), null);
      case CALL_INDIRECT ->
          call(op, in.index(), in.index2(), module.funcType(in.index()), operands.pop());
      case CALL_REF -> call(op, in.index(), 0, module.funcType(in.index()), operands.pop());
      default -> {
        if (!memory(op, in) && !state(op, in)) {
          apply(op);
        }
      }
    }
  }

  private static Carrier carrierOf(InstructionReader in) {
    return Layout.single(new RefType(true, in.heapType()));
  }

  private void drop() {
    Value value = operands.popValue();
    if (!Effects.movable(value.effects())) {
      operands.settle(value.effects(), null);
      out.add(new Stmt.Do(value.first()));
      if (value.second() != null) {
        out.add(new Stmt.Do(value.second()));
      }
    }
  }

  private void get(Var first) {
    Var second = variables.second(first);
    if (second == null) {
      operands.push(new Expr.Get(first));
    } else {
      operands.push(new Value(new Expr.Get(first), new Expr.Get(second)));
    }
  }

  private void set(Var first) {
    Var second = variables.second(first);
    if (second == null) {
      set(first, operands.pop());
      return;
    }
    List<Expr> values = operands.pop(2);
    int effects = values.get(0).effects() | values.get(1).effects();
    operands.settle(effects, first);
    operands.settle(effects, second);
    out.add(new Stmt.SetAll(List.of(first, second), values));
  }

  private void set(Var variable, Expr value) {
    if (value instanceof Expr.Get get && get.variable == variable) {
      return;
    }
    operands.settle(value.effects(), variable);
    out.add(new Stmt.Set(variable, value));
  }

  private void select() {
    Expr condition = operands.pop();
    Value second = operands.popValue();
    Value first = operands.popValue();
    if (first.second() != null && second.second() != null) {
      select(condition, first.first(), first.second(), second.first(), second.second());
    } else {
      select(condition, first.first(), second.first());
    }
  }

  /** Both carriers are chosen by one condition, which is evaluated before. */
  private void select(Expr condition, Expr ifTrue, Expr ifTrue2, Expr ifFalse, Expr ifFalse2) {
    List<Expr> all = List.of(ifTrue, ifTrue2, ifFalse, ifFalse2, condition);
    int effects = 0;
    for (Expr each : all) {
      effects |= each.effects();
    }
    operands.settle(effects, null);
    List<Expr> fixed = all.stream().map(operands::evaluate).toList();
    Expr test = fixed.get(4);
    operands.push(
        new Value(
            new Expr.Select(test, fixed.get(0), fixed.get(2)),
            new Expr.Select(test, fixed.get(1), fixed.get(3))));
  }

  private void select(Expr condition, Expr first, Expr second) {
    Expr ifTrue = first;
    Expr ifFalse = second;
    // Only one arm will be evaluated, after the condition: both must be free of effects.
    int effects = condition.effects() | ifFalse.effects() | ifTrue.effects();
    operands.settle(effects, null);
    boolean fixed = (condition.effects() & Effects.WRITES) != 0;
    boolean fixedFirst = fixed || (ifFalse.effects() & Effects.WRITES) != 0;
    ifTrue = isFree(ifTrue, fixedFirst) ? ifTrue : operands.evaluate(ifTrue);
    ifFalse = isFree(ifFalse, fixed) ? ifFalse : operands.evaluate(ifFalse);
    operands.push(new Expr.Select(condition, ifTrue, ifFalse));
  }

  private static boolean isFree(Expr arm, boolean fixed) {
    return fixed || arm.depth() > 3 ? arm instanceof Expr.Const : Effects.movable(arm.effects());
  }

  private void apply(Opcode op) {
    int count = op.operands().length();
    List<Expr> taken = operands.pop(count);
    Expr folded = Folding.fold(op, taken);
    operands.push(
        folded != null
            ? folded
            : new Expr.Apply(op, Folding.effects(op, taken), taken.toArray(new Expr[0])));
  }

  /** Loads, stores, memory.size and memory.grow. */
  private boolean memory(Opcode op, InstructionReader in) {
    if (op.immediates().naturalAlignment() >= 0) {
      if (op.results().isEmpty()) {
        store(op, in.memory(), in.memoryOffset());
      } else {
        Expr address = settled(operands.pop());
        operands.push(new Expr.Load(op, in.memory(), in.memoryOffset(), address));
      }
      return true;
    }
    if (op == Opcode.MEMORY_SIZE) {
      push(op, in.index(), Carrier.I32, Effects.READS_STATE);
      return true;
    }
    if (op == Opcode.MEMORY_GROW) {
      push(op, in.index(), Carrier.I32, Effects.CALL | Effects.GROWS, operands.pop());
      return true;
    }
    return false;
  }

  /** The emitter pushes the array before the address: nothing in the address may replace it. */
  private Expr settled(Expr address) {
    if ((address.effects() & Effects.WRITES) == 0) {
      return address;
    }
    operands.settle(address.effects(), null);
    return operands.evaluate(address);
  }

  private void store(Opcode op, int memory, long offset) {
    Expr value = operands.pop();
    Expr address = operands.pop();
    // The emitter checks the address before it evaluates the value; that must show nowhere.
    boolean late = (value.effects() & (Effects.WRITES | Effects.TRAPS_OTHER)) != 0;
    operands.settle(
        Effects.WRITES | Effects.TRAPS_MEMORY | address.effects() | value.effects(), null);
    if (late) {
      address = operands.evaluate(address);
      value = operands.evaluate(value);
    } else if ((address.effects() & Effects.WRITES) != 0) {
      address = operands.evaluate(address);
    }
    out.add(new Stmt.Store(op, memory, offset, address, value));
  }

  private void push(Opcode op, int index, Carrier carrier, int effects, Expr... arguments) {
    operands.push(new Expr.State(op, index, carrier, effects, arguments));
  }

  /** Globals, tables, segments, references. */
  private boolean state(Opcode op, InstructionReader in) {
    switch (op) {
      case GLOBAL_GET -> {
        var type = module.globalType(in.index());
        push(op, in.index(), Layout.single(type.type()), type.mutable() ? Effects.READS_STATE : 0);
      }
      case REF_FUNC -> push(op, in.index(), Carrier.FUNC, 0);
      case TABLE_GET -> {
        Carrier carrier = Layout.single(module.tableType(in.index()).element());
        Expr index = operands.pop();
        push(op, in.index(), carrier, Effects.READS_STATE | Effects.TRAPS_OTHER, index);
      }
      case TABLE_SIZE -> push(op, in.index(), Carrier.I32, Effects.READS_STATE);
      case TABLE_GROW -> {
        Expr delta = operands.pop();
        Expr value = operands.pop();
        push(op, in.index(), Carrier.I32, Effects.CALL, value, delta);
      }
      case REF_IS_NULL -> operands.push(new Expr.RefOp(op, Carrier.I32, 0, operands.pop()));
      case REF_AS_NON_NULL -> {
        Expr reference = operands.pop();
        operands.push(new Expr.RefOp(op, reference.carrier(), Effects.TRAPS_OTHER, reference));
      }
      case GLOBAL_SET -> update(op, in.index(), 0, 1);
      case TABLE_SET -> update(op, in.index(), 0, 2);
      case MEMORY_FILL, TABLE_FILL -> update(op, in.index(), 0, 3);
      case MEMORY_COPY, MEMORY_INIT, TABLE_COPY, TABLE_INIT ->
          update(op, in.index(), in.index2(), 3);
      case DATA_DROP, ELEM_DROP -> update(op, in.index(), 0, 0);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void update(Opcode op, int index, int index2, int count) {
    List<Expr> taken = operands.pop(count);
    int effects = Effects.WRITES | (op == Opcode.GLOBAL_SET ? 0 : Effects.TRAPS_OTHER);
    for (Expr operand : taken) {
      effects |= operand.effects();
    }
    operands.settle(effects, null);
    if (op == Opcode.MEMORY_INIT || op == Opcode.TABLE_INIT) {
      // The emitter fetches the segment before it evaluates the operands, which may drop it.
      taken = operands.fix(taken);
    }
    out.add(new Stmt.Update(op, index, index2, taken));
  }

  private void call(Opcode op, int index, int table, FuncType type, @Nullable Expr callee) {
    List<Expr> arguments = operands.pop(Layout.count(type.params()));
    List<Expr> all = new ArrayList<>(arguments);
    if (callee != null) {
      all.add(callee);
    }
    boolean grows = op == Opcode.CALL ? analysis.callGrows(index) : analysis.unknownCallGrows();
    int effects = Effects.CALL | (grows ? Effects.GROWS : 0);
    if (needsFixing(op, index, type, arguments)) {
      // The emitter finds the callee, or lays out words, before it evaluates the arguments.
      int inside = effects;
      for (Expr operand : all) {
        inside |= operand.effects();
      }
      operands.settle(inside, null);
      all = operands.fix(all);
    }
    Expr.Call call = new Expr.Call(op, index, table, type, effects, all.toArray(new Expr[0]));
    if (Layout.count(type.results()) == 1) {
      operands.push(call);
      return;
    }
    operands.settle(call.effects(), null);
    List<Var> results = variables.temporaries(type.results());
    out.add(new Stmt.Results(call, results));
    operands.pushAll(results);
  }

  /** A plain call of a defined function takes its arguments in order; others rearrange them. */
  private boolean needsFixing(Opcode op, int index, FuncType type, List<Expr> arguments) {
    if (op != Opcode.CALL) {
      return true;
    }
    int slots = 1;
    boolean reference = false;
    for (Expr argument : arguments) {
      slots += argument.carrier().slots();
      reference |= argument.carrier().word() == Word.REFERENCE;
    }
    boolean window =
        slots > 255 || index < module.importedFunctions() && Layout.count(type.results()) > 1;
    return window || index < module.importedFunctions() && (reference || arguments.size() > 6);
  }
}
