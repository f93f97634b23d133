package dev.kiln.compiler.emit.code;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.opcode.Opcode;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The bytecode of numeric instructions whose operands are on the JVM stack: one row each.
 * Comparisons are in {@link Conditions}.
 */
final class NumericOps {
  private interface Emitter {
    Object emit(CodeBuilder cb);
  }

  /** The bytecode, and how many bytes it has at most. */
  private record Row(int size, Emitter emitter) {}

  private static final Map<Opcode, Row> ROWS = new EnumMap<>(Opcode.class);

  static {
    row(Opcode.I32_ADD, 1, CodeBuilder::iadd);
    row(Opcode.I32_SUB, 1, CodeBuilder::isub);
    row(Opcode.I32_MUL, 1, CodeBuilder::imul);
    row(Opcode.I32_AND, 1, CodeBuilder::iand);
    row(Opcode.I32_OR, 1, CodeBuilder::ior);
    row(Opcode.I32_XOR, 1, CodeBuilder::ixor);
    row(Opcode.I32_SHL, 1, CodeBuilder::ishl);
    row(Opcode.I32_SHR_S, 1, CodeBuilder::ishr);
    row(Opcode.I32_SHR_U, 1, CodeBuilder::iushr);
    row(Opcode.I32_DIV_S, 6, numeric("divS", INT, INT, INT));
    row(Opcode.I32_DIV_U, 12, numeric("divU", INT, INT, INT));
    row(Opcode.I32_REM_S, 6, numeric("remS", INT, INT, INT));
    row(Opcode.I32_REM_U, 12, numeric("remU", INT, INT, INT));
    row(Opcode.I32_ROTL, 10, call(INTEGER, "rotateLeft", INT, INT, INT));
    row(Opcode.I32_ROTR, 10, call(INTEGER, "rotateRight", INT, INT, INT));
    row(Opcode.I32_CLZ, 6, call(INTEGER, "numberOfLeadingZeros", INT, INT));
    row(Opcode.I32_CTZ, 6, call(INTEGER, "numberOfTrailingZeros", INT, INT));
    row(Opcode.I32_POPCNT, 6, call(INTEGER, "bitCount", INT, INT));
    row(Opcode.I64_ADD, 1, CodeBuilder::ladd);
    row(Opcode.I64_SUB, 1, CodeBuilder::lsub);
    row(Opcode.I64_MUL, 1, CodeBuilder::lmul);
    row(Opcode.I64_AND, 1, CodeBuilder::land);
    row(Opcode.I64_OR, 1, CodeBuilder::lor);
    row(Opcode.I64_XOR, 1, CodeBuilder::lxor);
    row(Opcode.I64_SHL, 2, cb -> cb.l2i().lshl());
    row(Opcode.I64_SHR_S, 2, cb -> cb.l2i().lshr());
    row(Opcode.I64_SHR_U, 2, cb -> cb.l2i().lushr());
    row(Opcode.I64_DIV_S, 6, numeric("divS", LONG, LONG, LONG));
    row(Opcode.I64_DIV_U, 6, numeric("divU", LONG, LONG, LONG));
    row(Opcode.I64_REM_S, 6, numeric("remS", LONG, LONG, LONG));
    row(Opcode.I64_REM_U, 6, numeric("remU", LONG, LONG, LONG));
    row(Opcode.I64_ROTL, 10, cb -> rotate(cb, "rotateLeft"));
    row(Opcode.I64_ROTR, 10, cb -> rotate(cb, "rotateRight"));
    row(Opcode.I64_CLZ, 6, widened(call(LONG_BOX, "numberOfLeadingZeros", INT, LONG)));
    row(Opcode.I64_CTZ, 6, widened(call(LONG_BOX, "numberOfTrailingZeros", INT, LONG)));
    row(Opcode.I64_POPCNT, 6, widened(call(LONG_BOX, "bitCount", INT, LONG)));
    row(Opcode.I64_MUL_WIDE_S, 6, call(MATH, "multiplyHigh", LONG, LONG, LONG)); // the upper half
    row(Opcode.I32_EXTEND8_S, 6, CodeBuilder::i2b);
    row(Opcode.I32_EXTEND16_S, 6, CodeBuilder::i2s);
    row(Opcode.I64_EXTEND8_S, 6, cb -> cb.l2i().i2b().i2l());
    row(Opcode.I64_EXTEND16_S, 6, cb -> cb.l2i().i2s().i2l());
    row(Opcode.I64_EXTEND32_S, 6, cb -> cb.l2i().i2l());
    row(Opcode.F32_ADD, 6, CodeBuilder::fadd);
    row(Opcode.F32_SUB, 6, CodeBuilder::fsub);
    row(Opcode.F32_MUL, 6, CodeBuilder::fmul);
    row(Opcode.F32_DIV, 6, CodeBuilder::fdiv);
    row(Opcode.F32_NEG, 6, CodeBuilder::fneg);
    row(Opcode.F32_ABS, 11, NumericOps::absF);
    row(Opcode.F32_SQRT, 6, narrowed(call(MATH, "sqrt", DOUBLE, DOUBLE)));
    row(Opcode.F32_CEIL, 6, narrowed(call(MATH, "ceil", DOUBLE, DOUBLE)));
    row(Opcode.F32_FLOOR, 6, narrowed(call(MATH, "floor", DOUBLE, DOUBLE)));
    row(Opcode.F32_NEAREST, 6, narrowed(call(MATH, "rint", DOUBLE, DOUBLE)));
    row(Opcode.F32_TRUNC, 6, narrowed(numeric("trunc", DOUBLE, DOUBLE)));
    row(Opcode.F32_MIN, 6, quietF(call(MATH, "min", FLOAT, FLOAT, FLOAT)));
    row(Opcode.F32_MAX, 6, quietF(call(MATH, "max", FLOAT, FLOAT, FLOAT)));
    row(Opcode.F64_ADD, 1, CodeBuilder::dadd);
    row(Opcode.F64_SUB, 1, CodeBuilder::dsub);
    row(Opcode.F64_MUL, 1, CodeBuilder::dmul);
    row(Opcode.F64_DIV, 1, CodeBuilder::ddiv);
    row(Opcode.F64_NEG, 6, CodeBuilder::dneg);
    row(Opcode.F64_ABS, 11, NumericOps::absD);
    row(Opcode.F64_SQRT, 6, call(MATH, "sqrt", DOUBLE, DOUBLE));
    row(Opcode.F64_CEIL, 6, quiet(call(MATH, "ceil", DOUBLE, DOUBLE)));
    row(Opcode.F64_FLOOR, 6, quiet(call(MATH, "floor", DOUBLE, DOUBLE)));
    row(Opcode.F64_NEAREST, 6, quiet(call(MATH, "rint", DOUBLE, DOUBLE)));
    row(Opcode.F64_TRUNC, 6, numeric("trunc", DOUBLE, DOUBLE));
    row(Opcode.F64_MIN, 6, quiet(call(MATH, "min", DOUBLE, DOUBLE, DOUBLE)));
    row(Opcode.F64_MAX, 6, quiet(call(MATH, "max", DOUBLE, DOUBLE, DOUBLE)));
    row(Opcode.F32_COPYSIGN, 26, NumericOps::copysignF);
    row(Opcode.F64_COPYSIGN, 26, NumericOps::copysignD);
    row(Opcode.I32_WRAP_I64, 1, CodeBuilder::l2i);
    row(Opcode.I64_EXTEND_I32_S, 1, CodeBuilder::i2l);
    row(Opcode.I64_EXTEND_I32_U, 6, NumericOps::unsigned);
    row(Opcode.I32_TRUNC_F64_S, 6, numeric("truncS32", INT, DOUBLE));
    row(Opcode.I32_TRUNC_F32_S, 6, afterWidening(numeric("truncS32", INT, DOUBLE)));
    row(Opcode.I32_TRUNC_F64_U, 6, numeric("truncU32", INT, DOUBLE));
    row(Opcode.I32_TRUNC_F32_U, 6, afterWidening(numeric("truncU32", INT, DOUBLE)));
    row(Opcode.I32_TRUNC_SAT_F64_S, 6, CodeBuilder::d2i);
    row(Opcode.I32_TRUNC_SAT_F32_S, 6, CodeBuilder::f2i);
    row(Opcode.I32_TRUNC_SAT_F64_U, 6, numeric("satU32", INT, DOUBLE));
    row(Opcode.I32_TRUNC_SAT_F32_U, 6, afterWidening(numeric("satU32", INT, DOUBLE)));
    row(Opcode.I64_TRUNC_F64_S, 6, numeric("truncS64", LONG, DOUBLE));
    row(Opcode.I64_TRUNC_F32_S, 6, afterWidening(numeric("truncS64", LONG, DOUBLE)));
    row(Opcode.I64_TRUNC_F64_U, 6, numeric("truncU64", LONG, DOUBLE));
    row(Opcode.I64_TRUNC_F32_U, 6, afterWidening(numeric("truncU64", LONG, DOUBLE)));
    row(Opcode.I64_TRUNC_SAT_F64_S, 6, CodeBuilder::d2l);
    row(Opcode.I64_TRUNC_SAT_F32_S, 6, CodeBuilder::f2l);
    row(Opcode.I64_TRUNC_SAT_F64_U, 6, numeric("satU64", LONG, DOUBLE));
    row(Opcode.I64_TRUNC_SAT_F32_U, 6, afterWidening(numeric("satU64", LONG, DOUBLE)));
    row(Opcode.F32_CONVERT_I32_S, 6, CodeBuilder::i2f);
    row(Opcode.F32_CONVERT_I32_U, 6, cb -> unsigned(cb).l2f());
    row(Opcode.F32_CONVERT_I64_S, 6, CodeBuilder::l2f);
    row(Opcode.F32_CONVERT_I64_U, 6, numeric("toF32U", FLOAT, LONG));
    row(Opcode.F64_CONVERT_I32_S, 6, CodeBuilder::i2d);
    row(Opcode.F64_CONVERT_I32_U, 6, cb -> unsigned(cb).l2d());
    row(Opcode.F64_CONVERT_I64_S, 6, CodeBuilder::l2d);
    row(Opcode.F64_CONVERT_I64_U, 6, numeric("toF64U", DOUBLE, LONG));
    row(Opcode.F32_DEMOTE_F64, 6, CodeBuilder::d2f);
    row(Opcode.F64_PROMOTE_F32, 6, CodeBuilder::f2d);
    row(Opcode.I32_REINTERPRET_F32, 6, call(FLOAT_BOX, "floatToRawIntBits", INT, FLOAT));
    row(Opcode.I64_REINTERPRET_F64, 6, call(DOUBLE_BOX, "doubleToRawLongBits", LONG, DOUBLE));
    row(Opcode.F32_REINTERPRET_I32, 6, call(FLOAT_BOX, "intBitsToFloat", FLOAT, INT));
    row(Opcode.F64_REINTERPRET_I64, 6, call(DOUBLE_BOX, "longBitsToDouble", DOUBLE, LONG));
  }

