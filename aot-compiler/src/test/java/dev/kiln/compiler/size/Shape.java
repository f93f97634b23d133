package dev.kiln.compiler.size;

import dev.kiln.compiler.testing.CodeWriter;
import dev.kiln.compiler.testing.ModuleWriter;
import java.util.Random;
import java.util.function.Consumer;

/** A shape of code that can be made as large as wanted. The same seed makes the same module. */
enum Shape {
  /** Straight-line arithmetic over a dozen locals. */
  STRAIGHT_FEW(g -> StraightShapes.line(g, 12)),
  /** What an unoptimised compiler makes: every value goes through one of very many locals. */
  STRAIGHT_MANY(g -> StraightShapes.line(g, 9388)),
  /** One expression, each step of which needs the one before. */
  CHAIN(StraightShapes::chain),
  /** As many operands as fit, then what joins them. */
  DEEP_STACK(StraightShapes::deepStack),
  /** Different constants, more than a constant pool holds. */
  CONSTANTS(StraightShapes::constants),
  /** Loads and stores. */
  MEMORY(StraightShapes::memory),
  /** Blocks, loops and ifs, each within the one before. */
  NEST(ControlShapes::nest),
  /** Jumps with a value from one large body to the labels of hundreds of blocks around it. */
  ESCAPE(ControlShapes::escape),
  /** Blocks, loops and ifs with parameters and results. */
  BLOCK_PARAMETERS(ControlShapes::parameters),
  /** Tables of 16,000 branches to as many blocks. */
  TABLE_DISTINCT(ControlShapes::tableDistinct),
  /** Tables of 16,000 branches to a few blocks. */
  TABLE_SHARED(ControlShapes::tableShared),
  /** Ladders of ifs and of selects. */
  LADDER(ControlShapes::ladder),
  /** A loop over a program, with thousands of cases. */
  INTERPRETER(ControlShapes::interpreter),
  /** Direct and indirect calls, and calls of the host. */
  CALLS(CallShapes::calls),
  /** Calls with a thousand parameters and a thousand results. */
  THOUSAND(CallShapes::thousand);

  /** The imported function: adds something to its argument. */
  static final int HOST = 0;

  /** The parameters of the function, an i32 and an i64, and a counter that bounds the loops. */
  static final int X = 0;

  static final int Y = 1;
  static final int FUEL = 2;
  static final int FIRST_FREE = 3;

  private final Consumer<Generator> shape;

  Shape(Consumer<Generator> shape) {
    this.shape = shape;
  }

  /** A module under construction: {@code f} takes an i32 and an i64 and returns an i64. */
  static final class Generator {
    final ModuleWriter module = new ModuleWriter();
    final CodeWriter code = new CodeWriter();
    final Random random;
    final int size;

    /** The types of the locals after the parameters. */
    String locals = "i";

    /** The functions in the table. */
    int[] table = {};

    private Generator(int size, long seed) {
      this.size = size;
      this.random = new Random(seed);
    }

    /** Whether the code is smaller than {@code percent} of what is wanted. */
    boolean below(int percent) {
      return code.size() < (long) size * percent / 100;
    }

    /** A positive number. */
    int some(int bound) {
      return random.nextInt(bound);
    }
  }

  /** A module and what the evaluator needs to know of it. */
  record Module(byte[] wasm, int codeSize, int[] table) {}

  /** The module whose function {@code f} has about {@code size} bytes of code. */
  Module generate(int size, long seed) {
    Generator g = new Generator(size, seed);
    g.module.importFunction("h", "add", g.module.type("l", "l"));
    g.module.memory(1, 1);
    g.module.export("m", 2, 0);
    byte[] program = new byte[8192];
    g.random.nextBytes(program);
    g.module.data(0, program);
    g.code.i32(1 + g.some(60)).set(FUEL);
    shape.accept(g);
    int f = g.module.function(g.module.type("il", "l"), g.locals, g.code);
    g.module.export("f", 0, f);
    if (g.table.length > 0) {
      g.module.table(g.table.length);
      g.module.elements(0, g.table);
    }
    return new Module(g.module.toBytes(), g.code.size(), g.table);
  }
}
