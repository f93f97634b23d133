package dev.kiln.compiler.emit;

import static dev.kiln.compiler.emit.Abi.*;

import dev.kiln.compiler.ir.Kind;
import dev.kiln.runtime.abi.Shape;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;

/**
 * The adapters of a shape, both directions in one {@code Code}: the direct entry puts its lanes
 * into the window and calls the uniform entry (wasm → host: what fills a hole); {@code callWindow}
 * takes them out and calls the direct entry (host → wasm).
 */
final class AdapterClasses {
  private final ModuleLayout layout;

  AdapterClasses(ModuleLayout layout) {
    this.layout = layout;
  }

  /** The class file of the adapter for {@code shape}. */
  byte[] emit(int shape) {
    return Classes.build(
        layout.adapterClass(shape),
        CODE,
        0,
        null,
        builder -> {
          Classes.constructor(builder, CODE, 0);
          if (shape == Shape.WINDOW) {
            builder.withMethodBody(
                "callWindow", WINDOW_CALL, Classes.PUBLIC, AdapterClasses::windowToHost);
          } else {
            toHost(builder, shape);
            toWasm(builder, shape);
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

  private static void toWasm(ClassBuilder builder, int shape) {
    int result = Shape.result(shape);
    builder.withMethodBody(
        "callWindow",
        WINDOW_CALL,
        Classes.PUBLIC,
        cb -> {
          cb.aload(4).invokevirtual(FUNC_REF, "code", MethodTypeDesc.of(CODE));
          for (int i = 0; i < Shape.numbers(shape); i++) {
            Windows.pushValue(cb, Kind.I64, 1, 2, i);
          }
          for (int i = 0; i < Shape.references(shape); i++) {
            Windows.pushValue(cb, Kind.REF, 1, 3, i);
          }
          cb.aload(4).aload(5);
          cb.invokevirtual(CODE, Shape.entryName(shape), entryType(shape));
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
        });
  }
}
