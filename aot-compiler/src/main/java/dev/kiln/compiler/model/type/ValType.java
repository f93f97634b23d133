package dev.kiln.compiler.model.type;

/**
 * A value type (specification 2.3.5). {@code toString} gives the text format: {@code i32}, {@code
 * funcref}, {@code (ref null 3)}.
 */
public sealed interface ValType extends StorageType permits NumType, VecType, RefType {
  /** Whether a local of this type has a value before it is set (specification 3.2.15). */
  default boolean isDefaultable() {
    return !(this instanceof RefType ref) || ref.nullable();
  }
}
