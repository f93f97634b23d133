package dev.kiln.runtime.abi;

import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.Instance;
import org.jspecify.annotations.Nullable;

/**
 * A typed entry: one method per {@link Shape}. The last two parameters are the function that is
 * called and the instance that calls it ({@code null} when the host calls).
 *
 * <p>The methods here have no useful body on purpose. Bodies exist only in compiled modules, so a
 * host function whose shape no module of the store knows has a real hole, and the runtime needs no
 * code generation. A compiled function overrides its own shape's method; an adapter (the two
 * directions between a direct shape and the window) overrides its shape's method and {@link
 * #callWindow}.
 */
public abstract class Code {
  /** For compiled subclasses. */
  protected Code() {}

  /**
   * The shape for the given numbers of words: which of these methods calls such a function. It
   * stands here so that programs start without the class of {@link Shape}.
   *
   * @param numbers number words among the parameters, 0 or more
   * @param references reference words among the parameters, 0 or more
   * @param numberResults number words among the results, 0 or more
   * @param referenceResults reference words among the results, 0 or more
   * @return a direct {@link Shape}, or {@link Shape#WINDOW} where no direct entry fits
   */
  public static int shape(int numbers, int references, int numberResults, int referenceResults) {
    if (numbers > Shape.MAX_NUMBERS
        || references > Shape.MAX_REFERENCES
        || numberResults + referenceResults > 1) {
      return Shape.WINDOW;
    }
    int result =
        numberResults == 1 ? Shape.NUMBER : referenceResults == 1 ? Shape.REFERENCE : Shape.VOID;
    return (numbers * (Shape.MAX_REFERENCES + 1) + references) * 3 + result;
  }

  /**
   * Calls with all words in the store's window. Arguments are read at {@code window.numbers[n…]}
   * and {@code window.references[r…]}; results replace them from the same places on.
   */
  public void callWindow(Window window, int n, int r, FuncRef callee, @Nullable Instance caller) {
    throw missing("callWindow", callee);
  }

  private static LinkageError missing(String entry, FuncRef callee) {
    return new LinkageError("no body for " + entry + " of " + callee);
  }

  /** Takes 0 number words, returns nothing. */
  public void call0_V(FuncRef callee, @Nullable Instance caller) {
    throw missing("call0_V", callee);
  }

  /** Takes 0 number words, returns a number. */
  public long call0_N(FuncRef callee, @Nullable Instance caller) {
    throw missing("call0_N", callee);
  }

  /** Takes 0 number words, returns a reference. */
  public Object call0_R(FuncRef callee, @Nullable Instance caller) {
    throw missing("call0_R", callee);
  }

  /** Takes 0 number words and a reference word, returns nothing. */
  public void call0R_V(Object r0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call0R_V", callee);
  }

  /** Takes 0 number words and a reference word, returns a number. */
  public long call0R_N(Object r0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call0R_N", callee);
  }

  /** Takes 0 number words and a reference word, returns a reference. */
  public Object call0R_R(Object r0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call0R_R", callee);
  }

  /** Takes 1 number word, returns nothing. */
  public void call1_V(long n0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call1_V", callee);
  }

  /** Takes 1 number word, returns a number. */
  public long call1_N(long n0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call1_N", callee);
  }

  /** Takes 1 number word, returns a reference. */
  public Object call1_R(long n0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call1_R", callee);
  }

  /** Takes 1 number word and a reference word, returns nothing. */
  public void call1R_V(long n0, Object r0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call1R_V", callee);
  }

  /** Takes 1 number word and a reference word, returns a number. */
  public long call1R_N(long n0, Object r0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call1R_N", callee);
  }

  /** Takes 1 number word and a reference word, returns a reference. */
  public Object call1R_R(long n0, Object r0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call1R_R", callee);
  }

  /** Takes 2 number words, returns nothing. */
  public void call2_V(long n0, long n1, FuncRef callee, @Nullable Instance caller) {
    throw missing("call2_V", callee);
  }

  /** Takes 2 number words, returns a number. */
  public long call2_N(long n0, long n1, FuncRef callee, @Nullable Instance caller) {
    throw missing("call2_N", callee);
  }

  /** Takes 2 number words, returns a reference. */
  public Object call2_R(long n0, long n1, FuncRef callee, @Nullable Instance caller) {
    throw missing("call2_R", callee);
  }

  /** Takes 2 number words and a reference word, returns nothing. */
  public void call2R_V(long n0, long n1, Object r0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call2R_V", callee);
  }

  /** Takes 2 number words and a reference word, returns a number. */
  public long call2R_N(long n0, long n1, Object r0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call2R_N", callee);
  }

  /** Takes 2 number words and a reference word, returns a reference. */
  public Object call2R_R(long n0, long n1, Object r0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call2R_R", callee);
  }

  /** Takes 3 number words, returns nothing. */
  public void call3_V(long n0, long n1, long n2, FuncRef callee, @Nullable Instance caller) {
    throw missing("call3_V", callee);
  }

  /** Takes 3 number words, returns a number. */
  public long call3_N(long n0, long n1, long n2, FuncRef callee, @Nullable Instance caller) {
    throw missing("call3_N", callee);
  }

