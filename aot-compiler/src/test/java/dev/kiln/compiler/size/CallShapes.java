package dev.kiln.compiler.size;

import static dev.kiln.compiler.opcode.Opcode.*;

import dev.kiln.compiler.size.Shape.Generator;
import dev.kiln.compiler.testing.CodeWriter;

/** Shapes made of calls. */
final class CallShapes {
  private static final String MANY = "ilfd".repeat(250);

  private CallShapes() {}

  /** Small functions, called in every way, some with operands pending. */
  static void calls(Generator g) {
    int unary = g.module.type("l", "l");
    int binary = g.module.type("il", "l");
    int nothing = g.module.type("", "");
    int pair = g.module.type("l", "li");
    int first = g.module.nextFunction();
    for (int i = 0; i < 20; i++) {
      g.module.function(unary, "", new CodeWriter().get(0).i64(i * 77L).op(I64_XOR));
    }
    for (int i = 0; i < 5; i++) {
      g.module.function(
          binary,
          "",
          new CodeWriter().get(1).get(0).op(I64_EXTEND_I32_S).i64(i).op(I64_MUL).op(I64_ADD));
    }
    int bump =
        g.module.function(
            nothing,
            "",
            new CodeWriter()
                .i32(0)
                .i32(0)
                .memory(I32_LOAD, 0)
                .i32(1)
                .op(I32_ADD)
                .memory(I32_STORE, 0));
    int two = g.module.function(pair, "", new CodeWriter().get(0).get(0).op(I32_WRAP_I64));
    g.table = new int[25];
    for (int i = 0; i < 25; i++) {
      g.table[i] = first + i;
    }
    CodeWriter c = g.code;
    while (g.below(99)) {
      switch (g.some(8)) {
        case 0, 1 -> c.get(Shape.Y).op(CALL, first + g.some(20)).set(Shape.Y);
        case 2 -> c.get(Shape.X).get(Shape.Y).op(CALL, first + 20 + g.some(5)).set(Shape.Y);
        case 3 -> c.get(Shape.Y).op(CALL, Shape.HOST).set(Shape.Y);
        case 4 ->
            c.get(Shape.Y)
                .get(Shape.X)
                .i32(20)
                .op(I32_REM_U)
                .op(CALL_INDIRECT)
                .u(unary)
                .u(0)
                .set(Shape.Y);
        case 5 -> c.op(CALL, bump);
        case 6 -> c.get(Shape.Y).op(CALL, two).set(Shape.X).set(Shape.Y);
        default ->
            c.get(Shape.Y)
                .get(Shape.Y)
                .op(CALL, first + g.some(20))
                .get(Shape.X)
                .get(Shape.Y)
                .op(CALL, first + 20 + g.some(5))
                .op(I64_ADD)
                .op(I64_SUB)
                .set(Shape.Y);
      }
    }
    c.get(Shape.X).op(I64_EXTEND_I32_S).get(Shape.Y).op(I64_ADD);
  }

  /** As many parameters and results as there may be, also through the table. */
  static void thousand(Generator g) {
    int fold = g.module.type(MANY, "l");
    int spread = g.module.type("i", MANY);
    int turn = g.module.type(MANY, MANY);
    CodeWriter join = new CodeWriter().i64(0);
    CodeWriter all = new CodeWriter();
    CodeWriter turned = new CodeWriter();
    for (int i = 0; i < 1000; i += 4) {
      join.get(i).op(I64_EXTEND_I32_S).op(I64_ADD).get(i + 1).op(I64_XOR);
      join.get(i + 2).op(I64_TRUNC_SAT_F32_S).op(I64_ADD).get(i + 3).op(I64_TRUNC_SAT_F64_S);
      join.op(I64_ADD);
      all.get(0).i32(i).op(I32_MUL).i64(i).f32(i).get(0).op(F64_CONVERT_I32_S);
      int from = (i + 4) % 1000;
      turned.get(from).get(from + 1).get(from + 2).get(from + 3).f64(1).op(F64_ADD);
    }
    int first = g.module.function(fold, "", join);
    g.module.function(spread, "", all);
    g.module.function(turn, "", turned);
    g.table = new int[] {first, first + 1, first + 2};
    g.locals += MANY;
    CodeWriter c = g.code;
    int[] types = {fold, spread, turn};
    for (int call = 0; call < 2 || g.below(90); call++) {
      int callee = call < 3 ? 2 - call : g.some(3);
      if (callee == 1) {
        c.get(Shape.X);
      } else {
        for (int i = 0; i < 1000; i++) {
          c.get(Shape.FIRST_FREE + i);
          if (i % 4 == 0 && g.some(50) == 0) {
            c.get(Shape.X).op(I32_ADD);
          }
        }
      }
      if (g.random.nextBoolean()) {
        c.i32(callee).op(CALL_INDIRECT).u(types[callee]).u(0);
      } else {
        c.op(CALL, first + callee);
      }
      if (callee == 0) {
        c.set(Shape.Y);
      } else {
        for (int i = 999; i >= 0; i--) {
          c.set(Shape.FIRST_FREE + i);
        }
      }
    }
    c.get(Shape.FIRST_FREE + 4).op(I64_EXTEND_I32_S).get(Shape.Y).op(I64_ADD);
  }
}
