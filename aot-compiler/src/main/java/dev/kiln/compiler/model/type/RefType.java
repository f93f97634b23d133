package dev.kiln.compiler.model.type;

/** A reference type: what it refers to, and whether it may be null. */
public record RefType(boolean nullable, HeapType heap) implements ValType {
  /** {@code funcref}, that is {@code (ref null func)}. */
  public static final RefType FUNCREF = new RefType(true, AbstractHeapType.FUNC);

  /** {@code externref}, that is {@code (ref null extern)}. */
  public static final RefType EXTERNREF = new RefType(true, AbstractHeapType.EXTERN);

  /** The same type without null. */
  public RefType asNonNull() {
    return nullable ? new RefType(false, heap) : this;
  }

  @Override
  public String toString() {
    if (nullable && heap instanceof AbstractHeapType type) {
      return type.shorthand();
    }
    return (nullable ? "(ref null " : "(ref ") + heap + ")";
  }
}
