package dev.kiln.compiler.emit.code;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.emit.layout.Lane;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.Signature;
import dev.kiln.compiler.emit.layout.Windows;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.opcode.Effects;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.runtime.abi.Shape;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Calls. A defined function is a static method with exact types and the instance last. Everything
 * else goes through its {@code Code}:
 *
 * <pre>
 *   (table, index, type id) → TableCells.callee → FuncRef     // the traps
 *   (table, index, FuncRef) → TableCells.code → Code
 *   (number lanes) (reference lane) FuncRef instance
 *   invokevirtual Code.callN_R                                // profiled at this very call site
 * </pre>
 *
 * <p>Where only a few functions of the type can be meant, an indirect call first looks for them: a
 * switch at the call site, whose cases call the static methods. Its branches are predicted better
 * than an indirect jump, and C2 knows at this very call site which of them are taken. Where many
 * can, but this is the only call site, the switches are a tree in a class of their own: {@link
 * TargetTree}.
 */
public final class CallEmitter {
  private final FunctionContext context;
  private final CodeBuilder cb;
  private final ModuleLayout layout;

  CallEmitter(FunctionContext context) {
    this.context = context;
    this.cb = context.cb;
    this.layout = context.layout;
  }

  /** The size of a call. */
  static int size(Expr.Call call, SizeContext in) {
    int size = (call.effects() & Effects.GROWS) != 0 ? in.reload() : 0;
    int general = size + 80 + 2 * in.far() + 16 * in.scratch();
    if (call.laidOut) {
      return general;
    }
    int arguments = call.type.params().size();
    boolean defined = call.op == Opcode.CALL && call.index >= in.module().importedFunctions();
    if (defined && arguments < 120) {
      return size + in.scratch() + 3;
    }
    // Lanes; in the window each has an array and an index as well.
    int lane = arguments > 6 || call.type.results().size() > 1 ? 14 + in.scratch() : 4;
    // A switch over likely targets, for calls through a table.
    boolean indirect = call.op == Opcode.CALL_INDIRECT;
    int targets = indirect ? in.analysis().likelyTargets(call.index).size() : 0;
    int cases = targets * (15 + in.scratch() * (arguments + 1));
    return general + cases + lane * arguments;
  }

  /** Calls; the first result, if there is one, is pushed. */
  public void call(Expr.Call call) {
    if (call.op == Opcode.CALL && call.index >= layout.module().importedFunctions()) {
      direct(call);
    } else {
      throughCode(call);
    }
    if ((call.effects() & Effects.GROWS) != 0) {
      context.memories.invalidate();
    }
  }

  /** Calls; each result goes to its variable. */
  void callForResults(Expr.Call call, List<Var> variables) {
    call(call);
    if (variables.isEmpty()) {
      return;
    }
    context.store(variables.get(0));
    takeMore(variables.subList(1, variables.size()), 0, 0);
  }

  /** Assigns results after the first, from the given lanes on. */
  void takeMore(List<Var> variables, int firstNumber, int firstReference) {
    int number = firstNumber;
    int reference = firstReference;
    for (Var variable : variables) {
      context.loadInstance().invokevirtual(INSTANCE, "window", MethodTypeDesc.of(WINDOW));
      if (variable.kind().isReference()) {
        cb.loadConstant(reference++);
        cb.invokevirtual(WINDOW, "takeReference", MethodTypeDesc.of(OBJECT, INT));
      } else {
        cb.getfield(WINDOW, "moreNumbers", LONGS).loadConstant(number++).laload();
      }
      Lane.restore(cb, variable.kind());
      context.store(variable);
    }
  }

  /** Leaves a function: the first value is returned, the others go to the window. */
  public void giveBack(List<Expr> values) {
    if (values.isEmpty()) {
      cb.return_();
      return;
    }
    context.expressions.push(values.get(0));
    pushMore(values.subList(1, values.size()), 0, 0);
    cb.return_(typeKind(values.get(0).kind()));
  }

