package dev.kiln.compiler.emit.module;

import static dev.kiln.runtime.abi.DescriptorFormat.BITS;
import static dev.kiln.runtime.abi.DescriptorFormat.MASK;
import static dev.kiln.runtime.abi.DescriptorFormat.MORE;

import dev.kiln.runtime.abi.DescriptorFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Writes integers, names and lists as the runtime's descriptor reader expects them, in class file
 * constants.
 */
final class DescriptorWriter {
  /** A class file constant holds 65,535 bytes; NUL takes two. */
  private static final int PART_LENGTH = 32_000;

  private final StringBuilder head = new StringBuilder();

  /** The content of the lists: it follows all that is read when a module is loaded. */
  private final StringBuilder lists = new StringBuilder();

  /** Appends an integer that is not negative. */
  DescriptorWriter write(long value) {
    DescriptorFormat.append(head, value);
    return this;
  }

  /** Appends a name: as it is where each character takes a byte in a class file, else integers. */
  DescriptorWriter write(String name) {
    DescriptorFormat.append(head, name);
    return this;
  }

  /** Appends a list of {@code count} integers that are not negative, each as long as the others. */
  void list(int count, IntUnaryOperator values) {
    write(count);
    items(count, values);
  }

  /** Appends a list whose length the reader knows. */
  void items(int count, IntUnaryOperator values) {
    int max = IntStream.range(0, count).map(values).max().orElse(0);
    int width = 1;
    while (max >> BITS * width != 0) {
      width++;
    }
    write(width);
    for (int i = 0; i < count; i++) {
      int rest = values.applyAsInt(i);
      for (int d = 0; d < width; d++) {
        lists.append((char) (rest & MASK | MORE)); // never NUL, which takes two bytes
        rest >>>= BITS;
      }
    }
  }

  /** Everything written, in parts of the same length but for the last. */
  List<String> parts() {
    StringBuilder all = new StringBuilder();
    DescriptorFormat.append(all, head.length());
    all.append(head).append(lists);
    List<String> parts = new ArrayList<>();
    for (int from = 0; from < all.length(); from += PART_LENGTH) {
      parts.add(all.substring(from, Math.min(all.length(), from + PART_LENGTH)));
    }
    return parts;
  }
}
