package dev.kiln.compiler.opcode;

/**
 * How a comparison relates its first operand to its second; one without a second has zero, null.
 */
public enum Relation {
  EQ,
  NE,
  LT,
  GE,
  GT,
  LE;

  /** What holds where this does not, but for NaN. */
  public Relation negated() {
    return switch (this) {
      case EQ -> NE;
      case NE -> EQ;
      case LT -> GE;
      case GE -> LT;
      case GT -> LE;
      case LE -> GT;
    };
  }
}
