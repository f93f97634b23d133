package dev.kiln.runtime;

import java.util.Locale;

/** A number type. In Java: {@code int}, {@code long}, {@code float}, {@code double}. */
public enum NumType implements ValType {
  /** 32-bit integers. */
  I32,
  /** 64-bit integers. */
  I64,
  /** 32-bit floating-point numbers. */
  F32,
  /** 64-bit floating-point numbers. */
  F64;

  @Override
  public boolean matches(ValType expected) {
    return this == expected;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
