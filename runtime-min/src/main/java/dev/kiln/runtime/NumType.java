package dev.kiln.runtime;

import java.util.Locale;

/** A number type. In Java: {@code int}, {@code long}, {@code float}, {@code double}. */
public enum NumType implements ValType {
  /** 32-bit integers. */
  I32(Integer.class),
  /** 64-bit integers. */
  I64(Long.class),
  /** 32-bit floating-point numbers. */
  F32(Float.class),
  /** 64-bit floating-point numbers. */
  F64(Double.class);

  /** What a boxed value is. */
  final Class<?> boxed;

  NumType(Class<?> boxed) {
    this.boxed = boxed;
  }

  @Override
  public boolean matches(ValType expected) {
    return this == expected;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
