package dev.kiln.runtime;

/**
 * A value type (specification, section 2.3). Types that name a defined type belong to one engine.
 * Immutable.
 */
public sealed interface ValType permits NumType, RefType {
  /** 32-bit integers. */
  ValType I32 = NumType.I32;

  /** 64-bit integers. */
  ValType I64 = NumType.I64;

  /** 32-bit floating-point numbers. */
  ValType F32 = NumType.F32;

  /** 64-bit floating-point numbers. */
  ValType F64 = NumType.F64;

  /** Whether every value of this type is a value of {@code expected}. */
  boolean matches(ValType expected);
}
