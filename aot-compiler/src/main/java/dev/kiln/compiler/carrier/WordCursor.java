package dev.kiln.compiler.carrier;

import java.util.List;

/**
 * Walks over words. Number words and reference words are counted apart, since they lie in arrays or
 * parameters of their own. Mutable; for one thread.
 */
public final class WordCursor {
  private int numbers;
  private int references;

  /** Before the first words. */
  public WordCursor() {
    this(0, 0);
  }

  /** After so many words. */
  public WordCursor(int numbers, int references) {
    this.numbers = numbers;
    this.references = references;
  }

  /** After the words of {@code carriers}. */
  public static WordCursor after(List<Carrier> carriers) {
    WordCursor cursor = new WordCursor();
    carriers.forEach(cursor::next);
    return cursor;
  }

  /** The position of the next word, that of {@code carrier}, among words of its kind. */
  public int next(Carrier carrier) {
    return next(carrier.word());
  }

  /** The position of the next word, which is {@code word}, among words of its kind. */
  public int next(Word word) {
    return switch (word) {
      case NUMBER -> numbers++;
      case REFERENCE -> references++;
    };
  }

  /** How many number words it has passed. */
  public int numbers() {
    return numbers;
  }

  /** How many reference words it has passed. */
  public int references() {
    return references;
  }
}
