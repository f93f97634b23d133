package dev.kiln.runtime;

import dev.kiln.runtime.abi.ModuleClass;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the integers, names and lists of a descriptor. Each character holds 6 bits and a
 * continuation bit, least significant first, so that class files store one byte for it. All parts
 * but the last are of the same length, and follow each other without a seam.
 */
final class DescriptorReader {
  /** So many integers are made room for before they are there. */
  private static final int FIRST_ROOM = 64;

  private final ModuleClass source;
  private final int partLength;

  /** Part {@code index}; {@code next} is counted from its beginning, and may be past its end. */
  private String part;

  private int index;
  private int next;

  DescriptorReader(ModuleClass source) {
    this.source = source;
    this.part = partAt(0);
    this.partLength = part.length();
  }

  private String partAt(int wanted) {
    @Nullable String text = source.descriptor(wanted);
    if (text == null) {
      throw damaged("ends early");
    }
    return text;
  }

  private LinkException damaged(String how) {
    return new LinkException(
        source.fileName() + ": the compiled class is damaged: its descriptor " + how);
  }

  /** The 6 bits of the character at {@code position}, wherever the reader is. */
  int bits(int position) {
    return at(partAt(position / partLength), position % partLength) & 63;
  }

  private char at(String text, int position) {
    if (position >= text.length()) {
      throw damaged("ends early");
    }
    return text.charAt(position);
  }

  private int character() {
    if (next >= part.length()) {
      index += next / partLength;
      next %= partLength;
      part = partAt(index);
    }
    return at(part, next++);
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
    long value = readLong();
    if (value >>> 31 != 0) {
      throw damaged("makes no sense");
    }
    return (int) value;
  }

  /** That many integers. The room for them grows as they come: the count may be wrong. */
  int[] read(int count) {
    int[] values = new int[Math.min(count, FIRST_ROOM)];
    for (int i = 0; i < count; i++) {
      if (i == values.length) {
        values = Arrays.copyOf(values, Math.min(count, 2 * i));
      }
      values[i] = read();
    }
    return values;
  }

  /** A name: its length in UTF-16 units, then the units. */
  String readName() {
    StringBuilder name = new StringBuilder();
    for (int n = read(); n > 0; n--) {
      name.append((char) read());
    }
    return name.toString();
  }

  /** A list: how many integers there are, and what {@link #readList(int)} reads. */
  IntList readList() {
    return readList(read());
  }

  /** A list of that many integers: how many characters each has, then these, which are skipped. */
  IntList readList(int size) {
    int width = read();
    int start = index * partLength + next;
    long end = start + (long) size * width;
    if (width < 1 || width > IntList.MAX_WIDTH || end > Integer.MAX_VALUE) {
      throw damaged("makes no sense");
    }
    next += size * width;
    return new IntList(this, start, width, size);
  }
}
