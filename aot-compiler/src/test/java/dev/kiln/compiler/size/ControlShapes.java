package dev.kiln.compiler.size;

import static dev.kiln.compiler.opcode.Opcode.*;

import dev.kiln.compiler.size.Shape.Generator;
import dev.kiln.compiler.testing.CodeWriter;
import java.util.BitSet;

/** Shapes made of blocks and branches. */
final class ControlShapes {
  private static final int TARGETS = 16_000;

  private ControlShapes() {}

  private static void step(Generator g) {
    g.code.get(Shape.X).i32(g.random.nextInt()).op(I32_ADD).i32(31).op(I32_MUL).set(Shape.X);
  }

  /** Pushes 1 in one of {@code oneIn} cases, a power of two. */
  private static void rarely(Generator g, int oneIn) {
    g.code.get(Shape.X).i32(oneIn - 1).op(I32_AND).i32(g.some(oneIn)).op(I32_EQ);
  }

  /** Pushes 1 as long as there is fuel for another round of a loop. */
  private static void fuel(Generator g) {
    g.code.get(Shape.FUEL).i32(1).op(I32_SUB).op(LOCAL_TEE, Shape.FUEL).i32(0).op(I32_GT_S);
  }

  /** Everything is within everything before it; branches go to any label around them. */
  static void nest(Generator g) {
    CodeWriter c = g.code;
    BitSet loops = new BitSet();
    int depth = 0;
    while (g.below(90)) {
      step(g);
      switch (g.some(4)) {
        case 0, 3 -> c.block(BLOCK, -1);
        case 1 -> {
          c.block(LOOP, -1);
          loops.set(depth);
        }
        default -> {
          c.get(Shape.X).i32(g.random.nextInt() | 1 << g.some(31)).op(I32_AND).block(IF, -1);
          if (g.some(3) == 0) {
            step(g);
            c.op(ELSE);
          }
        }
      }
      depth++;
      if (g.some(3) == 0) {
        boolean far = g.some(4) == 0;
        int to = far ? g.some(depth) : Math.min(depth - 1, g.some(3));
        if (loops.get(depth - 1 - to)) {
          rarely(g, far ? 1 << 16 : 16);
          c.block(IF, -1);
          fuel(g);
          c.op(BR_IF, to + 1).end();
        } else {
          rarely(g, far ? 1 << 16 : 64);
          c.op(BR_IF, to);
        }
      }
    }
    for (; depth > 0; depth--) {
      c.end();
      if (g.some(40) == 0) {
        step(g);
      }
    }
    c.get(Shape.X).op(I64_EXTEND_I32_S).get(Shape.Y).op(I64_ADD);
  }

  /** A body without structure of its own that jumps to labels far outside. */
  static void escape(Generator g) {
    CodeWriter c = g.code;
    int depth = 300;
    int type = g.module.type("", "l");
    for (int i = 0; i < depth; i++) {
      c.block(BLOCK, type);
    }
    while (g.below(98)) {
      step(g);
      c.get(Shape.Y).get(Shape.X).op(I64_EXTEND_I32_S).op(I64_XOR).set(Shape.Y);
      int to = g.some(depth);
      switch (g.some(3)) {
        case 0 -> {
          c.get(Shape.Y);
          rarely(g, 1 << 12);
          c.op(BR_IF, to).op(DROP);
        }
        case 1 -> {
          rarely(g, 1 << 12);
          c.block(IF, -1).get(Shape.Y).op(BR, to + 1).end();
        }
        default -> {
          rarely(g, 1 << 12);
          c.block(IF, -1).get(Shape.Y).get(Shape.X).op(BR_TABLE).u(3);
          c.u(1 + g.some(depth)).u(to + 1).u(1 + g.some(depth)).u(to + 1).end();
        }
      }
    }
    c.get(Shape.Y);
    for (int i = 0; i < depth; i++) {
      c.end().i64(g.random.nextInt()).op(I64_ADD);
      if (g.some(3) == 0) {
        c.set(Shape.Y);
        step(g);
        c.get(Shape.Y);
      }
    }
  }

  /** Values go into blocks, from round to round of loops, and come out of them. */
  static void parameters(Generator g) {
    CodeWriter c = g.code;
    g.locals += "ilfd".repeat(250);
    for (int block = 0; g.below(98); block++) {
      int count = block % 16 == 3 && g.below(80) ? 1000 : 4 * (1 + g.some(5));
      count = Math.min(count, g.size / 100 & ~3);
      String types = "ilfd".repeat(count / 4);
      int type = g.module.type(types, types);
      for (int i = 0; i < count; i++) {
        c.get(Shape.FIRST_FREE + i);
      }
      int kind = g.some(3);
      if (kind == 2) {
        rarely(g, 2);
      }
      c.block(kind == 0 ? BLOCK : kind == 1 ? LOOP : IF, type);
      // The values come back in another order.
      for (int i = count - 1; i >= 0; i--) {
        c.set(Shape.FIRST_FREE + i);
      }
      step(g);
      for (int i = 0; i < count; i += 4) {
        int from = Shape.FIRST_FREE + (i + 4) % count;
        c.get(from).get(Shape.X).op(I32_XOR);
        c.get(from + 1).get(from).op(I64_EXTEND_I32_S).op(I64_ADD);
        c.get(from).op(F32_CONVERT_I32_S).get(from + 3).f64(0.5).op(F64_ADD);
      }
      if (kind == 1) {
        fuel(g);
        c.op(BR_IF, 0);
      } else if (g.some(2) == 0) {
        rarely(g, 4);
        c.op(BR_IF, 0);
      }
      c.end();
      for (int i = count - 1; i >= 0; i--) {
        c.set(Shape.FIRST_FREE + i);
      }
    }
    for (int i = 0; i < 20; i += 4) {
      int at = Shape.FIRST_FREE + i;
      c.get(at).op(I64_EXTEND_I32_S).get(at + 1).op(I64_XOR).get(at + 2).op(I64_TRUNC_SAT_F32_S);
      c.op(I64_ADD).get(at + 3).op(I64_TRUNC_SAT_F64_S).op(I64_ADD);
      c.get(Shape.Y).op(I64_ADD).set(Shape.Y);
    }
    c.get(Shape.Y);
  }

