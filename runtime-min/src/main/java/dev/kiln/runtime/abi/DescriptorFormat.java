package dev.kiln.runtime.abi;

/**
 * The format of {@link ModuleClass#descriptor}: the numbers that the compiler writes and the
 * runtime reads. Both sides take them from here.
 *
 * <p>A <b>value type</b> is an integer. {@link #I32} to {@link #F64} are the number types. A
 * reference type is {@code REF + heap * 2}, plus 1 where it admits null. Its heap type is one of
 * the abstract ones below {@link #DEFINED}, or {@code DEFINED + i} for type index i.
 *
 * <p>A <b>recursion group</b> begins with its size. {@link #SIGNATURE} in place of a size means one
 * final type of numbers, given as a text; see {@link #LETTERS}. Otherwise each type is: 1 where it
 * is final, else 0; the type index of its supertype plus 1, or 0; its parameters; its results.
 *
 * <p>An <b>extern type</b> begins with its kind, which is that of the binary format. <b>Limits</b>
 * are a minimum and a maximum plus 1, or 0 for no maximum, of up to 63 bits each. <b>Flags</b> are
 * an integer; the only one in use is bit 0. The others are reserved, such as those of a memory that
 * is shared or that has 64-bit addresses.
 *
 * <p>The names marked as reserved have a number and no reader yet. A descriptor that has one of
 * them is refused with a sentence, like any other number that is not listed here.
 */
public final class DescriptorFormat {
  /** The value type i32. */
  public static final int I32 = 0;

  /** The value type i64. */
  public static final int I64 = 1;

  /** The value type f32. */
  public static final int F32 = 2;

  /** The value type f64. */
  public static final int F64 = 3;

  /** How many number types there are. */
  public static final int NUMBERS = 4;

  /** The value type v128; reserved. */
  public static final int V128 = 4;

  /** The first reference type. */
  public static final int REF = 8;

  /** The heap type of all functions. */
  public static final int FUNC_HEAP = 0;

  /** The heap type of no function. */
  public static final int NOFUNC_HEAP = 1;

  /** The heap type of all host values. */
  public static final int EXTERN_HEAP = 2;

  /** The heap type of no host value. */
  public static final int NOEXTERN_HEAP = 3;

  /** How many abstract heap types there are; those from here to {@link #DEFINED} are reserved. */
  public static final int HEAPS = 4;

  /** The first heap type that is a type index. */
  public static final int DEFINED = 16;

  /** The kind of a function import or export. */
  public static final int FUNC = 0;

  /** The kind of a table. */
  public static final int TABLE = 1;

  /** The kind of a memory. */
  public static final int MEMORY = 2;

  /** The kind of a global. */
  public static final int GLOBAL = 3;

  /** The kind of a tag; reserved. */
  public static final int TAG = 4;

  /** What stands in place of a group's size where its only type is given as a text. */
  public static final int SIGNATURE = 0;

  /**
   * The letters of the number types in their order: {@code il:i} takes an i32 and an i64 and
   * returns an i32.
   */
  public static final String LETTERS = "ilfd";

  /** How many bits of an integer a character holds. */
  public static final int BITS = 6;

  /** The bits of a character that belong to the integer. */
  public static final int MASK = (1 << BITS) - 1;

  /** The bit that says that the integer goes on in the next character. */
  public static final int MORE = 1 << BITS;

  /** The most characters of an item in a list; five hold 30 bits. */
  public static final int MAX_WIDTH = 5;

  private DescriptorFormat() {}

  /** The reference type with that heap type. */
  public static int reference(int heap, boolean nullable) {
    return REF + heap * 2 + (nullable ? 1 : 0);
  }

  /** The maximum of limits as it is written: -1 stands for no maximum. */
  public static long maximum(long max) {
    return max + 1;
  }

  /** Appends an integer that is not negative: least significant bits first. */
  public static void append(StringBuilder to, long value) {
    long rest = value;
    while (rest > MASK) {
      to.append((char) (rest & MASK | MORE));
      rest >>>= BITS;
    }
    to.append((char) rest);
  }

  /**
   * Appends a name: twice its length and the characters as they are, where each takes one byte in a
   * class file; else twice its length plus 1 and an integer for each character.
   */
  public static void append(StringBuilder to, String name) {
    int length = name.length();
    boolean plain = true;
    for (int i = 0; i < length; i++) {
      plain &= name.charAt(i) > 0 && name.charAt(i) < 128;
    }
    append(to, 2L * length + (plain ? 0 : 1));
    for (int i = 0; i < length; i++) {
      if (plain) {
        to.append(name.charAt(i));
      } else {
        append(to, name.charAt(i));
      }
    }
  }
}
