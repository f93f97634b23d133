package dev.kiln.it.spec;

import java.util.List;

/**
 * An argument, or what a result shall be.
 *
 * @param type {@code i32}, {@code externref}, {@code refnull}, …
 * @param text the decimal of the bits, {@code nan:canonical}, {@code null}, …; empty for any value
 */
public record Value(String type, String text) {
  @Override
  public String toString() {
    return text.isEmpty() ? type : type + " " + text;
  }

  /**
   * What a result shall be: one of these.
   *
   * @param alternatives at least one
   */
  public record Expected(List<Value> alternatives) {
    /** Copies the list. */
    public Expected {
      alternatives = List.copyOf(alternatives);
    }

    @Override
    public String toString() {
      return alternatives.size() == 1 ? alternatives.get(0).toString() : "one of " + alternatives;
    }
  }
}
