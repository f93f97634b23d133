package dev.kiln.compiler.emit.layout;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Word;
import dev.kiln.compiler.carrier.WordCursor;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** The bytecode that works on the store's window, shared by calls and adapters. */
public final class Windows {
  private static final MethodTypeDesc MOVE = MethodTypeDesc.of(VOID, INT, INT, INT, INT);

  private Windows() {}

  /** The window is on the stack; it, its tops and then the reserved words end up in the slots. */
  public static void open(CodeBuilder cb, int numbers, int references, int window, int n, int r) {
    cb.astore(window);
    cb.aload(window).getfield(WINDOW, "numberTop", INT).istore(n);
    cb.aload(window).getfield(WINDOW, "referenceTop", INT).istore(r);
    cb.aload(window).loadConstant(numbers).loadConstant(references);
    cb.invokevirtual(WINDOW, "reserve", MethodTypeDesc.of(VOID, INT, INT));
  }

  /** Gives the words back. */
  public static void close(CodeBuilder cb, int window, int n, int r) {
    cb.aload(window).iload(n).iload(r);
    cb.invokevirtual(WINDOW, "release", MethodTypeDesc.of(VOID, INT, INT));
  }

  /** Pushes the array and index of word {@code base + offset}. */
  public static void pushWord(CodeBuilder cb, Word word, int window, int base, int offset) {
    cb.aload(window);
    switch (word) {
      case NUMBER -> cb.getfield(WINDOW, "numbers", LONGS);
      case REFERENCE -> cb.getfield(WINDOW, "references", OBJECTS);
    }
    cb.iload(base);
    if (offset != 0) {
      cb.loadConstant(offset).iadd();
    }
  }

  /** The one of two that belongs to {@code word}. */
  public static int choose(Word word, int n, int r) {
    return switch (word) {
      case NUMBER -> n;
      case REFERENCE -> r;
    };
  }

  /**
   * Pushes the next value.
   *
   * @param n the slot that tells where number words begin
   * @param r the slot that tells where reference words begin
   */
  public static void pushValue(
      CodeBuilder cb, Carrier carrier, int window, int n, int r, WordCursor cursor) {
    pushValue(cb, carrier, window, n, r, cursor.next(carrier));
  }

  /** Pushes the value whose word is at {@code position} among words of its kind. */
  public static void pushValue(
      CodeBuilder cb, Carrier carrier, int window, int n, int r, int position) {
    Word word = carrier.word();
    pushWord(cb, word, window, choose(word, n, r), position);
    word.loadElement(cb);
    carrier.restore(cb);
  }

  /** Puts a value in the next word; {@code value} pushes it. */
  public static void storeValue(
      CodeBuilder cb,
      Carrier carrier,
      int window,
      int n,
      int r,
      WordCursor cursor,
      Runnable value) {
    Word word = carrier.word();
    pushWord(cb, word, window, choose(word, n, r), cursor.next(word));
    value.run();
    carrier.erase(cb);
    word.storeElement(cb);
  }

  /** From results in the window to a result on the stack and the others where more results go. */
  public static void moveResults(CodeBuilder cb, List<Carrier> results, int window, int n, int r) {
    if (results.size() > 1) {
      pushMore(cb, results, window, n, r);
      cb.invokevirtual(WINDOW, "resultsToMore", MOVE);
    }
    pushValue(cb, results.get(0), window, n, r, 0);
  }

  /**
   * From a first result in {@code firstSlot} and more results in their place to the window, from
   * {@code n} and {@code r} on.
   */
  public static void storeResults(
      CodeBuilder cb, List<Carrier> results, int firstSlot, int window, int n, int r) {
    Carrier first = results.get(0);
    Runnable value = () -> cb.loadLocal(first.typeKind(), firstSlot);
    storeValue(cb, first, window, n, r, new WordCursor(), value);
    if (results.size() > 1) {
      pushMore(cb, results, window, n, r);
      cb.invokevirtual(WINDOW, "moreToResults", MOVE);
    }
  }

  /** Pushes the window, and where results after the first are in it and how many. */
  private static void pushMore(CodeBuilder cb, List<Carrier> results, int window, int n, int r) {
    WordCursor first = WordCursor.after(results.subList(0, 1));
    WordCursor all = WordCursor.after(results);
    cb.aload(window);
    pushRest(cb, n, first.numbers(), all.numbers());
    pushRest(cb, r, first.references(), all.references());
  }

  private static void pushRest(CodeBuilder cb, int base, int first, int all) {
    cb.iload(base);
    if (first > 0) {
      cb.iconst_1().iadd();
    }
    cb.loadConstant(all - first);
  }
}
