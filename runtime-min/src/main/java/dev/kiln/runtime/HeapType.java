package dev.kiln.runtime;

/**
 * What a reference points to (specification, section 2.3.4): an abstract heap type or a defined
 * one.
 */
public sealed interface HeapType permits AbstractHeapType, DefinedType {
  /** Whether everything of this heap type is also of {@code expected}. */
  boolean matches(HeapType expected);

  /** The top of the hierarchy this type is in. */
  AbstractHeapType top();
}
