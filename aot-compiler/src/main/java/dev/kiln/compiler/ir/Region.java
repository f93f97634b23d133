package dev.kiln.compiler.ir;

/**
 * The statements of one wasm block: from {@code start} to {@code end} (exclusive) in the function's
 * list. Control enters at the start only. Regions nest; the one of the function comes first.
 *
 * @param kind the instruction
 * @param start the first statement
 * @param end after the last statement
 * @param parent the position of the enclosing region, -1 for the function
 */
public record Region(Kind kind, int start, int end, int parent) {
  /** What made the region. */
  public enum Kind {
    /** The whole function. */
    FUNCTION,
    /** {@code block}. */
    BLOCK,
    /** {@code loop}: jumps from within go back to the start. */
    LOOP,
    /** The first arm of an {@code if}. */
    THEN,
    /** The second arm. */
    ELSE
  }
}