  /** Puts results after the first where the caller finds them, from the given lanes on. */
  public void pushMore(List<Expr> values, int firstNumber, int firstReference) {
    int number = firstNumber;
    int reference = firstReference;
    for (Expr value : values) {
      context.loadInstance().invokevirtual(INSTANCE, "window", MethodTypeDesc.of(WINDOW));
      boolean isReference = value.kind().isReference();
      if (isReference) {
        cb.getfield(WINDOW, "moreReferences", OBJECTS).loadConstant(reference++);
      } else {
        cb.getfield(WINDOW, "moreNumbers", LONGS).loadConstant(number++);
      }
      context.expressions.push(value);
      Lane.erase(cb, value.kind());
      if (isReference) {
        cb.aastore();
      } else {
        cb.lastore();
      }
    }
  }

  private void direct(Expr.Call call) {
    Signature signature = Signature.of(call.type);
    int window = -1;
    int n = -1;
    int r = -1;
    if (call.laidOut) {
      window = context.borrow(Kind.REF);
      pushWindow().astore(window);
      n = slotOf(call, 0);
      r = slotOf(call, 1);
      cb.iload(n).iload(r);
    } else if (signature.throughWindow()) {
      window = context.borrow(Kind.REF);
      n = context.borrow(Kind.I32);
      r = context.borrow(Kind.I32);
      openWindow(signature.numbers(), signature.references(), window, n, r);
      fillWindow(call.arguments(), window, n, r, 0, 0);
      cb.iload(n).iload(r);
    } else {
      for (Expr argument : call.arguments()) {
        context.expressions.push(argument);
      }
    }
    context.loadInstance();
    invokeStatic(call.index, signature);
    if (window >= 0) {
      closeWindow(call, window, n, r);
    }
  }

  private CodeBuilder pushWindow() {
    return context.loadInstance().invokevirtual(INSTANCE, "window", MethodTypeDesc.of(WINDOW));
  }

  /** Where the slot is that tells where the arguments begin. */
  private int slotOf(Expr.Call laidOut, int operand) {
    return context.slot(((Expr.Get) laidOut.operands().get(operand)).variable);
  }

  private void throughCode(Expr.Call call) {
    Signature signature = Signature.of(call.type);
    int function = context.borrow(Kind.FUNC);
    List<Integer> targets =
        call.op == Opcode.CALL_INDIRECT ? layout.analysis().likelyTargets(call.index) : List.of();
    if (!targets.isEmpty() && signature.shape() != Shape.WINDOW) {
      switched(call, signature, targets, function);
      context.release(Kind.FUNC, function);
      return;
    }
    if (call.op == Opcode.CALL_INDIRECT && layout.targetTrees().contains(call.index)) {
      throughTree(call, signature);
      context.release(Kind.FUNC, function);
      return;
    }
    if (call.op == Opcode.CALL_INDIRECT) {
      indirect(call, function);
    } else {
      callee(call);
      cb.astore(function);
      pushCode(call, function);
    }
    if (signature.shape() == Shape.WINDOW) {
      throughWindow(call, signature, function);
    } else {
      List<Expr> arguments = call.arguments();
      throughLanes(signature, function, i -> context.expressions.push(arguments.get(i)));
    }
    context.release(Kind.FUNC, function);
  }

  /** The {@code Code} is on the stack; {@code argument} pushes an argument. */
  private void throughLanes(Signature signature, int function, IntConsumer argument) {
    List<Kind> params = signature.params();
    for (int i = 0; i < params.size(); i++) {
      if (!params.get(i).isReference()) {
        argument.accept(i);
        Lane.erase(cb, params.get(i));
      }
    }
    for (int i = 0; i < params.size(); i++) {
      if (params.get(i).isReference()) {
        argument.accept(i);
      }
    }
    cb.aload(function);
    context.loadInstance();
    cb.invokevirtual(CODE, Shape.entryName(signature.shape()), entryType(signature.shape()));
    if (!signature.results().isEmpty()) {
      Lane.restore(cb, signature.results().get(0));
    }
  }

