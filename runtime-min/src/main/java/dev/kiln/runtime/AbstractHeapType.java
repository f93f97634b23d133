package dev.kiln.runtime;

import java.util.Locale;

/** The heap types that need no definition. */
public enum AbstractHeapType implements HeapType {
  /** All functions. */
  FUNC,
  /** No function. */
  NOFUNC,
  /** All host values. */
  EXTERN,
  /** No host value. */
  NOEXTERN;

  @Override
  public boolean matches(HeapType expected) {
    return switch (this) {
      case FUNC, EXTERN -> expected == this;
      case NOFUNC, NOEXTERN -> expected.top() == top();
    };
  }

  @Override
  public AbstractHeapType top() {
    return this == FUNC || this == NOFUNC ? FUNC : EXTERN;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
