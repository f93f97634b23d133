package dev.kiln.compiler.emit;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes integers and names as the runtime's descriptor reader expects them, in class file
 * constants.
 */
final class DescriptorWriter {
  /** A class file constant holds 65,535 bytes; NUL takes two. */
  private static final int MAX_PART = 32_000;

  private final List<String> parts = new ArrayList<>();
  private StringBuilder part = new StringBuilder();

  /** Appends an integer that is not negative. */
  DescriptorWriter write(long value) {
    long rest = value;
    while (rest > 63) {
      part.append((char) (rest & 63 | 64));
      rest >>>= 6;
    }
    part.append((char) rest);
    if (part.length() >= MAX_PART) {
      parts.add(part.toString());
      part = new StringBuilder();
    }
    return this;
  }

  /** Appends a name. */
  void write(String name) {
    write(name.length());
    name.chars().forEach(this::write);
  }

  /** Everything written. */
  List<String> parts() {
    List<String> all = new ArrayList<>(parts);
    if (!part.isEmpty()) {
      all.add(part.toString());
    }
    return all;
  }
}
