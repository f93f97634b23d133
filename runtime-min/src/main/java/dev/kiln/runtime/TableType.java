package dev.kiln.runtime;

/**
 * The type of a table.
 *
 * @param element the type of the elements
 * @param min the initial number of elements, 0 to 2³²−1
 * @param max the maximum number of elements, {@link #NO_MAX} where there is none
 */
public record TableType(RefType element, long min, long max) implements ExternType {
  /** No declared maximum. */
  public static final long NO_MAX = -1;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException where not 0 ≤ min ≤ max ≤ 2³² − 1 elements
   */
  public TableType {
    Limits.check(min, max, 0xffffffffL, "table");
  }

  @Override
  public String toString() {
    return "table " + Limits.text(min, max) + " " + element;
  }
}
