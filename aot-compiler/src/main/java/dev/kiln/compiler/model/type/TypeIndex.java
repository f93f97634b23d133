package dev.kiln.compiler.model.type;

/**
 * A concrete heap type.
 *
 * @param index into the module's type index space
 */
public record TypeIndex(int index) implements HeapType {
  @Override
  public String toString() {
    return Integer.toUnsignedString(index);
  }
}
