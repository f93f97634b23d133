package dev.kiln.compiler.model.type;

/** The type of a table. Limits count elements. */
public record TableType(RefType element, Limits limits) {
  /** The type of the table's indices. */
  public AddressType address() {
    return limits.address();
  }
}
