package dev.kiln.compiler.emit.layout;

import dev.kiln.compiler.carrier.Carrier;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;

/** Values to and from lanes: numbers are {@code long}, references {@code Object}. */
public final class Lane {
  private Lane() {}

  /** From the value on the JVM stack to its lane. */
  public static void erase(CodeBuilder cb, Carrier kind) {
    switch (kind) {
      case I32 -> cb.i2l();
      case F32 ->
          cb.invokestatic(Abi.FLOAT_BOX, "floatToRawIntBits", MethodTypeDesc.of(Abi.INT, Abi.FLOAT))
              .i2l();
      case F64 ->
          cb.invokestatic(
              Abi.DOUBLE_BOX, "doubleToRawLongBits", MethodTypeDesc.of(Abi.LONG, Abi.DOUBLE));
      case I64, FUNC, REF -> {}
    }
  }

  /** From the lane on the JVM stack to the value. */
  public static void restore(CodeBuilder cb, Carrier kind) {
    switch (kind) {
      case I32 -> cb.l2i();
      case F32 ->
          cb.l2i()
              .invokestatic(Abi.FLOAT_BOX, "intBitsToFloat", MethodTypeDesc.of(Abi.FLOAT, Abi.INT));
      case F64 ->
          cb.invokestatic(
              Abi.DOUBLE_BOX, "longBitsToDouble", MethodTypeDesc.of(Abi.DOUBLE, Abi.LONG));
      case FUNC -> cb.checkcast(Abi.FUNC_REF);
      case I64, REF -> {}
    }
  }
}
