package dev.kiln.runtime;

/**
 * The type of a global.
 *
 * @param type the type of the value
 * @param mutable whether the value may change
 */
public record GlobalType(ValType type, boolean mutable) implements ExternType {
  @Override
  public String toString() {
    return "global " + (mutable ? "(mut " + type + ")" : type.toString());
  }
}
