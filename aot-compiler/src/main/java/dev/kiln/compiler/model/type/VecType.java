package dev.kiln.compiler.model.type;

/** The vector type. */
public enum VecType implements ValType {
  V128;

  @Override
  public String toString() {
    return "v128";
  }
}
