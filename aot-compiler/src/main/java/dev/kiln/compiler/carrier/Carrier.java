package dev.kiln.compiler.carrier;

import dev.kiln.runtime.FuncRef;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** A JVM value that carries a value of WebAssembly, or a part of one: see {@link Layout}. */
public enum Carrier {
  /** {@code int}. */
  I32(TypeKind.INT, Word.NUMBER, ConstantDescs.CD_int, "int"),
  /** {@code long}. */
  I64(TypeKind.LONG, Word.NUMBER, ConstantDescs.CD_long, "long"),
  /** {@code float}. */
  F32(TypeKind.FLOAT, Word.NUMBER, ConstantDescs.CD_float, "float"),
  /** {@code double}. */
  F64(TypeKind.DOUBLE, Word.NUMBER, ConstantDescs.CD_double, "double"),
  /** A function reference. */
  FUNC(
      TypeKind.REFERENCE,
      Word.REFERENCE,
      FuncRef.class.describeConstable().orElseThrow(),
      "dev.kiln.runtime.FuncRef"),
  /** Any other reference. */
  REF(TypeKind.REFERENCE, Word.REFERENCE, ConstantDescs.CD_Object, "java.lang.Object");

  private final TypeKind typeKind;
  private final Word word;
  private final ClassDesc type;
  private final String source;

  Carrier(TypeKind typeKind, Word word, ClassDesc type, String source) {
    this.typeKind = typeKind;
    this.word = word;
    this.type = type;
    this.source = source;
  }

  /** The carrier of an operand letter of an opcode's signature. */
  public static Carrier of(char letter) {
    return switch (letter) {
      case 'i' -> I32;
      case 'l' -> I64;
      case 'f' -> F32;
      case 'd' -> F64;
      default -> throw new IllegalArgumentException("no carrier for operand letter " + letter);
    };
  }

  /** The JVM type. */
  public ClassDesc type() {
    return type;
  }

  /** The JVM's computational type: what loads, stores and returns it. */
  public TypeKind typeKind() {
    return typeKind;
  }

  /** The type in Java source. */
  public String source() {
    return source;
  }

  /** How many JVM local variable slots it takes. */
  public int slots() {
    return typeKind.slotSize();
  }

  /** The kind of word that it becomes where values cross a border between functions. */
  public Word word() {
    return word;
  }

  /** From the value on the JVM stack to its word. */
  public void erase(CodeBuilder cb) {
    switch (this) {
      case I32 -> cb.i2l();
      case F32 ->
          cb.invokestatic(ConstantDescs.CD_Float, "floatToRawIntBits", method(I32, F32)).i2l();
      case F64 -> cb.invokestatic(ConstantDescs.CD_Double, "doubleToRawLongBits", method(I64, F64));
      case I64, FUNC, REF -> {}
    }
  }

  /** From the word on the JVM stack to the value. */
  public void restore(CodeBuilder cb) {
    switch (this) {
      case I32 -> cb.l2i();
      case F32 -> cb.l2i().invokestatic(ConstantDescs.CD_Float, "intBitsToFloat", method(F32, I32));
      case F64 -> cb.invokestatic(ConstantDescs.CD_Double, "longBitsToDouble", method(F64, I64));
      case FUNC -> cb.checkcast(type);
      case I64, REF -> {}
    }
  }

  private static MethodTypeDesc method(Carrier result, Carrier param) {
    return MethodTypeDesc.of(result.type, param.type);
  }

  /**
   * The class of the boxed value.
   *
   * @throws IllegalStateException for a reference, which is an object already
   */
  public ClassDesc box() {
    return switch (this) {
      case I32 -> ConstantDescs.CD_Integer;
      case I64 -> ConstantDescs.CD_Long;
      case F32 -> ConstantDescs.CD_Float;
      case F64 -> ConstantDescs.CD_Double;
      case FUNC, REF -> throw new IllegalStateException("no box for " + this);
    };
  }

  /** From the value on the JVM stack to an object. */
  public void box(CodeBuilder cb) {
    switch (this) {
      case I32, I64, F32, F64 -> cb.invokestatic(box(), "valueOf", MethodTypeDesc.of(box(), type));
      case FUNC, REF -> {}
    }
  }

  /** From an object on the JVM stack, which is of the right class, to the value. */
  public void unbox(CodeBuilder cb) {
    switch (this) {
      case I32, I64, F32, F64 ->
          cb.checkcast(box()).invokevirtual(box(), source + "Value", MethodTypeDesc.of(type));
      case FUNC -> cb.checkcast(type);
      case REF -> {}
    }
  }
}
