package dev.kiln.compiler.emit.function;

import dev.kiln.compiler.emit.code.BodyEmitter;
import dev.kiln.compiler.emit.code.FunctionContext;
import dev.kiln.compiler.emit.layout.Abi;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.Windows;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.slots.Slots;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.List;

/** Emits the body of one function as a static method. Replayable: nothing is kept between runs. */
public final class FunctionEmitter {
  private final IrFunction function;
  private final CodeBuilder cb;
  private final FunctionContext context;

  private FunctionEmitter(
      CodeBuilder cb, ModuleLayout layout, IrFunction function, boolean throughWindow) {
    this.cb = cb;
    this.function = function;
    this.context = new FunctionContext(cb, layout, Slots.assign(function, throughWindow));
  }

  /**
   * Emits {@code function}.
   *
   * @param callsTwin whether it calls its twin where it calls itself
   */
  public static void emit(
      CodeBuilder cb,
      ModuleLayout layout,
      IrFunction function,
      boolean throughWindow,
      boolean callsTwin) {
    FunctionEmitter self = new FunctionEmitter(cb, layout, function, throughWindow);
    if (callsTwin) {
      self.context.callTwinOf(function.index());
    }
    if (throughWindow) {
      takeFromWindow(self.context, function);
    }
    self.zeroLocals();
    BodyEmitter body = new BodyEmitter(self.context, self.context.calls::giveBack);
    body.declareState(function.body());
    body.emit(function, 0, function.body().size(), List.of());
  }

  /** Moves the parameters from the window to their slots. */
  static void takeFromWindow(FunctionContext context, IrFunction function) {
    CodeBuilder cb = context.cb;
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
}
