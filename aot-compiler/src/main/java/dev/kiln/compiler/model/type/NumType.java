package dev.kiln.compiler.model.type;

import java.util.Locale;

/** A number type. */
public enum NumType implements ValType {
  I32,
  I64,
  F32,
  F64;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
