package dev.kiln.compiler.model.type;

/** The type of a global. */
public record GlobalType(ValType type, boolean mutable) {
  @Override
  public String toString() {
    return mutable ? "(mut " + type + ")" : type.toString();
  }
}