  private NumericOps() {}

  private static void row(Opcode op, int size, Emitter emitter) {
    ROWS.put(op, new Row(size, emitter));
  }

  private static Row row(Opcode op) {
    Row row = ROWS.get(op);
    if (row == null) {
      throw new IllegalArgumentException("no bytecode for " + op);
    }
    return row;
  }

  /** The size of {@code op}: also of what is emitted where its second operand is a constant. */
  static int size(Opcode op) {
    return row(op).size;
  }

  /** Emits {@code op}. */
  static void emit(CodeBuilder cb, Opcode op) {
    row(op).emitter.emit(cb);
  }

  private static Emitter call(ClassDesc owner, String name, ClassDesc result, ClassDesc... params) {
    MethodTypeDesc type = MethodTypeDesc.of(result, Arrays.asList(params));
    return cb -> cb.invokestatic(owner, name, type);
  }

  private static Emitter numeric(String name, ClassDesc result, ClassDesc... params) {
    return call(NUMERIC, name, result, params);
  }

  /** An i64 operation that Java has with an int result. */
  private static Emitter widened(Emitter inner) {
    return cb -> {
      inner.emit(cb);
      return cb.i2l();
    };
  }

  /** An operation on f32 that Java has for double; rounding twice is exact for these. */
  private static Emitter narrowed(Emitter inner) {
    return cb -> {
      cb.f2d();
      inner.emit(cb);
      return cb.d2f();
    };
  }

