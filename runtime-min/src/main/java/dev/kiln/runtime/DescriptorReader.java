package dev.kiln.runtime;

import dev.kiln.runtime.abi.ModuleClass;
import org.jspecify.annotations.Nullable;

/**
 * Reads the integers and names of a descriptor. Each character holds 6 bits and a continuation bit,
 * least significant first, so that class files store one byte for it. Parts follow each other
 * without a seam.
 */
final class DescriptorReader {
  private final ModuleClass source;
  private String part;
  private int next;
  private int parts;

  DescriptorReader(ModuleClass source) {
    this.source = source;
    this.part = "";
  }

  private int character() {
    while (next == part.length()) {
      @Nullable String following = source.descriptor(parts++);
      if (following == null) {
        throw new LinkException(
            source.fileName() + ": the compiled class is damaged: its descriptor ends early");
      }
      part = following;
      next = 0;
    }
    return part.charAt(next++);
  }

  /** An integer, 0 to 2⁶³−1. */
  long readLong() {
    long value = 0;
    int shift = 0;
    int c;
    do {
      c = character();
      value |= (long) (c & 63) << shift;
      shift += 6;
    } while ((c & 64) != 0);
    return value;
  }

  /** An integer, 0 to 2³¹−1. */
  int read() {
    // Most are one character, and there may be very many.
    if (next < part.length()) {
      int c = part.charAt(next);
      if (c < 64) {
        next++;
        return c;
      }
    }
    return (int) readLong();
  }

  /** That many integers. */
  int[] read(int count) {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = read();
    }
    return values;
  }

  /** A name: its length in UTF-16 units, then the units. */
  String readName() {
    char[] name = new char[read()];
    for (int i = 0; i < name.length; i++) {
      name[i] = (char) read();
    }
    return new String(name);
  }
}
