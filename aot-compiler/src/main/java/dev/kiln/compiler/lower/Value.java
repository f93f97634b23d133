package dev.kiln.compiler.lower;

import dev.kiln.compiler.ir.Expr;
import org.jspecify.annotations.Nullable;

/**
 * An operand: an expression for each carrier of its type.
 *
 * @param first the expression, or the first of two
 * @param second the other one, or null
 */
record Value(Expr first, @Nullable Expr second) {
  /** The effects of evaluating it. */
  int effects() {
    return second == null ? first.effects() : first.effects() | second.effects();
  }
}
