package dev.kiln.compiler.emit.layout;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.ir.Kind;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** The bytecode that works on the store's window, shared by calls and adapters. */
public final class Windows {
  private static final MethodTypeDesc MOVE = MethodTypeDesc.of(VOID, INT, INT, INT, INT);

  private Windows() {}

  /** The window is on the stack; it, its tops and then the reserved lanes end up in the slots. */
  public static void open(CodeBuilder cb, int numbers, int references, int window, int n, int r) {
    cb.astore(window);
    cb.aload(window).getfield(WINDOW, "numberTop", INT).istore(n);
    cb.aload(window).getfield(WINDOW, "referenceTop", INT).istore(r);
    cb.aload(window).loadConstant(numbers).loadConstant(references);
    cb.invokevirtual(WINDOW, "reserve", MethodTypeDesc.of(VOID, INT, INT));
  }

  /** Gives the lanes back. */
  public static void close(CodeBuilder cb, int window, int n, int r) {
    cb.aload(window).iload(n).iload(r);
    cb.invokevirtual(WINDOW, "release", MethodTypeDesc.of(VOID, INT, INT));
  }

  /** Pushes the array and index of lane {@code base + offset}. */
  public static void pushLane(CodeBuilder cb, boolean reference, int window, int base, int offset) {
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
  public static void pushValue(CodeBuilder cb, Kind kind, int window, int base, int offset) {
    pushLane(cb, kind.isReference(), window, base, offset);
    if (kind.isReference()) {
      cb.aaload();
    } else {
      cb.laload();
    }
    Lane.restore(cb, kind);
  }

  /** From results in the window to a result on the stack and the others where more results go. */
  public static void moveResults(CodeBuilder cb, List<Kind> results, int window, int n, int r) {
    if (results.size() > 1) {
      pushMore(cb, results, window, n, r);
      cb.invokevirtual(WINDOW, "resultsToMore", MOVE);
    }
    Kind first = results.get(0);
    pushValue(cb, first, window, first.isReference() ? r : n, 0);
  }

  /**
   * From a first result in {@code firstSlot} and more results in their place to the window, from
   * {@code n} and {@code r} on.
   */
  public static void storeResults(
      CodeBuilder cb, List<Kind> results, int firstSlot, int window, int n, int r) {
    Kind first = results.get(0);
    pushLane(cb, first.isReference(), window, first.isReference() ? r : n, 0);
    cb.loadLocal(typeKind(first), firstSlot);
    Lane.erase(cb, first);
    if (first.isReference()) {
      cb.aastore();
    } else {
      cb.lastore();
    }
    if (results.size() > 1) {
      pushMore(cb, results, window, n, r);
      cb.invokevirtual(WINDOW, "moreToResults", MOVE);
    }
  }

  /** Pushes the window, and where results after the first are in it and how many. */
  private static void pushMore(CodeBuilder cb, List<Kind> results, int window, int n, int r) {
    boolean reference = results.get(0).isReference();
    int references = (int) results.stream().filter(Kind::isReference).count();
    cb.aload(window).iload(n);
    if (!reference) {
      cb.iconst_1().iadd();
    }
    cb.loadConstant(results.size() - references - (reference ? 0 : 1)).iload(r);
    if (reference) {
      cb.iconst_1().iadd();
    }
    cb.loadConstant(references - (reference ? 1 : 0));
  }
}
