package dev.kiln.compiler.api;

import java.util.ArrayList;
import java.util.List;

/**
 * How to compile a module.
 *
 * @param className the binary name of the module class, such as {@code com.acme.ImageFilter}
 * @param threads how many threads compile, at least 1; the result does not depend on it
 * @param methodLimit a function is split if its method could have more bytes of bytecode than this,
 *     {@value #MIN_SIZE} to {@value #MAX_SIZE}; for measurements, since HotSpot compiles no method
 *     over 8000 bytes
 * @param pieceSize the bytes of bytecode in each piece of a split function, {@value #MIN_SIZE} to
 *     {@code methodLimit}
 * @param positions whether each statement has a character range, with the byte offsets of its wasm
 *     instructions; for listings, JVMs ignore it
 * @param epochs whether code can be interrupted; it then compares the engine's epoch with the
 *     store's deadline at each function and loop
 * @param fuel whether code uses fuel of its store
 */
public record CompileOptions(
    String className,
    int threads,
    int methodLimit,
    int pieceSize,
    boolean positions,
    boolean epochs,
    boolean fuel) {
  /** The smallest {@code methodLimit} and {@code pieceSize}. */
  public static final int MIN_SIZE = 1000;

  /** The greatest {@code methodLimit}. A method of this size always fits a class file. */
  public static final int MAX_SIZE = 60_000;

  /** The default of {@code methodLimit}, a little below HotSpot's 8000. */
  public static final int METHOD_LIMIT = 7600;

  /** The default of {@code pieceSize}. */
  public static final int PIECE_SIZE = 3600;

  /** Checks the arguments. */
  public CompileOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + " is less than 1");
    }
    if (methodLimit < MIN_SIZE || methodLimit > MAX_SIZE) {
      throw new IllegalArgumentException(
          "the method limit is " + methodLimit + "; it must be " + MIN_SIZE + " to " + MAX_SIZE);
    }
    if (pieceSize < MIN_SIZE || pieceSize > methodLimit) {
      throw new IllegalArgumentException(
          "the piece size is "
              + pieceSize
              + "; it must be "
              + MIN_SIZE
              + " to "
              + methodLimit
              + ", the method limit");
    }
    for (String part : className.split("\\.", -1)) {
      if (!isIdentifier(part)) {
        throw new IllegalArgumentException("\"" + className + "\" is not the name of a Java class");
      }
    }
  }

  /** The default sizes, no positions, no epochs, no fuel. */
  public CompileOptions(String className, int threads) {
    this(className, threads, METHOD_LIMIT, PIECE_SIZE, false, false, false);
  }

  /** All defaults: as many threads as there are processors. */
  public static CompileOptions of(String className) {
    return new CompileOptions(className, Runtime.getRuntime().availableProcessors());
  }

  /**
   * The same options, with other sizes.
   *
   * @param newMethodLimit see {@link #methodLimit()}; 0 for the default
   * @param newPieceSize see {@link #pieceSize()}; 0 for the default, or the method limit if that is
   *     less
   * @throws IllegalArgumentException if a size is out of its range; the message is a sentence
   */
  public CompileOptions withSizes(int newMethodLimit, int newPieceSize) {
    int limit = newMethodLimit == 0 ? METHOD_LIMIT : newMethodLimit;
    int piece = newPieceSize == 0 ? Math.min(PIECE_SIZE, limit) : newPieceSize;
    return new CompileOptions(className, threads, limit, piece, positions, epochs, fuel);
  }

  /** The same options, with positions. */
  public CompileOptions withPositions() {
    return new CompileOptions(className, threads, methodLimit, pieceSize, true, epochs, fuel);
  }

  /** The same options, with other values of {@code epochs} and {@code fuel}. */
  public CompileOptions withInterruption(boolean newEpochs, boolean newFuel) {
    return new CompileOptions(
        className, threads, methodLimit, pieceSize, positions, newEpochs, newFuel);
  }

  /** The options that change the code and are not the default: {@code epochs methodLimit=4000}. */
  public String text() {
    List<String> all = new ArrayList<>();
    if (epochs) {
      all.add("epochs");
    }
    if (fuel) {
      all.add("fuel");
    }
    if (methodLimit != METHOD_LIMIT) {
      all.add("methodLimit=" + methodLimit);
    }
    if (pieceSize != PIECE_SIZE) {
      all.add("pieceSize=" + pieceSize);
    }
    return String.join(" ", all);
  }

  private static boolean isIdentifier(String part) {
    return !part.isEmpty()
        && Character.isJavaIdentifierStart(part.codePointAt(0))
        && part.codePoints().allMatch(Character::isJavaIdentifierPart);
  }
}
