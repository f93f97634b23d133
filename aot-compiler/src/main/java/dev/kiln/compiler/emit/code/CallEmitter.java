package dev.kiln.compiler.emit.code;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.carrier.Word;
import dev.kiln.compiler.carrier.WordCursor;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.Signature;
import dev.kiln.compiler.emit.layout.Windows;
import dev.kiln.compiler.ir.Expr;
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
 *   (number words) (reference word) FuncRef instance
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
    int arguments = Layout.count(call.type.params());
    boolean defined = call.op == Opcode.CALL && call.index >= in.module().importedFunctions();
    if (defined && arguments < 120) {
      return size + in.scratch() + 3;
    }
    // Words; in the window each has an array and an index as well.
    int word = arguments > 6 || Layout.count(call.type.results()) > 1 ? 14 + in.scratch() : 4;
    // A switch over likely targets, for calls through a table.
    boolean indirect = call.op == Opcode.CALL_INDIRECT;
    int targets = indirect ? in.analysis().likelyTargets(call.index).size() : 0;
    int cases = targets * (15 + in.scratch() * (arguments + 1));
    return general + cases + word * arguments;
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
    takeMore(variables.subList(1, variables.size()), new WordCursor());
  }

  /** Assigns results after the first, from the given words on. */
  void takeMore(List<Var> variables, WordCursor cursor) {
    for (Var variable : variables) {
      context.loadInstance().invokevirtual(INSTANCE, "window", MethodTypeDesc.of(WINDOW));
      Word word = variable.carrier().word();
      int position = cursor.next(word);
      switch (word) {
        case NUMBER -> cb.getfield(WINDOW, "moreNumbers", LONGS).loadConstant(position).laload();
        case REFERENCE ->
            cb.loadConstant(position)
                .invokevirtual(WINDOW, "takeReference", MethodTypeDesc.of(OBJECT, INT));
      }
      variable.carrier().restore(cb);
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
    pushMore(values.subList(1, values.size()), new WordCursor());
    cb.return_(values.get(0).carrier().typeKind());
  }

  /** Puts results after the first where the caller finds them, from the given words on. */
  public void pushMore(List<Expr> values, WordCursor cursor) {
    for (Expr value : values) {
      context.loadInstance().invokevirtual(INSTANCE, "window", MethodTypeDesc.of(WINDOW));
      Word word = value.carrier().word();
      switch (word) {
        case NUMBER -> cb.getfield(WINDOW, "moreNumbers", LONGS);
        case REFERENCE -> cb.getfield(WINDOW, "moreReferences", OBJECTS);
      }
      cb.loadConstant(cursor.next(word));
      context.expressions.push(value);
      value.carrier().erase(cb);
      word.storeElement(cb);
    }
  }

  private void direct(Expr.Call call) {
    Signature signature = Signature.of(call.type);
    int window = -1;
    int n = -1;
    int r = -1;
    if (call.laidOut) {
      window = context.borrow(Carrier.REF);
      pushWindow().astore(window);
      n = slotOf(call, 0);
      r = slotOf(call, 1);
      cb.iload(n).iload(r);
    } else if (signature.throughWindow()) {
      window = context.borrow(Carrier.REF);
      n = context.borrow(Carrier.I32);
      r = context.borrow(Carrier.I32);
      openWindow(signature.numbers(), signature.references(), window, n, r);
      fillWindow(call.arguments(), window, n, r, new WordCursor());
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
    int function = context.borrow(Carrier.FUNC);
    List<Integer> targets =
        call.op == Opcode.CALL_INDIRECT ? layout.analysis().likelyTargets(call.index) : List.of();
    if (!targets.isEmpty() && signature.shape() != Shape.WINDOW) {
      switched(call, signature, targets, function);
      context.release(Carrier.FUNC, function);
      return;
    }
    if (call.op == Opcode.CALL_INDIRECT && layout.targetTrees().contains(call.index)) {
      throughTree(call, signature);
      context.release(Carrier.FUNC, function);
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
      throughWords(signature, function, i -> context.expressions.push(arguments.get(i)));
    }
    context.release(Carrier.FUNC, function);
  }

  /** The {@code Code} is on the stack; {@code argument} pushes an argument. */
  private void throughWords(Signature signature, int function, IntConsumer argument) {
    List<Carrier> params = signature.params();
    for (int i = 0; i < params.size(); i++) {
      pushWord(params.get(i), Word.NUMBER, argument, i);
    }
    for (int i = 0; i < params.size(); i++) {
      pushWord(params.get(i), Word.REFERENCE, argument, i);
    }
    cb.aload(function);
    context.loadInstance();
    cb.invokevirtual(CODE, Shape.entryName(signature.shape()), entryType(signature.shape()));
    if (!signature.results().isEmpty()) {
      signature.results().get(0).restore(cb);
    }
  }

  private void pushWord(Carrier param, Word wanted, IntConsumer argument, int index) {
    if (param.word() == wanted) {
      argument.accept(index);
      param.erase(cb);
    }
  }

  /**
   * A switch over the likely targets; a function of another instance or module takes the usual way.
   */
  private void switched(Expr.Call call, Signature signature, List<Integer> targets, int function) {
    int[] slots = new int[signature.params().size()];
    for (int i = 0; i < slots.length; i++) {
      Carrier carrier = signature.params().get(i);
      slots[i] = context.borrow(carrier);
      context.expressions.push(call.arguments().get(i));
      cb.storeLocal(carrier.typeKind(), slots[i]);
    }
    IntConsumer argument = i -> cb.loadLocal(signature.params().get(i).typeKind(), slots[i]);
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
    throughWords(signature, function, argument);
  }

  private void invokeStatic(int function, Signature signature) {
    cb.invokestatic(
        context.ownerOf(function),
        layout.methodName(function),
        signature.methodType(layout.instanceClass()));
  }

  /** Finds the function in its table and pushes its code. */
  private void indirect(Expr.Call call, int function) {
    int table = context.borrow(Carrier.REF);
    int index = context.borrow(Carrier.I32);
    context.expressions.push(call.callee());
    cb.istore(index);
    context.state.pushTable(call.table);
    cb.dup().astore(table).iload(index);
    context.loadMember(layout.members().type(call.index), layout.typeField(call.index), INT);
    cb.invokevirtual(TABLE_CELLS, "callee", MethodTypeDesc.of(FUNC_REF, INT, INT));
    cb.astore(function).aload(table).iload(index).aload(function);
    cb.invokevirtual(TABLE_CELLS, "code", MethodTypeDesc.of(CODE, INT, FUNC_REF));
    context.release(Carrier.REF, table);
    context.release(Carrier.I32, index);
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
    int window = context.borrow(Carrier.REF);
    int n = call.laidOut ? slotOf(call, 0) : context.borrow(Carrier.I32);
    int r = call.laidOut ? slotOf(call, 1) : context.borrow(Carrier.I32);
    if (call.laidOut) {
      pushWindow().astore(window);
    } else {
      openWindow(signature.windowNumbers(), signature.windowReferences(), window, n, r);
      fillWindow(call.arguments(), window, n, r, new WordCursor());
    }
    cb.aload(window).iload(n).iload(r).aload(function);
    context.loadInstance();
    cb.invokevirtual(CODE, "callWindow", WINDOW_CALL);
    List<Carrier> results = signature.results();
    if (!results.isEmpty()) {
      Windows.moveResults(cb, results, window, n, r);
    }
    closeWindow(call, window, n, r);
  }

  /** Reserves words for a call whose arguments come in parts. */
  void open(Stmt.OpenWindow s) {
    int window = context.borrow(Carrier.REF);
    int n = context.slot(s.n());
    openWindow(s.numbers(), s.references(), window, n, context.slot(s.r()));
    context.release(Carrier.REF, window);
  }

  /** Lays out a part of a call's arguments. */
  void fill(Stmt.FillWindow s) {
    int window = context.borrow(Carrier.REF);
    pushWindow().astore(window);
    WordCursor cursor = new WordCursor(s.number(), s.reference());
    fillWindow(s.values(), window, context.slot(s.n()), context.slot(s.r()), cursor);
    context.release(Carrier.REF, window);
  }

  private void openWindow(int numbers, int references, int window, int n, int r) {
    pushWindow();
    Windows.open(cb, numbers, references, window, n, r);
  }

  private void fillWindow(List<Expr> arguments, int window, int n, int r, WordCursor cursor) {
    for (Expr argument : arguments) {
      Runnable value = () -> context.expressions.push(argument);
      Windows.storeValue(cb, argument.carrier(), window, n, r, cursor, value);
    }
  }

  private void closeWindow(Expr.Call call, int window, int n, int r) {
    Windows.close(cb, window, n, r);
    context.release(Carrier.REF, window);
    if (!call.laidOut) {
      context.release(Carrier.I32, n);
      context.release(Carrier.I32, r);
    }
  }
}
