package dev.kiln.compiler.model;

/** The type of a global. */
public record GlobalType(ValType type, boolean mutable) {
  @Override
  public String toString() {
    return mutable ? "(mut " + type + ")" : type.toString();
  }
}
