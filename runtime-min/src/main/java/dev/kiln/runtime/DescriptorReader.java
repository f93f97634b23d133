package dev.kiln.runtime;

import dev.kiln.runtime.abi.DescriptorFormat;
import dev.kiln.runtime.abi.ModuleClass;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the integers, names and lists of a descriptor. Each character holds 6 bits and a
 * continuation bit, least significant first, so that class files store one byte for it. All parts
 * but the last are of the same length, and follow each other without a seam. The first integer is
 * the number of characters from there to the content of the lists, which is at the end, so that
 * what has to be read is together.
 */
final class DescriptorReader {
  /** So many integers are made room for before they are there. */
  private static final int FIRST_ROOM = 64;

  private final ModuleClass source;
  private final int partLength;

  /** Part {@code index}, with the next character at {@code next}. */
  private String part;

  private int index;
  private int next;

  /** Where the content of the lists begins. */
  private final int end;

  /** Where the content of the next list is. */
  private int lists;

  DescriptorReader(ModuleClass source) {
    this.source = source;
    this.part = partAt(0);
    this.partLength = part.length();
    int head = read();
    this.end = inText(position() + (long) head);
    this.lists = end;
  }

  private int position() {
    return next + index * partLength;
  }

  private String partAt(int wanted) {
    @Nullable String text = source.descriptor(wanted);
    if (text == null) {
      throw damaged("ends early");
    }
    return text;
  }

  /** For what no compiler writes. {@code how} ends the sentence. */
  RuntimeException damaged(String how) {
    return Failures.link(
        source.fileName() + ": the compiled class is damaged: its descriptor " + how);
  }

  /** The 6 bits of the character at {@code position}, wherever the reader is. */
  int bits(int position) {
    return at(partAt(position / partLength), position % partLength) & DescriptorFormat.MASK;
  }

  private char at(String text, int position) {
    if (position >= text.length()) {
      throw damaged("ends early");
    }
    return text.charAt(position);
  }

  private int character() {
    if (next == partLength) {
      part = partAt(++index);
      next = 0;
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
      value |= (long) (c & DescriptorFormat.MASK) << shift;
      shift += DescriptorFormat.BITS;
    } while ((c & DescriptorFormat.MORE) != 0);
    return value;
  }

  /** An integer, 0 to 2³¹−1. */
  int read() {
    // Most are one character, and there may be very many.
    if (next < part.length()) {
      int c = part.charAt(next);
      if (c < DescriptorFormat.MORE) {
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

  /**
   * How many of something follow, each of at least one character: not more than there are, so that
   * arrays can be made for them.
   */
  int readCount() {
    int count = read();
    if (count > end - position()) {
      throw damaged("makes no sense");
    }
    return count;
  }

  /**
   * A name: twice its length in UTF-16 units, then the characters themselves; plus 1 where one of
   * them takes more than a byte in a class file, then integers.
   */
  String readName() {
    int twice = read();
    int left = twice >> 1;
    if ((twice & 1) == 0 && next + left <= part.length()) {
      next += left;
      return part.substring(next - left, next);
    }
    StringBuilder name = new StringBuilder();
    for (; left > 0; left--) {
      name.append((char) ((twice & 1) == 0 ? character() : read()));
    }
    return name.toString();
  }

  /** A list: how many integers there are, and what {@link #readList(int)} reads. */
  IntList readList() {
    return readList(read());
  }

  /** A list of that many integers: how many characters each has. Its content is not looked at. */
  IntList readList(int size) {
    int width = read();
    if (width < 1 || width > DescriptorFormat.MAX_WIDTH) {
      throw damaged("makes no sense");
    }
    IntList list = new IntList(this, lists, width, size);
    lists = inText(lists + (long) size * width);
    return list;
  }

  private int inText(long position) {
    if (position > Integer.MAX_VALUE) {
      throw damaged("makes no sense");
    }
    return (int) position;
  }

  /** Checks that the content of all lists is there. */
  void end() {
    bits(lists - 1);
  }
}