  private static Emitter afterWidening(Emitter inner) {
    return cb -> {
      cb.f2d();
      return inner.emit(cb);
    };
  }

  /** Java's version may return a signalling NaN as it is; a multiplication makes it quiet. */
  private static Emitter quiet(Emitter inner) {
    return cb -> {
      inner.emit(cb);
      return cb.dconst_1().dmul();
    };
  }

  private static Emitter quietF(Emitter inner) {
    return cb -> {
      inner.emit(cb);
      return cb.fconst_1().fmul();
    };
  }

  private static CodeBuilder rotate(CodeBuilder cb, String name) {
    return cb.l2i().invokestatic(LONG_BOX, name, MethodTypeDesc.of(LONG, LONG, INT));
  }

  /** The int on the stack as a long without a sign. */
  static CodeBuilder unsigned(CodeBuilder cb) {
    return cb.i2l().loadConstant(0xffffffffL).land();
  }

  /** Java's abs compares in JDK 17 and so keeps the sign of a NaN. */
  private static CodeBuilder absF(CodeBuilder cb) {
    cb.invokestatic(FLOAT_BOX, "floatToRawIntBits", MethodTypeDesc.of(INT, FLOAT));
    cb.loadConstant(Integer.MAX_VALUE).iand();
    return cb.invokestatic(FLOAT_BOX, "intBitsToFloat", MethodTypeDesc.of(FLOAT, INT));
  }