  /**
   * A switch over the likely targets; a function of another instance or module takes the usual way.
   */
  private void switched(Expr.Call call, Signature signature, List<Integer> targets, int function) {
    int[] slots = new int[signature.params().size()];
    for (int i = 0; i < slots.length; i++) {
      Kind kind = signature.params().get(i);
      slots[i] = context.borrow(kind);
      context.expressions.push(call.arguments().get(i));
      cb.storeLocal(typeKind(kind), slots[i]);
    }
    IntConsumer argument = i -> cb.loadLocal(typeKind(signature.params().get(i)), slots[i]);
    context.state.pushTable(call.table);
    context.expressions.push(call.callee());
    cb.invokevirtual(TABLE_CELLS, "element", MethodTypeDesc.of(FUNC_REF, INT));
    cb.astore(function);
    Label other = cb.newLabel();
    Label end = cb.newLabel();
    cb.aload(function).invokevirtual(FUNC_REF, "owner", MethodTypeDesc.of(OBJECT));
    context.loadInstance().if_acmpne(other);
    List<SwitchCase> cases = new ArrayList<>();
    for (int target : targets) {
      cases.add(SwitchCase.of(layout.escapes().position(target), cb.newLabel()));
    }
    cb.aload(function).invokevirtual(FUNC_REF, "index", MethodTypeDesc.of(INT));
    cb.lookupswitch(other, cases);
    for (int t = 0; t < cases.size(); t++) {
      cb.labelBinding(cases.get(t).target());
      for (int i = 0; i < slots.length; i++) {
        argument.accept(i);
      }
      context.loadInstance();
      invokeStatic(targets.get(t), signature);
      cb.goto_(end);
    }
    cb.labelBinding(other);
    elsewhere(call.index, signature, function, argument);
    cb.labelBinding(end);
    for (int i = 0; i < slots.length; i++) {
      context.release(signature.params().get(i), slots[i]);
    }
  }

  /** The function reference comes after the arguments, and looks for the function in a tree. */
  private void throughTree(Expr.Call call, Signature signature) {
    for (Expr argument : call.arguments()) {
      context.expressions.push(argument);
    }
    context.state.pushTable(call.table);
    context.expressions.push(call.callee());
    cb.invokevirtual(TABLE_CELLS, "element", MethodTypeDesc.of(FUNC_REF, INT));
    context.loadInstance();
    cb.invokestatic(
        layout.targetTree(call.index), TargetTree.ROOT, TargetTree.methodType(layout, signature));
  }

  /**
   * Calls a function that may be of another instance or module, after its type was checked.
   *
   * @param function the slot of the function reference
   * @param argument pushes an argument
   */
  void elsewhere(int type, Signature signature, int function, IntConsumer argument) {
    cb.aload(function);
    context.loadMember(layout.members().type(type), layout.typeField(type), INT);
    cb.invokestatic(TRAPS, "checkType", MethodTypeDesc.of(VOID, FUNC_REF, INT));
    cb.aload(function).invokevirtual(FUNC_REF, "code", MethodTypeDesc.of(CODE));
    throughLanes(signature, function, argument);
  }

  private void invokeStatic(int function, Signature signature) {
    cb.invokestatic(
        context.ownerOf(function),
        layout.methodName(function),
        signature.methodType(layout.instanceClass()));
  }

