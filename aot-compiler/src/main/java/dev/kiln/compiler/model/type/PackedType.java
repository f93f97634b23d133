package dev.kiln.compiler.model.type;

/** A storage type narrower than any value type. */
public enum PackedType implements StorageType {
  I8("i8"),
  I16("i16");

  private final String text;

  PackedType(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
