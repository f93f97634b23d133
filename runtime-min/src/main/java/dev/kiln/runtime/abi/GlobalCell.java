package dev.kiln.runtime.abi;

import org.jspecify.annotations.Nullable;

/**
 * The value of a global that is imported mutable or exported; others are fields of their instance.
 */
public final class GlobalCell {
  /** A number: i32 sign-extended, i64, raw bits of f32 and f64. */
  public long bits;

  /** A reference. */
  public @Nullable Object reference;

  /** A cell that holds 0 or null. */
  public GlobalCell() {}
}
