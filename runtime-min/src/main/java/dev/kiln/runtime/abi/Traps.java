package dev.kiln.runtime.abi;

import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.Trap;
import org.jspecify.annotations.Nullable;

/**
 * Makes traps for compiled code, which throws what it gets. All traps of compiled code are thrown
 * by an explicit check: HotSpot drops the stack trace of hot implicit exceptions, and with it the
 * name of the function that trapped.
 */
public final class Traps {
  private Traps() {}

  /** {@code unreachable} was executed. */
  public static Trap unreachable() {
    return new Trap(Trap.Kind.UNREACHABLE);
  }

  /** A memory access or bulk operation past the end. */
  public static Trap memoryOutOfBounds() {
    return new Trap(Trap.Kind.MEMORY_OUT_OF_BOUNDS);
  }

  /** A table access or bulk operation past the end. */
  public static Trap tableOutOfBounds() {
    return new Trap(Trap.Kind.TABLE_OUT_OF_BOUNDS);
  }

  /** {@code call_indirect} past the end of its table. */
  public static Trap undefinedElement() {
    return new Trap(Trap.Kind.UNDEFINED_ELEMENT);
  }

  /** {@code call_indirect} of a null element. */
  public static Trap uninitializedElement(int index) {
    return new Trap(Trap.Kind.UNINITIALIZED_ELEMENT, "uninitialized element " + index);
  }

  /** {@code call_indirect} of a function of another type. */
  public static Trap indirectCallTypeMismatch() {
    return new Trap(Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH);
  }

  /**
   * Traps unless {@code function} is of the type with the engine's id {@code type}, or a subtype.
   */
  public static void checkType(FuncRef function, int type) {
    if (function.typeId != type && !function.isSubtypeOf(type)) {
      throw indirectCallTypeMismatch();
    }
  }

  /** Division or remainder by zero. */
  public static Trap divideByZero() {
    return new Trap(Trap.Kind.INTEGER_DIVIDE_BY_ZERO);
  }

  /** A result that its integer type does not hold. */
  public static Trap integerOverflow() {
    return new Trap(Trap.Kind.INTEGER_OVERFLOW);
  }

  /** NaN where an integer is wanted. */
  public static Trap invalidConversion() {
    return new Trap(Trap.Kind.INVALID_CONVERSION_TO_INTEGER);
  }

  /** {@code call_ref}: the function, or a trap where it is null. */
  public static FuncRef nonNullFunction(@Nullable FuncRef function) {
    if (function == null) {
      throw new Trap(Trap.Kind.NULL_FUNCTION_REFERENCE);
    }
    return function;
  }

  /** {@code ref.as_non_null}: a trap where the reference is null. */
  public static Trap nullReference() {
    return new Trap(Trap.Kind.NULL_REFERENCE);
  }
}
