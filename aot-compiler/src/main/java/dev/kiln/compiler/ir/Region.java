package dev.kiln.compiler.ir;

import java.util.List;

/**
 * The statements of one wasm block: from {@code start} to {@code end} (exclusive) in the function's
 * list. Control enters at the start only. Regions nest; the one of the function comes first, and an
 * outer one comes before those in it.
 *
 * @param origin the instruction that made the region
 * @param start the first statement
 * @param end after the last statement
 * @param parent the position of the enclosing region, -1 for the function
 * @param handlers where control goes if a statement of the region throws, the first that matches
 */
public record Region(Origin origin, int start, int end, int parent, List<Handler> handlers) {
  /** What made a region. */
  public enum Origin {
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

  /** A region without handlers. */
  public Region(Origin origin, int start, int end, int parent) {
    this(origin, start, end, parent, List.of());
  }

  /** The same region around other statements. */
  public Region withRange(int newStart, int newEnd) {
    return new Region(origin, newStart, newEnd, parent, handlers);
  }
}