  private static CodeBuilder absD(CodeBuilder cb) {
    cb.invokestatic(DOUBLE_BOX, "doubleToRawLongBits", MethodTypeDesc.of(LONG, DOUBLE));
    cb.loadConstant(Long.MAX_VALUE).land();
    return cb.invokestatic(DOUBLE_BOX, "longBitsToDouble", MethodTypeDesc.of(DOUBLE, LONG));
  }

  /**
   * The sign of the topmost, everything else of the one below. Java's may mistreat a NaN's sign.
   */
  private static CodeBuilder copysignF(CodeBuilder cb) {
    MethodTypeDesc bits = MethodTypeDesc.of(INT, FLOAT);
    cb.invokestatic(FLOAT_BOX, "floatToRawIntBits", bits);
    cb.loadConstant(Integer.MIN_VALUE).iand().swap();
    cb.invokestatic(FLOAT_BOX, "floatToRawIntBits", bits);
    cb.loadConstant(Integer.MAX_VALUE).iand().ior();
    return cb.invokestatic(FLOAT_BOX, "intBitsToFloat", MethodTypeDesc.of(FLOAT, INT));
  }

  private static CodeBuilder copysignD(CodeBuilder cb) {
    MethodTypeDesc bits = MethodTypeDesc.of(LONG, DOUBLE);
    cb.invokestatic(DOUBLE_BOX, "doubleToRawLongBits", bits);
    cb.loadConstant(Long.MIN_VALUE).land().dup2_x2().pop2();
    cb.invokestatic(DOUBLE_BOX, "doubleToRawLongBits", bits);
    cb.loadConstant(Long.MAX_VALUE).land().lor();
    return cb.invokestatic(DOUBLE_BOX, "longBitsToDouble", MethodTypeDesc.of(DOUBLE, LONG));
  }
}
