package dev.kiln.compiler.model;

import dev.kiln.compiler.model.type.RefType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element segment. Exactly one of {@code functions} and {@code expressions} is present. The
 * array is shared: do not write to it.
 *
 * @param table the table of an active segment, otherwise 0
 * @param offset where an active segment goes, otherwise null
 * @param functions function indices
 * @param expressions one constant expression for each element
 */
@SuppressWarnings("ArrayRecordComponent") // a million boxed indices would be slower than decoding
public record ElementSegment(
    Mode mode,
    int table,
    @Nullable ConstExpr offset,
    RefType type,
    int @Nullable [] functions,
    @Nullable List<ConstExpr> expressions) {
  /** The number of elements. */
  public int size() {
    if (functions != null) {
      return functions.length;
    }
    return expressions == null ? 0 : expressions.size();
  }
}
