package dev.kiln.examples.formula;

/** A text is no formula. */
public final class FormulaException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** Where the text is wrong. */
  private final int position;

  FormulaException(String problem, String text, int position) {
    super(problem + ", at " + position + " of \"" + text + "\"");
    this.position = position;
  }

  /** The character of the text where it is wrong, 0 for the first. */
  public int position() {
    return position;
  }
}
