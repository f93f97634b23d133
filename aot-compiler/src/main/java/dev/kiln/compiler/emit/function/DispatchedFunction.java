package dev.kiln.compiler.emit.function;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.emit.code.FunctionContext;
import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.OutputFile;
import dev.kiln.compiler.emit.layout.Signature;
import dev.kiln.compiler.emit.layout.Windows;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.ir.Piece;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.slots.SlotAssignment;
import dev.kiln.compiler.slots.Slots;
import dev.kiln.compiler.slots.Uses;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Emits a function that is too large for one method and whose pieces go back and forth. Variables
 * that are live from one piece to another are in a frame object; a piece loads those it needs when
 * it is entered and stores those it changed when it is left:
 *
 * <pre>
 *   static int parse(int a, Instance i) {          // the function itself
 *     Frame f = new Frame(); f.v0 = a;
 *     S.drive(f, 0, i);
 *     return f.result;
 *   }
 *   static void drive(Frame f, int state, Instance i) {
 *     do {
 *       switch (state &gt;&gt;&gt; 10) {
 *         case 0: state = parse$0(f, state, i); break; …
 *       }
 *     } while (state &gt;= 0);
 *   }
 *   static int parse$0(Frame f, int state, Instance i) {
 *     int v0 = f.v0; …
 *     switch (state &amp; 1023) { … }                  // to the label that was jumped to
 *     …
 *     state = …; f.v0 = v0; return state;
 *   }
 * </pre>
 */
public final class DispatchedFunction implements SplitFunction {
  private static final int PARAMETERS_PER_METHOD = 100;

  private final ModuleLayout layout;
  private final IrFunction function;
  private final Slots slots;
  private final FrameClass frame;
  private final Dispatch dispatch;
  private final PieceEmitter emitter;

  public DispatchedFunction(
      ModuleLayout layout, IrFunction function, Uses uses, List<Piece> pieces) {
    this.layout = layout;
    this.function = function;
    this.slots = new Slots(function, uses);
    this.frame = new FrameClass(layout, function, pieces);
    this.dispatch = new Dispatch(layout, function, pieces, frame.name());
    this.emitter = new PieceEmitter(layout, function, pieces, slots, frame, dispatch);
  }

  @Override
  public List<OutputFile> files() {
    List<OutputFile> files = new ArrayList<>();
    files.add(OutputFile.of(frame.name(), frame.emit()));
    for (int i = 0; i < dispatch.classes(); i++) {
      files.add(OutputFile.of(dispatch.className(i), emitPieces(i)));
    }
    return files;
  }

  /** One of the classes that hold the pieces. */
  private byte[] emitPieces(int index) {
    return Classes.build(
        dispatch.className(index),
        OBJECT,
        0,
        layout.sourceName(),
        builder -> {
          dispatch.emit(builder, index, emitter::emit);
          for (int p = 0; index == 0 && throughWindow() && p < parameterMethods(); p++) {
            int part = p;
            builder.withMethodBody(
                "parameters$" + p,
                parametersType(),
                ClassFile.ACC_STATIC,
                cb -> takeParameters(cb, part));
          }
        });
  }

  private boolean throughWindow() {
    return Signature.of(function.type()).throughWindow();
  }

  @Override
  public void emitDriver(CodeBuilder cb, boolean throughWindow) {
    SlotAssignment params = slots.parameters(throughWindow);
    FunctionContext context = new FunctionContext(cb, layout, params);
    int frameSlot = context.borrow(Kind.REF);
    frame.create(cb);
    cb.astore(frameSlot);
    if (throughWindow) {
      for (int p = 0; p < parameterMethods(); p++) {
        cb.iload(0).iload(1).aload(context.instance).aload(frameSlot);
        cb.invokestatic(dispatch.className(0), "parameters$" + p, parametersType());
      }
    } else {
      for (Var param : function.params()) {
        if (frame.holds(param)) {
          frame.store(cb, frameSlot, param, () -> context.load(param));
        }
      }
    }
    cb.aload(frameSlot).iconst_0().aload(context.instance);
    dispatch.drive(cb);
    frame.giveBack(cb, frameSlot);
  }

  private int parameterMethods() {
    return (function.params().size() + PARAMETERS_PER_METHOD - 1) / PARAMETERS_PER_METHOD;
  }

  private MethodTypeDesc parametersType() {
    return MethodTypeDesc.of(VOID, INT, INT, layout.instanceClass(), frame.name());
  }

  /** Moves some of the parameters from the window to the frame. */
  private void takeParameters(CodeBuilder cb, int part) {
    int window = 4;
    int from = part * PARAMETERS_PER_METHOD;
    cb.aload(2).invokevirtual(INSTANCE, "window", MethodTypeDesc.of(WINDOW)).astore(window);
    int number = 0;
    int reference = 0;
    for (int i = 0; i < Math.min(function.params().size(), from + PARAMETERS_PER_METHOD); i++) {
      Var param = function.params().get(i);
      boolean isReference = param.kind().isReference();
      int lane = isReference ? reference++ : number++;
      if (i >= from && frame.holds(param)) {
        frame.store(
            cb,
            3,
            param,
            () -> Windows.pushValue(cb, param.kind(), window, isReference ? 1 : 0, lane));
      }
    }
    cb.return_();
  }
}
