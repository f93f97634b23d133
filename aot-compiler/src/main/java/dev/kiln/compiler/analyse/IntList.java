package dev.kiln.compiler.analyse;

import java.util.Arrays;

/** A list of ints that grows. */
final class IntList {
  private int[] values = new int[4];
  private int size;

  int size() {
    return size;
  }

  int get(int index) {
    return values[index];
  }

  /** The last value, -1 where there is none. */
  int last() {
    return size == 0 ? -1 : values[size - 1];
  }

  int removeLast() {
    return values[--size];
  }

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  /** Adds {@code value} if it is not the last one already. */
  void addUnlessLast(int value) {
    if (last() != value) {
      add(value);
    }
  }
}
