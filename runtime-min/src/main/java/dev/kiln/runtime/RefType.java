package dev.kiln.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A reference type. In Java: {@link FuncRef} for functions, any {@code Object} for extern, {@code
 * null} for null.
 *
 * @param nullable whether null is a value of the type
 * @param heap what the reference points to
 */
public record RefType(boolean nullable, HeapType heap) implements ValType {
  /** {@code (ref null func)}. */
  public static final RefType FUNCREF = new RefType(true, AbstractHeapType.FUNC);

  /** {@code (ref null extern)}. */
  public static final RefType EXTERNREF = new RefType(true, AbstractHeapType.EXTERN);

  @Override
  public boolean matches(ValType expected) {
    return expected instanceof RefType ref && (ref.nullable || !nullable) && heap.matches(ref.heap);
  }

  /** Whether the Java value is of this type; functions of any store are. */
  boolean holds(@Nullable Object value) {
    if (value == null) {
      return nullable;
    }
    if (heap.top() == AbstractHeapType.EXTERN) {
      return heap == AbstractHeapType.EXTERN;
    }
    return value instanceof FuncRef function && function.definedType().matches(heap);
  }

  /** Whether the values are functions. */
  boolean isFunction() {
    return heap.top() == AbstractHeapType.FUNC;
  }

  @Override
  public String toString() {
    if (nullable && heap instanceof AbstractHeapType) {
      String name = heap + "ref";
      return name.startsWith("no") ? "null" + name.substring(2) : name;
    }
    return "(ref " + (nullable ? "null " : "") + heap + ")";
  }
}
