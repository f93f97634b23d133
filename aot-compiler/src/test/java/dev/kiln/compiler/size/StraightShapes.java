package dev.kiln.compiler.size;

import static dev.kiln.compiler.opcode.Opcode.*;

import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.compiler.size.Shape.Generator;
import dev.kiln.compiler.testing.CodeWriter;

/** Shapes without branches. */
final class StraightShapes {
  private static final Opcode[] I32 = {
    I32_ADD, I32_SUB, I32_MUL, I32_AND, I32_OR, I32_XOR, I32_SHL, I32_SHR_S, I32_SHR_U, I32_ROTL,
    I32_EQ, I32_LT_S, I32_LT_U, I32_GE_U
  };
  private static final Opcode[] I64 = {
    I64_ADD, I64_SUB, I64_MUL, I64_AND, I64_OR, I64_XOR, I64_SHL, I64_SHR_S, I64_SHR_U, I64_ROTR
  };
  private static final Opcode[] F32 = {F32_ADD, F32_SUB, F32_MUL};
  private static final Opcode[] F64 = {F64_ADD, F64_SUB, F64_MUL, F64_COPYSIGN};

  private StraightShapes() {}

  private static Opcode any(Generator g, Opcode... ops) {
    return ops[g.some(ops.length)];
  }

  /** Assignments of locals, then all that fit the result are joined. */
  static void line(Generator g, int count) {
    int used = Math.min(count, Math.max(8, g.size / 40)) & ~3;
    g.locals += "ilfd".repeat(count / 4);
    CodeWriter c = g.code;
    for (int i = 0; i < used; i += 4) {
      int at = Shape.FIRST_FREE + i;
      c.get(Shape.X).i32(i).op(I32_ADD).set(at).get(Shape.Y).set(at + 1);
      c.get(Shape.X).op(F32_CONVERT_I32_S).set(at + 2);
      c.get(Shape.Y).op(F64_CONVERT_I64_S).set(at + 3);
    }
    while (c.size() < g.size - 11 * used) {
      int a = Shape.FIRST_FREE + 4 * g.some(used / 4);
      int b = Shape.FIRST_FREE + 4 * g.some(used / 4);
      int to = Shape.FIRST_FREE + 4 * g.some(used / 4);
      switch (g.some(11)) {
        case 0, 1, 2 -> c.get(a).get(b).op(any(g, I32)).set(to);
        case 3, 4 -> c.get(a + 1).get(b + 1).op(any(g, I64)).set(to + 1);
        case 5 -> c.get(a + 2).get(b + 2).op(any(g, F32)).set(to + 2);
        case 6 -> c.get(a + 3).get(b + 3).op(any(g, F64)).set(to + 3);
        case 7 -> c.get(a + 1).op(I32_WRAP_I64).get(b).op(any(g, I32)).set(to);
        case 8 -> c.get(a).op(any(g, I64_EXTEND_I32_S, I64_EXTEND_I32_U)).set(to + 1);
        case 9 -> c.get(a + 3).get(b + 3).op(any(g, F64_LT, F64_EQ)).set(to);
        default -> {
          c.get(a).op(F32_CONVERT_I32_S).set(to + 2);
          c.get(b + 1).op(F64_CONVERT_I64_S).set(to + 3);
        }
      }
    }
    for (int i = 0; i < used; i += 4) {
      int at = Shape.FIRST_FREE + i;
      c.get(at + 2).get(at + 2).op(F32_LE).get(at).op(I32_ADD).op(I64_EXTEND_I32_S);
      c.get(at + 3).op(I64_TRUNC_SAT_F64_S).op(I64_ADD).get(at + 1).op(I64_XOR);
      c.get(Shape.Y).op(I64_ADD).set(Shape.Y);
    }
    c.get(Shape.Y);
  }

  /** One expression from the first instruction to the last. */
  static void chain(Generator g) {
    CodeWriter c = g.code;
    c.get(Shape.X);
    while (g.below(100)) {
      switch (g.some(12)) {
        case 0 -> c.get(Shape.X).op(any(g, I32_ADD, I32_XOR));
        case 1 -> c.op(any(g, I32_EXTEND8_S, I32_CLZ, I32_CTZ, I32_EXTEND16_S)).i32(77).op(I32_MUL);
        case 2 -> c.op(I32_EQZ).op(I32_EQZ).get(Shape.X).op(I32_ADD);
        default -> c.i32(g.random.nextInt(1 << 20)).op(any(g, I32_ADD, I32_XOR, I32_MUL, I32_ROTL));
      }
    }
    c.op(I64_EXTEND_I32_S).get(Shape.Y).op(I64_ADD);
  }

