package dev.kiln.compiler.emit.module;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.Windows;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.runtime.abi.Shape;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * The class of all adapters, each an object for one shape, with both directions: the direct entry
 * puts its lanes into the window and calls the uniform entry (wasm → host: what fills a hole);
 * {@code callWindow} takes them out and calls the direct entry (host → wasm).
 *
 * <pre>
 *   long call2_N(long n0, long n1, FuncRef f, Instance caller) { … }   // one per shape
 *   void callWindow(Window w, int n, int r, FuncRef f, Instance caller) {
 *     switch (index) { case 1: to1(w, n, r, f, caller); return; … }
 *   }
 * </pre>
 */
final class AdapterClass {
  private static final String INDEX = "index";

  private final ModuleLayout layout;
  private final int[] shapes;

  AdapterClass(ModuleLayout layout) {
    this.layout = layout;
    this.shapes = layout.shapes();
  }

  /** Pushes a new adapter for the shape number {@code index} of the layout. */
  static void create(CodeBuilder cb, ModuleLayout layout, int index) {
    ClassDesc self = layout.adapterClass();
    cb.new_(self).dup().loadConstant(index);
    cb.invokespecial(self, ConstantDescs.INIT_NAME, MethodTypeDesc.of(VOID, INT));
  }

  /** The class file. */
  byte[] emit() {
    return Classes.build(
        layout.adapterClass(),
        CODE,
        0,
        null,
        builder -> {
          builder.withField(INDEX, INT, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
          builder.withMethodBody(
              ConstantDescs.INIT_NAME,
              MethodTypeDesc.of(VOID, INT),
              0,
              cb ->
                  cb.aload(0)
                      .invokespecial(CODE, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                      .aload(0)
                      .iload(1)
                      .putfield(layout.adapterClass(), INDEX, INT)
                      .return_());
          for (int i = 0; i < shapes.length; i++) {
            if (shapes[i] != Shape.WINDOW) {
              toHost(builder, shapes[i]);
            }
            uniform(builder, i);
          }
          builder.withMethodBody("callWindow", WINDOW_CALL, Classes.PUBLIC, this::dispatch);
        });
  }

  private void dispatch(CodeBuilder cb) {
    List<SwitchCase> cases = new ArrayList<>();
    for (int i = 1; i < shapes.length; i++) {
      cases.add(SwitchCase.of(i, cb.newLabel()));
    }
    Label first = cb.newLabel();
    if (!cases.isEmpty()) {
      cb.aload(0).getfield(layout.adapterClass(), INDEX, INT);
      cb.tableswitch(1, cases.size(), first, cases);
    }
    cb.labelBinding(first);
    callUniform(cb, 0);
    for (SwitchCase each : cases) {
      cb.labelBinding(each.target());
      callUniform(cb, each.caseValue());
    }
  }

  private void callUniform(CodeBuilder cb, int index) {
    cb.aload(0).aload(1).iload(2).iload(3).aload(4).aload(5);
    cb.invokevirtual(layout.adapterClass(), "to" + index, WINDOW_CALL).return_();
  }

  /** What {@code callWindow} does for one shape. */
  private void uniform(ClassBuilder builder, int index) {
    builder.withMethodBody(
        "to" + index,
        WINDOW_CALL,
        ClassFile.ACC_PRIVATE,
        cb -> {
          if (shapes[index] == Shape.WINDOW) {
            windowToHost(cb);
          } else {
            toWasm(cb, shapes[index]);
          }
        });
  }

  private static void windowToHost(CodeBuilder cb) {
    cb.aload(4).invokevirtual(FUNC_REF, "uniform", MethodTypeDesc.of(CODE));
    cb.aload(1).iload(2).iload(3).aload(4).aload(5);
    cb.invokevirtual(CODE, "callWindow", WINDOW_CALL).return_();
  }

  private static void toHost(ClassBuilder builder, int shape) {
    int numbers = Shape.numbers(shape);
    int references = Shape.references(shape);
    int result = Shape.result(shape);
    int callee = 1 + 2 * numbers + references;
    int window = callee + 2;
    int n = window + 1;
    int r = window + 2;
    builder.withMethodBody(
        Shape.entryName(shape),
        entryType(shape),
        Classes.PUBLIC,
        cb -> {
          cb.aload(callee).invokevirtual(FUNC_REF, "store", MethodTypeDesc.of(STORE));
          cb.invokevirtual(STORE, "window", MethodTypeDesc.of(WINDOW));
          int reserved = Math.max(numbers, result == Shape.NUMBER ? 1 : 0);
          int reservedRefs = Math.max(references, result == Shape.REFERENCE ? 1 : 0);
          Windows.open(cb, reserved, reservedRefs, window, n, r);
          for (int i = 0; i < numbers; i++) {
            Windows.pushLane(cb, false, window, n, i);
            cb.lload(1 + 2 * i).lastore();
          }
          for (int i = 0; i < references; i++) {
            Windows.pushLane(cb, true, window, r, i);
            cb.aload(1 + 2 * numbers + i).aastore();
          }
          cb.aload(callee).invokevirtual(FUNC_REF, "uniform", MethodTypeDesc.of(CODE));
          cb.aload(window).iload(n).iload(r).aload(callee).aload(callee + 1);
          cb.invokevirtual(CODE, "callWindow", WINDOW_CALL);
          switch (result) {
            case Shape.NUMBER -> {
              Windows.pushValue(cb, Kind.I64, window, n, 0);
              Windows.close(cb, window, n, r);
              cb.lreturn();
            }
            case Shape.REFERENCE -> {
              Windows.pushValue(cb, Kind.REF, window, r, 0);
              Windows.close(cb, window, n, r);
              cb.areturn();
            }
            default -> {
              Windows.close(cb, window, n, r);
              cb.return_();
            }
          }
        });
  }

  private static void toWasm(CodeBuilder cb, int shape) {
    cb.aload(4).invokevirtual(FUNC_REF, "code", MethodTypeDesc.of(CODE));
    for (int i = 0; i < Shape.numbers(shape); i++) {
      Windows.pushValue(cb, Kind.I64, 1, 2, i);
    }
    for (int i = 0; i < Shape.references(shape); i++) {
      Windows.pushValue(cb, Kind.REF, 1, 3, i);
    }
    cb.aload(4).aload(5);
    cb.invokevirtual(CODE, Shape.entryName(shape), entryType(shape));
    int result = Shape.result(shape);
    if (result != Shape.VOID) {
      boolean reference = result == Shape.REFERENCE;
      cb.storeLocal(reference ? TypeKind.REFERENCE : TypeKind.LONG, 6);
      Windows.pushLane(cb, reference, 1, reference ? 3 : 2, 0);
      if (reference) {
        cb.aload(6).aastore();
      } else {
        cb.lload(6).lastore();
      }
    }
    cb.return_();
  }
}
