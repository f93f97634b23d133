package dev.kiln.compiler.opcode;

/**
 * A catch clause of {@code try_table}.
 *
 * @param tag the tag index; 0 where all exceptions are caught
 * @param label the branch target
 */
public record CatchClause(Form form, int tag, int label) {
  /** The forms, in the order of their codes. */
  public enum Form {
    CATCH,
    CATCH_REF,
    CATCH_ALL,
    CATCH_ALL_REF
  }
}
