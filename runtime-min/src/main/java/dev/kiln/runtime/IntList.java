package dev.kiln.runtime;

import dev.kiln.runtime.abi.DescriptorFormat;
import java.util.Objects;

/**
 * A list of integers in a descriptor, read where one is asked for: there may be very many, of which
 * few are ever looked at. Immutable.
 */
final class IntList {
  private final DescriptorReader text;
  private final int start;
  private final int width;
  private final int size;

  IntList(DescriptorReader text, int start, int width, int size) {
    this.text = text;
    this.start = start;
    this.width = width;
    this.size = size;
  }

  int size() {
    return size;
  }

  /** The integer at {@code index}. */
  int get(int index) {
    int first = start + Objects.checkIndex(index, size) * width;
    int value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = value << DescriptorFormat.BITS | text.bits(first + i);
    }
    return value;
  }

  /** The last index whose integer is at most {@code key}, in an ascending list; -1 for none. */
  int floor(int key) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = low + high >>> 1;
      if (get(middle) <= key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
