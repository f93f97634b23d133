package dev.kiln.compiler.facade;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.model.type.ValType;

/** The types of values in Java source. */
final class JavaTypes {
  private JavaTypes() {}

  static String of(ValType type) {
    return switch (Carrier.of(type)) {
      case I32 -> "int";
      case I64 -> "long";
      case F32 -> "float";
      case F64 -> "double";
      case FUNC -> "dev.kiln.runtime.FuncRef";
      case REF -> "java.lang.Object";
    };
  }
}