  /** Operands of all kinds pend while locals and memory change. */
  static void deepStack(Generator g) {
    CodeWriter c = g.code;
    int count = 0;
    while (g.below(80)) {
      switch (g.some(12)) {
        case 0, 1 -> c.get(Shape.Y);
        case 2 -> c.i64(g.random.nextInt());
        case 3, 4 -> c.get(Shape.X).i32(4095).op(I32_AND).memory(I64_LOAD, g.some(4000));
        case 5 -> c.get(Shape.X).i32(g.some(5)).op(I32_ROTL).op(I64_EXTEND_I32_U);
        case 6 -> c.get(Shape.X).i32(12345).op(I32_ADD).op(LOCAL_TEE, Shape.X).op(I64_EXTEND_I32_S);
        case 7 -> c.get(Shape.Y).op(CALL, Shape.HOST);
        case 8 -> {
          c.get(Shape.X).i32(4095).op(I32_AND).get(Shape.Y).memory(I64_STORE, g.some(4000));
          c.op(MEMORY_SIZE).u8(0).op(I64_EXTEND_I32_S);
        }
        default -> c.get(Shape.Y).i64(g.some(100)).op(any(g, I64_ADD, I64_XOR));
      }
      count++;
    }
    for (int i = 1; i < count; i++) {
      if (g.some(8) == 0) {
        c.op(LOCAL_TEE, Shape.Y).i64(g.some(60)).op(I64_ROTL);
      }
      c.op(any(g, I64_ADD, I64_XOR, I64_SUB, I64_MUL));
    }
    c.get(Shape.Y).op(I64_ADD);
  }

  /** No constant occurs twice, but for chance. */
  static void constants(Generator g) {
    g.locals += "ilfd";
    CodeWriter c = g.code;
    int i = Shape.FIRST_FREE;
    c.get(Shape.X).set(i).get(Shape.Y).set(i + 1);
    while (g.below(99)) {
      switch (g.some(5)) {
        case 0 -> c.get(i).i32(g.random.nextInt()).op(any(g, I32_ADD, I32_XOR)).set(i);
        case 1, 2 -> c.get(i + 1).i64(g.random.nextLong()).op(any(g, I64_ADD, I64_XOR)).set(i + 1);
        case 3 -> c.get(i + 2).f32(g.random.nextFloat()).op(F32_ADD).set(i + 2);
        default -> c.get(i + 3).f64(g.random.nextDouble()).op(any(g, F64_ADD, F64_MUL)).set(i + 3);
      }
    }
    c.get(i).op(I64_EXTEND_I32_S).get(i + 1).op(I64_ADD).get(i + 2).op(I64_TRUNC_SAT_F32_S);
    c.op(I64_XOR).get(i + 3).f64(1e15).op(F64_MUL).op(I64_TRUNC_SAT_F64_S).op(I64_XOR);
  }

  /** Every load and store of the first version, in turn with arithmetic. */
  static void memory(Generator g) {
    Opcode[] loads32 = {I32_LOAD, I32_LOAD8_S, I32_LOAD8_U, I32_LOAD16_S, I32_LOAD16_U};
    Opcode[] loads64 = {I64_LOAD, I64_LOAD8_U, I64_LOAD16_S, I64_LOAD32_S, I64_LOAD32_U};
    Opcode[] stores32 = {I32_STORE, I32_STORE8, I32_STORE16};
    Opcode[] stores64 = {I64_STORE, I64_STORE8, I64_STORE16, I64_STORE32};
    CodeWriter c = g.code;
    while (g.below(100)) {
      int offset = g.some(50_000);
      c.get(Shape.X).i32(8191).op(I32_AND);
      switch (g.some(4)) {
        case 0 -> c.memory(any(g, loads32), offset).get(Shape.X).op(I32_ADD).set(Shape.X);
        case 1 -> c.memory(any(g, loads64), offset).get(Shape.Y).op(I64_XOR).set(Shape.Y);
        case 2 -> c.get(Shape.X).memory(any(g, stores32), offset);
        default -> c.get(Shape.Y).memory(any(g, stores64), offset);
      }
    }
    c.get(Shape.X).op(I64_EXTEND_I32_S).get(Shape.Y).op(I64_ADD);
  }
}
