package dev.kiln.runtime.abi;

/**
 * The erased signature of a function: how many number words and reference words it takes and what
 * it returns. A <i>word</i> is what one value takes at the border between compiled code and the
 * runtime. Numbers are {@code long} words (i32 sign-extended, i64, the raw bits of f32 and f64),
 * references are {@code Object} words. Signatures beyond the direct family share {@link #WINDOW}.
 *
 * <p>A shape is an {@code int}, so that it can stand in a descriptor and index an array: {@code
 * (numbers * 2 + references) * 3 + result}, or {@link #WINDOW}.
 */
public final class Shape {
  /** The most number words of a direct entry. */
  public static final int MAX_NUMBERS = 6;

  /** The most reference words of a direct entry. */
  public static final int MAX_REFERENCES = 1;

  /** Result of a direct entry: nothing. */
  public static final int VOID = 0;

  /** Result of a direct entry: a number word. */
  public static final int NUMBER = 1;

  /** Result of a direct entry: a reference word. */
  public static final int REFERENCE = 2;

  /** The shape of every signature that has no direct entry: words travel in the store's window. */
  public static final int WINDOW = (MAX_NUMBERS + 1) * (MAX_REFERENCES + 1) * 3;

  /** How many shapes there are. */
  public static final int COUNT = WINDOW + 1;

  private Shape() {}

  /** The number words of a direct {@code shape}. */
  public static int numbers(int shape) {
    return shape / 3 / (MAX_REFERENCES + 1);
  }

  /** The reference words of a direct {@code shape}. */
  public static int references(int shape) {
    return shape / 3 % (MAX_REFERENCES + 1);
  }

  /** The result of a direct {@code shape}: {@link #VOID}, {@link #NUMBER} or {@link #REFERENCE}. */
  public static int result(int shape) {
    return shape % 3;
  }

  /** The name of the entry of {@link Code} for {@code shape}, such as {@code call2R_N}. */
  public static String entryName(int shape) {
    if (shape == WINDOW) {
      return "callWindow";
    }
    String words = numbers(shape) + (references(shape) == 0 ? "" : "R");
    return "call" + words + "_" + "VNR".charAt(result(shape));
  }
}
