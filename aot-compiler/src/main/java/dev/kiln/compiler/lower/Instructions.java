package dev.kiln.compiler.lower;

import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.ImmediateValues;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.opcode.Effects;
import dev.kiln.compiler.opcode.InstructionReader;
import dev.kiln.compiler.opcode.Opcode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lowers all instructions but structured control. */
final class Instructions {
  private final WasmModule module;
  private final ModuleAnalysis analysis;
  private final Variables variables;
  private final Operands operands;
  private final List<Stmt> out;
  private final WideArithmetic wide;

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
    this.wide = new WideArithmetic(operands);
  }

  void lower(Opcode op, InstructionReader in) {
    switch (op.family()) {
      case PARAMETRIC -> parametric(op);
      case LOCAL -> local(op, variables.get(in.index()));
      case CONSTANT -> constant(op, in);
      case CALL -> call(op, in);
      case NUMERIC, DIVISION, COMPARISON -> apply(op);
      case WIDE -> wide.lower(op);
      case LOAD -> load(op, in.memory(), in.memoryOffset());
      case STORE -> store(op, in.memory(), in.memoryOffset());
      case MEMORY -> memory(op, in);
      case GLOBAL -> global(op, in.index());
      case TABLE -> table(op, in);
      case REFERENCE -> reference(op, in);
      case CONTROL -> throw unknown(op);
    }
  }

  private static IllegalArgumentException unknown(Opcode op) {
    return new IllegalArgumentException("nothing lowers " + op);
  }

  private void parametric(Opcode op) {
    switch (op) {
      case NOP -> {}
      case DROP -> drop();
      case SELECT, SELECT_T -> select();
      default -> throw unknown(op);
    }
  }

  private void local(Opcode op, Var variable) {
    switch (op) {
      case LOCAL_GET -> operands.push(new Expr.Get(variable));
      case LOCAL_SET -> set(variable, operands.pop());
      case LOCAL_TEE -> {
        set(variable, operands.pop());
        operands.push(new Expr.Get(variable));
      }
      default -> throw unknown(op);
    }
  }

  private void constant(Opcode op, InstructionReader in) {
    operands.push(
        switch (op) {
          case I32_CONST -> new Expr.Const(Kind.I32, in.i32());
          case I64_CONST -> new Expr.Const(Kind.I64, in.i64());
          case F32_CONST -> new Expr.Const(Kind.F32, in.f32Bits());
          case F64_CONST -> new Expr.Const(Kind.F64, in.f64Bits());
          default -> throw unknown(op);
        });
  }

  private void call(Opcode op, InstructionReader in) {
    switch (op) {
      case CALL -> call(op, in.index(), 0, module.functionType(in.index()), null);
      case CALL_INDIRECT ->
          call(op, in.index(), in.index2(), module.funcType(in.index()), operands.pop());
      case CALL_REF -> call(op, in.index(), 0, module.funcType(in.index()), operands.pop());
      default -> throw unknown(op);
    }
  }

  private static Kind kindOf(InstructionReader in) {
    return Kind.of(new RefType(true, in.heapType()));
  }

  private void drop() {
    Expr value = operands.pop();
    if (!Effects.movable(value.effects())) {
      operands.settle(value.effects(), null);
      out.add(new Stmt.Do(value));
    }
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
    Expr ifFalse = operands.pop();
    Expr ifTrue = operands.pop();
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

  private void load(Opcode op, int memory, long offset) {
    Kind kind = Kind.of(op.results().charAt(0));
    Expr address = settled(operands.pop());
    push(op, ImmediateValues.access(memory, offset), kind, op.effects(), address);
  }

  private Kind addressOfMemory(int memory) {
    return Kind.of(module.memoryType(memory).address().type());
  }

  private Kind addressOfTable(int table) {
    return Kind.of(module.tableType(table).address().type());
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
    operands.settle(op.effects() | address.effects() | value.effects(), null);
    if (late) {
      address = operands.evaluate(address);
      value = operands.evaluate(value);
    } else if ((address.effects() & Effects.WRITES) != 0) {
      address = operands.evaluate(address);
    }
    out.add(new Stmt.Store(op, memory, offset, address, value));
  }

  private void push(
      Opcode op, ImmediateValues immediates, Kind kind, int effects, Expr... arguments) {
    operands.push(new Expr.Apply(op, immediates, kind, effects, Arrays.asList(arguments)));
  }

  private void memory(Opcode op, InstructionReader in) {
    switch (op) {
      case MEMORY_SIZE -> push(op, indices(in), addressOfMemory(in.index()), op.effects());
      case MEMORY_GROW ->
          push(op, indices(in), addressOfMemory(in.index()), op.effects(), operands.pop());
      case MEMORY_FILL, MEMORY_COPY -> update(op, in, operands.pop(3));
      case MEMORY_INIT -> initialise(op, in);
      case DATA_DROP -> update(op, in, List.of());
      default -> throw unknown(op);
    }
  }

  private void global(Opcode op, int index) {
    ImmediateValues immediates = ImmediateValues.of(index);
    switch (op) {
      case GLOBAL_GET -> {
        var type = module.globalType(index);
        push(op, immediates, Kind.of(type.type()), type.mutable() ? op.effects() : 0);
      }
      case GLOBAL_SET -> update(op, immediates, operands.pop(1), false);
      default -> throw unknown(op);
    }
  }

  private void table(Opcode op, InstructionReader in) {
    switch (op) {
      case TABLE_GET -> {
        Kind kind = Kind.of(module.tableType(in.index()).element());
        push(op, indices(in), kind, op.effects(), operands.pop());
      }
      case TABLE_SIZE -> push(op, indices(in), addressOfTable(in.index()), op.effects());
      case TABLE_GROW -> {
        Expr delta = operands.pop();
        Expr value = operands.pop();
        push(op, indices(in), addressOfTable(in.index()), op.effects(), value, delta);
      }
      case TABLE_SET -> update(op, in, operands.pop(2));
      case TABLE_FILL, TABLE_COPY -> update(op, in, operands.pop(3));
      case TABLE_INIT -> initialise(op, in);
      case ELEM_DROP -> update(op, in, List.of());
      default -> throw unknown(op);
    }
  }

  private void reference(Opcode op, InstructionReader in) {
    switch (op) {
      case REF_NULL -> operands.push(new Expr.Const(kindOf(in), 0));
      case REF_FUNC -> push(op, indices(in), Kind.FUNC, op.effects());
      case REF_IS_NULL -> push(op, ImmediateValues.NONE, Kind.I32, op.effects(), operands.pop());
      case REF_AS_NON_NULL -> {
        Expr reference = operands.pop();
        push(op, ImmediateValues.NONE, reference.kind(), op.effects(), reference);
      }
      default -> throw unknown(op);
    }
  }

  private static ImmediateValues indices(InstructionReader in) {
    return new ImmediateValues(in.index(), in.index2(), 0);
  }

  private void update(Opcode op, InstructionReader in, List<Expr> taken) {
    update(op, indices(in), taken, false);
  }

  /** The emitter fetches the segment before it evaluates the operands, which may drop it. */
  private void initialise(Opcode op, InstructionReader in) {
    update(op, indices(in), operands.pop(3), true);
  }

  /** An instruction that changes the instance and leaves nothing on the stack. */
  private void update(Opcode op, ImmediateValues immediates, List<Expr> taken, boolean fixed) {
    int effects = op.effects();
    for (Expr operand : taken) {
      effects |= operand.effects();
    }
    operands.settle(effects, null);
    out.add(new Stmt.Update(op, immediates, fixed ? operands.fix(taken) : taken));
  }

  private void call(Opcode op, int index, int table, FuncType type, @Nullable Expr callee) {
    List<Expr> arguments = operands.pop(type.params().size());
    List<Expr> all = new ArrayList<>(arguments);
    if (callee != null) {
      all.add(callee);
    }
    boolean grows = op == Opcode.CALL ? analysis.callGrows(index) : analysis.unknownCallGrows();
    int effects = Effects.CALL | (grows ? Effects.GROWS : 0);
    if (needsFixing(op, index, type, arguments)) {
      // The emitter finds the callee, or lays out lanes, before it evaluates the arguments.
      int inside = effects;
      for (Expr operand : all) {
        inside |= operand.effects();
      }
      operands.settle(inside, null);
      all = operands.fix(all);
    }
    Expr.Call call = new Expr.Call(op, index, table, type, effects, all.toArray(new Expr[0]));
    if (type.results().size() == 1) {
      operands.push(call);
      return;
    }
    operands.settle(call.effects(), null);
    List<Var> results = new ArrayList<>();
    for (ValType result : type.results()) {
      results.add(variables.temporary(Kind.of(result)));
    }
    out.add(new Stmt.Results(call, results));
    for (Var result : results) {
      operands.push(new Expr.Get(result));
    }
  }

  /** A plain call of a defined function takes its arguments in order; others rearrange them. */
  private boolean needsFixing(Opcode op, int index, FuncType type, List<Expr> arguments) {
    if (op != Opcode.CALL) {
      return true;
    }
    int slots = 1;
    boolean reference = false;
    for (Expr argument : arguments) {
      slots += argument.kind().slots();
      reference |= argument.kind().isReference();
    }
    boolean window = slots > 255 || index < module.importedFunctions() && type.results().size() > 1;
    return window || index < module.importedFunctions() && (reference || arguments.size() > 6);
  }
}
