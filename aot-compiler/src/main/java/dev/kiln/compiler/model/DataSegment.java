package dev.kiln.compiler.model;

import org.jspecify.annotations.Nullable;

/**
 * A data segment, as a range of bytes in the module.
 *
 * @param memory the memory of an active segment, otherwise 0
 * @param offset where an active segment goes, otherwise null
 * @param start offset of the first byte
 * @param end offset after the last byte
 */
public record DataSegment(Mode mode, int memory, @Nullable ConstExpr offset, int start, int end) {
  /** The number of bytes. */
  public int size() {
    return end - start;
  }
}
