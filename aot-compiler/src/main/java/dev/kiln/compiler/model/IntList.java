package dev.kiln.compiler.model;

import java.util.Arrays;

/** A growing list of ints without boxes. For one thread. */
public final class IntList {
  private int[] values = new int[4];
  private int size;

  /** Appends {@code value}. */
  public void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  /** Appends {@code value} unless it is the last one already. */
  public void addUnlessLast(int value) {
    if (last() != value) {
      add(value);
    }
  }

  /**
   * The value at {@code index}.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public int get(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    return values[index];
  }

  /** The last value, or -1 if the list is empty. */
  public int last() {
    return size == 0 ? -1 : values[size - 1];
  }

  /** Removes the last value and returns it. The list must not be empty. */
  public int removeLast() {
    return values[--size];
  }

  /** How many values there are. */
  public int size() {
    return size;
  }

  int[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
