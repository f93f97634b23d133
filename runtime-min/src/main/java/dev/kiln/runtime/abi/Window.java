package dev.kiln.runtime.abi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The store's stack of words, for signatures that have no direct entry and for calls by the host,
 * and the place where results after the first travel. One per store; like the store confined to one
 * thread.
 *
 * <p>Stack discipline with a base index: who needs words remembers {@link #numberTop} and {@link
 * #referenceTop}, calls {@link #reserve}, and puts the tops back when done. The arrays are replaced
 * when they grow, so code reads the fields again after every call.
 */
public final class Window {
  /** Number words; those below {@link #numberTop} are in use. */
  public long[] numbers = new long[64];

  /** Reference words; those below {@link #referenceTop} are in use, the others are null. */
  public @Nullable Object[] references = new @Nullable Object[16];

  /** The first free number word. */
  public int numberTop;

  /** The first free reference word. */
  public int referenceTop;

  /** Number words of results after the first, in order; read by the caller right after the call. */
  public long[] moreNumbers = new long[8];

  /** Reference words of results after the first; the caller clears what it read. */
  public @Nullable Object[] moreReferences = new @Nullable Object[8];

  /** An empty window. */
  public Window() {}

  /** Makes {@code n} number words and {@code r} reference words usable above the tops. */
  public void reserve(int n, int r) {
    if (numberTop + n > numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(numberTop + n, numbers.length * 2));
    }
    if (referenceTop + r > references.length) {
      references = Arrays.copyOf(references, Math.max(referenceTop + r, references.length * 2));
    }
    numberTop += n;
    referenceTop += r;
  }

  /** Gives back all words from {@code n} and {@code r} on and forgets the references there. */
  public void release(int n, int r) {
    if (referenceTop > r) {
      Arrays.fill(references, r, referenceTop, null);
    }
    numberTop = n;
    referenceTop = r;
  }

  /** Makes room for {@code numbers} and {@code references} results after the first. */
  public void reserveMore(int n, int r) {
    if (n > moreNumbers.length) {
      moreNumbers = Arrays.copyOf(moreNumbers, n);
    }
    if (r > moreReferences.length) {
      moreReferences = Arrays.copyOf(moreReferences, r);
    }
  }

  /** The reference result number {@code index} after the first; it is forgotten here. */
  public @Nullable Object takeReference(int index) {
    Object value = moreReferences[index];
    moreReferences[index] = null;
    return value;
  }

  /**
   * Moves results after the first from the window to where a compiled caller looks for them.
   *
   * @param n where they begin among the number words, and how many there are
   * @param r the same for reference words
   */
  public void resultsToMore(int n, int numberCount, int r, int referenceCount) {
    System.arraycopy(numbers, n, moreNumbers, 0, numberCount);
    System.arraycopy(references, r, moreReferences, 0, referenceCount);
  }

  /** The other way: what a compiled function left goes to the window; see above. */
  public void moreToResults(int n, int numberCount, int r, int referenceCount) {
    System.arraycopy(moreNumbers, 0, numbers, n, numberCount);
    System.arraycopy(moreReferences, 0, references, r, referenceCount);
    Arrays.fill(moreReferences, 0, referenceCount, null);
  }

  /** The number word at {@code index} as an i32. */
  public int i32(int index) {
    return (int) numbers[index];
  }

  /** The number word at {@code index} as an i64. */
  public long i64(int index) {
    return numbers[index];
  }

  /** The number word at {@code index} as an f32. */
  public float f32(int index) {
    return Float.intBitsToFloat((int) numbers[index]);
  }

  /** The number word at {@code index} as an f64. */
  public double f64(int index) {
    return Double.longBitsToDouble(numbers[index]);
  }

  /** The reference word at {@code index}. */
  public @Nullable Object reference(int index) {
    return references[index];
  }

  /** Writes an i32 result. */
  public void i32(int index, int value) {
    numbers[index] = value;
  }

  /** Writes an i64 result. */
  public void i64(int index, long value) {
    numbers[index] = value;
  }

  /** Writes an f32 result. */
  public void f32(int index, float value) {
    numbers[index] = Float.floatToRawIntBits(value);
  }

  /** Writes an f64 result. */
  public void f64(int index, double value) {
    numbers[index] = Double.doubleToRawLongBits(value);
  }

  /** Writes a reference result. */
  public void reference(int index, @Nullable Object value) {
    references[index] = value;
  }
}
