package dev.kiln.compiler.model.type;

import java.util.Locale;

/** A storage type narrower than any value type. */
public enum PackedType implements StorageType {
  I8,
  I16;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