  /** Finds the function in its table and pushes its code. */
  private void indirect(Expr.Call call, int function) {
    int table = context.borrow(Kind.REF);
    int index = context.borrow(Kind.I32);
    context.expressions.push(call.callee());
    cb.istore(index);
    context.state.pushTable(call.table);
    cb.dup().astore(table).iload(index);
    context.loadMember(layout.members().type(call.index), layout.typeField(call.index), INT);
    cb.invokevirtual(TABLE_CELLS, "callee", MethodTypeDesc.of(FUNC_REF, INT, INT));
    cb.astore(function).aload(table).iload(index).aload(function);
    cb.invokevirtual(TABLE_CELLS, "code", MethodTypeDesc.of(CODE, INT, FUNC_REF));
    context.release(Kind.REF, table);
    context.release(Kind.I32, index);
  }

  /** Pushes the function reference of an import, or one that is an operand. */
  private void callee(Expr.Call call) {
    if (call.op == Opcode.CALL) {
      context.loadMember(
          layout.members().function(call.index), layout.importField(call.index), FUNC_REF);
    } else {
      context.expressions.push(call.callee());
      cb.invokestatic(TRAPS, "nonNullFunction", MethodTypeDesc.of(FUNC_REF, FUNC_REF));
    }
  }

  private void pushCode(Expr.Call call, int function) {
    if (call.op == Opcode.CALL) {
      context.loadMember(
          layout.members().function(call.index), layout.importCodeField(call.index), CODE);
    } else {
      cb.aload(function).invokevirtual(FUNC_REF, "code", MethodTypeDesc.of(CODE));
    }
  }

  /** The {@code Code} is on the stack. Several results are moved to where the caller looks. */
  private void throughWindow(Expr.Call call, Signature signature, int function) {
    int window = context.borrow(Kind.REF);
    int n = call.laidOut ? slotOf(call, 0) : context.borrow(Kind.I32);
    int r = call.laidOut ? slotOf(call, 1) : context.borrow(Kind.I32);
    if (call.laidOut) {
      pushWindow().astore(window);
    } else {
      openWindow(signature.windowNumbers(), signature.windowReferences(), window, n, r);
      fillWindow(call.arguments(), window, n, r, 0, 0);
    }
    cb.aload(window).iload(n).iload(r).aload(function);
    context.loadInstance();
    cb.invokevirtual(CODE, "callWindow", WINDOW_CALL);
    List<Kind> results = signature.results();
    if (!results.isEmpty()) {
      Windows.moveResults(cb, results, window, n, r);
    }
    closeWindow(call, window, n, r);
  }

  /** Reserves lanes for a call whose arguments come in parts. */
  void open(Stmt.Open s) {
    int window = context.borrow(Kind.REF);
    int n = context.slot(s.n());
    openWindow(s.numbers(), s.references(), window, n, context.slot(s.r()));
    context.release(Kind.REF, window);
  }

  /** Lays out a part of a call's arguments. */
  void fill(Stmt.Fill s) {
    int window = context.borrow(Kind.REF);
    pushWindow().astore(window);
    fillWindow(
        s.values(), window, context.slot(s.n()), context.slot(s.r()), s.number(), s.reference());
    context.release(Kind.REF, window);
  }

  private void openWindow(int numbers, int references, int window, int n, int r) {
    pushWindow();
    Windows.open(cb, numbers, references, window, n, r);
  }

  private void fillWindow(
      List<Expr> arguments, int window, int n, int r, int firstNumber, int firstReference) {
    int number = firstNumber;
    int reference = firstReference;
    for (Expr argument : arguments) {
      if (argument.kind().isReference()) {
        Windows.pushLane(cb, true, window, r, reference++);
        context.expressions.push(argument);
        cb.aastore();
      } else {
        Windows.pushLane(cb, false, window, n, number++);
        context.expressions.push(argument);
        Lane.erase(cb, argument.kind());
        cb.lastore();
      }
    }
  }

  private void closeWindow(Expr.Call call, int window, int n, int r) {
    Windows.close(cb, window, n, r);
    context.release(Kind.REF, window);
    if (!call.laidOut) {
      context.release(Kind.I32, n);
      context.release(Kind.I32, r);
    }
  }
}
