package dev.kiln.compiler.emit;

import static dev.kiln.compiler.emit.Abi.*;

import dev.kiln.compiler.ir.Kind;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** The bytecode that works on the store's window, shared by calls and adapters. */
final class Windows {
  private Windows() {}

  /** The window is on the stack; it, its tops and then the reserved lanes end up in the slots. */
  static void open(CodeBuilder cb, int numbers, int references, int window, int n, int r) {
    cb.astore(window);
    cb.aload(window).getfield(WINDOW, "numberTop", INT).istore(n);
    cb.aload(window).getfield(WINDOW, "referenceTop", INT).istore(r);
    cb.aload(window).loadConstant(numbers).loadConstant(references);
    cb.invokevirtual(WINDOW, "reserve", MethodTypeDesc.of(VOID, INT, INT));
  }

  /** Gives the lanes back. */
  static void close(CodeBuilder cb, int window, int n, int r) {
    cb.aload(window).iload(n).iload(r);
    cb.invokevirtual(WINDOW, "release", MethodTypeDesc.of(VOID, INT, INT));
  }

  /** Pushes the array and index of lane {@code base + offset}. */
  static void pushLane(CodeBuilder cb, boolean reference, int window, int base, int offset) {
    cb.aload(window);
    if (reference) {
      cb.getfield(WINDOW, "references", OBJECTS);
    } else {
      cb.getfield(WINDOW, "numbers", LONGS);
    }
    cb.iload(base);
    if (offset != 0) {
      cb.loadConstant(offset).iadd();
    }
  }

  /** Pushes the value in lane {@code base + offset}. */
  static void pushValue(CodeBuilder cb, Kind kind, int window, int base, int offset) {
    pushLane(cb, kind.isReference(), window, base, offset);
    if (kind.isReference()) {
      cb.aaload();
    } else {
      cb.laload();
    }
    Lane.restore(cb, kind);
  }

  /** From results in the window to a result on the stack and the others where more results go. */
  static void moveResults(CodeBuilder cb, List<Kind> results, int window, int n, int r) {
    int number = 0;
    int reference = 0;
    boolean first = true;
    for (Kind kind : results) {
      boolean isReference = kind.isReference();
      if (first) {
        pushValue(cb, kind, window, isReference ? r : n, 0);
      } else if (isReference) {
        int more = reference - (results.get(0).isReference() ? 1 : 0);
        cb.aload(window).getfield(WINDOW, "moreReferences", OBJECTS).loadConstant(more);
        pushLane(cb, true, window, r, reference);
        cb.aaload().aastore();
      } else {
        int more = number - (results.get(0).isReference() ? 0 : 1);
        cb.aload(window).getfield(WINDOW, "moreNumbers", LONGS).loadConstant(more);
        pushLane(cb, false, window, n, number);
        cb.laload().lastore();
      }
      if (isReference) {
        reference++;
      } else {
        number++;
      }
      first = false;
    }
  }

  /**
   * From a first result in {@code firstSlot} and more results in their place to the window, from
   * {@code n} and {@code r} on.
   */
  static void storeResults(
      CodeBuilder cb, List<Kind> results, int firstSlot, int window, int n, int r) {
    int number = 0;
    int reference = 0;
    boolean first = true;
    for (Kind kind : results) {
      boolean isReference = kind.isReference();
      pushLane(cb, isReference, window, isReference ? r : n, isReference ? reference : number);
      if (first) {
        cb.loadLocal(typeKind(kind), firstSlot);
        Lane.erase(cb, kind);
      } else if (isReference) {
        int more = reference - (results.get(0).isReference() ? 1 : 0);
        cb.aload(window).loadConstant(more);
        cb.invokevirtual(WINDOW, "takeReference", MethodTypeDesc.of(OBJECT, INT));
      } else {
        int more = number - (results.get(0).isReference() ? 0 : 1);
        cb.aload(window).getfield(WINDOW, "moreNumbers", LONGS).loadConstant(more).laload();
      }
      if (isReference) {
        cb.aastore();
        reference++;
      } else {
        cb.lastore();
        number++;
      }
      first = false;
    }
  }
}
