package dev.kiln.runtime;

import dev.kiln.runtime.abi.DescriptorFormat;

/**
 * Writes the text by which an engine knows a recursion group. Equal texts are equal groups (section
 * 3.1.3): types inside the group stand by their place in it, others by their canonical number. The
 * text of one final type of numbers is its signature, such as {@code il:i}.
 */
final class TypeKey {
  private final StringBuilder text = new StringBuilder();

  /** Begins a type of the group. */
  TypeKey type(boolean isFinal) {
    text.append(text.isEmpty() ? "" : ";").append(isFinal ? "" : "o");
    return this;
  }

  /** The declared supertype follows. */
  TypeKey supertype() {
    text.append('<');
    return this;
  }

  /** Between parameters and results. */
  TypeKey results() {
    text.append(':');
    return this;
  }

  /** A number type, by its place among them. */
  void number(int code) {
    text.append(DescriptorFormat.LETTERS.charAt(code));
  }

  /** A reference; its heap type follows. */
  TypeKey reference(boolean nullable) {
    text.append(nullable ? 'n' : 'r');
    return this;
  }

  /** An abstract heap type, by its place among them. */
  void abstractHeap(int heap) {
    item('a', heap);
  }

  /** A type of the group, by its place in it. */
  void inside(int place) {
    item('i', place);
  }

  /** A type outside the group, by its canonical number. */
  void outside(int id) {
    item('d', id);
  }

  private void item(char letter, int number) {
    text.append(letter).append(number).append(',');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