  /** Each table has a case for each block. */
  static void tableDistinct(Generator g) {
    CodeWriter c = g.code;
    do {
      int targets = Math.max(10, Math.min(TARGETS, (g.size - c.size()) / 20));
      c.block(BLOCK, -1);
      for (int i = 0; i < targets; i++) {
        c.block(BLOCK, -1);
      }
      c.get(Shape.X).i32(targets + 1).op(I32_REM_U).op(BR_TABLE).u(targets);
      for (int i = 0; i <= targets; i++) {
        c.u(i == targets ? g.some(targets) : i);
      }
      for (int i = 0; i < targets; i++) {
        c.end();
        step(g);
        if (g.some(4) > 0) {
          c.op(BR, targets - 1 - i);
        }
      }
      c.end();
    } while (g.below(90));
    c.get(Shape.X).op(I64_EXTEND_I32_S).get(Shape.Y).op(I64_ADD);
  }

  /** Each table has many cases for each block: in runs, or as it happens. */
  static void tableShared(Generator g) {
    CodeWriter c = g.code;
    do {
      int cases = Math.max(10, Math.min(TARGETS, (g.size - c.size()) * 9 / 10));
      int targets = 1 + g.some(60);
      boolean runs = g.random.nextBoolean();
      for (int i = 0; i < targets; i++) {
        c.block(BLOCK, -1);
      }
      c.get(Shape.X).i32(cases + 1).op(I32_REM_U).op(BR_TABLE).u(cases);
      int target = 0;
      for (int i = 0; i <= cases; i++) {
        target = runs && g.some(300) > 0 ? target : g.some(targets);
        c.u(target);
      }
      for (int i = 0; i < targets; i++) {
        c.end();
        step(g);
      }
    } while (g.below(90));
    c.get(Shape.X).op(I64_EXTEND_I32_S).get(Shape.Y).op(I64_ADD);
  }

  /** Each test is in the else of the one before, or chooses what the next one chooses from. */
  static void ladder(Generator g) {
    CodeWriter c = g.code;
    do {
      int rungs = Math.max(4, Math.min(g.size / 90, 3000));
      step(g);
      for (int i = 0; i < rungs; i++) {
        c.get(Shape.X).i32(4095).op(I32_AND).i32(i).op(I32_EQ).block(IF, -1);
        step(g);
        c.op(ELSE);
      }
      step(g);
      for (int i = 0; i < rungs; i++) {
        c.end();
      }
      c.get(Shape.Y);
      for (int i = 0; i < rungs; i++) {
        c.i64(g.random.nextInt()).get(Shape.X).i32(i).op(I32_ROTL).i32(g.random.nextInt());
        c.op(g.random.nextBoolean() ? I32_LT_U : I32_LT_S).op(SELECT);
        if (g.some(8) == 0) {
          c.get(Shape.Y).op(I64_ADD);
        }
      }
      c.set(Shape.Y);
    } while (g.below(90));
    c.get(Shape.X).op(I64_EXTEND_I32_S).get(Shape.Y).op(I64_ADD);
  }

  /** Fetches a number from memory and goes to its case, some hundred times. */
  static void interpreter(Generator g) {
    CodeWriter c = g.code;
    int cases = Math.max(8, Math.min(g.size / 60, 12_000));
    int pc = Shape.FIRST_FREE;
    g.locals += "iilil";
    c.get(Shape.X).i32(1023).op(I32_AND).set(pc);
    c.i32(700).set(Shape.FUEL);
    c.block(BLOCK, -1).block(LOOP, -1);
    fuel(g);
    c.op(I32_EQZ).op(BR_IF, 1);
    for (int i = 0; i < cases; i++) {
      c.block(BLOCK, -1);
    }
    c.get(pc).memory(I32_LOAD16_U, 0).i32(cases + 2).op(I32_REM_U);
    c.get(pc).i32(2).op(I32_ADD).i32(4095).op(I32_AND).set(pc);
    c.op(BR_TABLE).u(cases);
    for (int i = 0; i <= cases; i++) {
      c.u(i == cases ? 0 : i);
    }
    for (int i = 0; i < cases; i++) {
      c.end();
      int end = (int) ((long) (i + 1) * g.size / cases) - 8;
      do {
        int a = pc + 1 + g.some(2) * 2;
        switch (g.some(4)) {
          case 0 -> c.get(a).get(Shape.X).op(I32_ADD).i32(g.random.nextInt()).op(I32_XOR).set(a);
          case 1 -> c.get(a + 1).get(a).op(I64_EXTEND_I32_S).op(I64_ADD).set(a + 1);
          case 2 -> c.get(a).i32(4095).op(I32_AND).get(a).memory(I32_STORE, 8192);
          default -> step(g);
        }
      } while (c.size() < end);
      if (i % 50 == 49) {
        // Straight on to the next case.
        continue;
      }
      c.op(BR, cases - 1 - i);
    }
    c.end().end();
    c.get(pc + 2).get(pc + 4).op(I64_ADD).get(pc + 1).get(pc + 3).op(I32_XOR);
    c.op(I64_EXTEND_I32_S).op(I64_ADD);
  }
}