  /** Takes 3 number words, returns a reference. */
  public Object call3_R(long n0, long n1, long n2, FuncRef callee, @Nullable Instance caller) {
    throw missing("call3_R", callee);
  }

  /** Takes 3 number words and a reference word, returns nothing. */
  public void call3R_V(
      long n0, long n1, long n2, Object r0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call3R_V", callee);
  }

  /** Takes 3 number words and a reference word, returns a number. */
  public long call3R_N(
      long n0, long n1, long n2, Object r0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call3R_N", callee);
  }

  /** Takes 3 number words and a reference word, returns a reference. */
  public Object call3R_R(
      long n0, long n1, long n2, Object r0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call3R_R", callee);
  }

  /** Takes 4 number words, returns nothing. */
  public void call4_V(
      long n0, long n1, long n2, long n3, FuncRef callee, @Nullable Instance caller) {
    throw missing("call4_V", callee);
  }

  /** Takes 4 number words, returns a number. */
  public long call4_N(
      long n0, long n1, long n2, long n3, FuncRef callee, @Nullable Instance caller) {
    throw missing("call4_N", callee);
  }

  /** Takes 4 number words, returns a reference. */
  public Object call4_R(
      long n0, long n1, long n2, long n3, FuncRef callee, @Nullable Instance caller) {
    throw missing("call4_R", callee);
  }

  /** Takes 4 number words and a reference word, returns nothing. */
  public void call4R_V(
      long n0, long n1, long n2, long n3, Object r0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call4R_V", callee);
  }

  /** Takes 4 number words and a reference word, returns a number. */
  public long call4R_N(
      long n0, long n1, long n2, long n3, Object r0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call4R_N", callee);
  }

  /** Takes 4 number words and a reference word, returns a reference. */
  public Object call4R_R(
      long n0, long n1, long n2, long n3, Object r0, FuncRef callee, @Nullable Instance caller) {
    throw missing("call4R_R", callee);
  }

  /** Takes 5 number words, returns nothing. */
  public void call5_V(
      long n0, long n1, long n2, long n3, long n4, FuncRef callee, @Nullable Instance caller) {
    throw missing("call5_V", callee);
  }

  /** Takes 5 number words, returns a number. */
  public long call5_N(
      long n0, long n1, long n2, long n3, long n4, FuncRef callee, @Nullable Instance caller) {
    throw missing("call5_N", callee);
  }

  /** Takes 5 number words, returns a reference. */
  public Object call5_R(
      long n0, long n1, long n2, long n3, long n4, FuncRef callee, @Nullable Instance caller) {
    throw missing("call5_R", callee);
  }

  /** Takes 5 number words and a reference word, returns nothing. */
  public void call5R_V(
      long n0,
      long n1,
      long n2,
      long n3,
      long n4,
      Object r0,
      FuncRef callee,
      @Nullable Instance caller) {
    throw missing("call5R_V", callee);
  }

  /** Takes 5 number words and a reference word, returns a number. */
  public long call5R_N(
      long n0,
      long n1,
      long n2,
      long n3,
      long n4,
      Object r0,
      FuncRef callee,
      @Nullable Instance caller) {
    throw missing("call5R_N", callee);
  }

  /** Takes 5 number words and a reference word, returns a reference. */
  public Object call5R_R(
      long n0,
      long n1,
      long n2,
      long n3,
      long n4,
      Object r0,
      FuncRef callee,
      @Nullable Instance caller) {
    throw missing("call5R_R", callee);
  }

  /** Takes 6 number words, returns nothing. */
  public void call6_V(
      long n0,
      long n1,
      long n2,
      long n3,
      long n4,
      long n5,
      FuncRef callee,
      @Nullable Instance caller) {
    throw missing("call6_V", callee);
  }

  /** Takes 6 number words, returns a number. */
  public long call6_N(
      long n0,
      long n1,
      long n2,
      long n3,
      long n4,
      long n5,
      FuncRef callee,
      @Nullable Instance caller) {
    throw missing("call6_N", callee);
  }

  /** Takes 6 number words, returns a reference. */
  public Object call6_R(
      long n0,
      long n1,
      long n2,
      long n3,
      long n4,
      long n5,
      FuncRef callee,
      @Nullable Instance caller) {
    throw missing("call6_R", callee);
  }

  /** Takes 6 number words and a reference word, returns nothing. */
  public void call6R_V(
      long n0,
      long n1,
      long n2,
      long n3,
      long n4,
      long n5,
      Object r0,
      FuncRef callee,
      @Nullable Instance caller) {
    throw missing("call6R_V", callee);
  }

  /** Takes 6 number words and a reference word, returns a number. */
  public long call6R_N(
      long n0,
      long n1,
      long n2,
      long n3,
      long n4,
      long n5,
      Object r0,
      FuncRef callee,
      @Nullable Instance caller) {
    throw missing("call6R_N", callee);
  }

  /** Takes 6 number words and a reference word, returns a reference. */
  public Object call6R_R(
      long n0,
      long n1,
      long n2,
      long n3,
      long n4,
      long n5,
      Object r0,
      FuncRef callee,
      @Nullable Instance caller) {
    throw missing("call6R_R", callee);
  }
}
