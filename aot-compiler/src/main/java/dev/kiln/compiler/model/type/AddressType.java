package dev.kiln.compiler.model.type;

/** The type of addresses of a memory or of indices of a table. */
public enum AddressType {
  I32(NumType.I32),
  I64(NumType.I64);

  private final NumType type;

  AddressType(NumType type) {
    this.type = type;
  }

  /** The value type of an address. */
  public NumType type() {
    return type;
  }

  @Override
  public String toString() {
    return type.toString();
  }
}
