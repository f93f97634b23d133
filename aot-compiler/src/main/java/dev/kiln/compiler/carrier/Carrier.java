package dev.kiln.compiler.carrier;

import dev.kiln.compiler.model.type.AbstractHeapType;
import dev.kiln.compiler.model.type.HeapType;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.model.type.VecType;

/** What the JVM needs to know of a value type. */
public enum Carrier {
  /** {@code int}. */
  I32(1),
  /** {@code long}. */
  I64(2),
  /** {@code float}. */
  F32(1),
  /** {@code double}. */
  F64(2),
  /** A function reference. */
  FUNC(1),
  /** Any other reference. */
  REF(1);

  private final int slots;

  Carrier(int slots) {
    this.slots = slots;
  }

  /** How many JVM local variable slots a value takes. */
  public int slots() {
    return slots;
  }

  /** Whether it travels in a reference lane. */
  public boolean isReference() {
    return this == FUNC || this == REF;
  }

  /** The kind of {@code type}. */
  public static Carrier of(ValType type) {
    return switch (type) {
      case NumType.I32 -> I32;
      case NumType.I64 -> I64;
      case NumType.F32 -> F32;
      case NumType.F64 -> F64;
      case VecType v -> throw new IllegalArgumentException("no kind for " + v);
      case RefType ref -> of(ref.heap());
    };
  }

  private static Carrier of(HeapType heap) {
    if (heap instanceof AbstractHeapType a) {
      return a == AbstractHeapType.FUNC || a == AbstractHeapType.NOFUNC ? FUNC : REF;
    }
    return FUNC; // every defined type is a function type until garbage collection is compiled
  }

  /** The kind of an operand letter of an opcode's signature. */
  public static Carrier of(char letter) {
    return switch (letter) {
      case 'i' -> I32;
      case 'l' -> I64;
      case 'f' -> F32;
      case 'd' -> F64;
      default -> throw new IllegalArgumentException("no kind for operand letter " + letter);
    };
  }
}
