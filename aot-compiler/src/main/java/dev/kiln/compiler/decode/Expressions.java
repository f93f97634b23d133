package dev.kiln.compiler.decode;

import dev.kiln.compiler.model.ConstExpr;
import dev.kiln.compiler.model.Proposal;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.opcode.BinaryReader;
import dev.kiln.compiler.opcode.InstructionReader;
import dev.kiln.compiler.opcode.Opcode;
import java.util.Arrays;

/**
 * Reads over expressions (specification 5.4.10), to find their end and everything malformed in
 * them. Blocks are tracked on an explicit stack, so that nesting is limited by memory only.
 */
final class Expressions {
  private static final int INITIAL_DEPTH = 16;

  private final BinaryReader in;
  private final InstructionReader instructions;
  private Opcode[] open = new Opcode[INITIAL_DEPTH];
  private int depth;

  private Expressions(BinaryReader in) {
    this.in = in;
    this.instructions = new InstructionReader(in);
  }

  /** Reads over a constant expression and declares the functions it refers to. */
  static ConstExpr constant(BinaryReader in, WasmModuleBuilder module) {
    int start = in.position();
    Expressions expression = new Expressions(in);
    do {
      Opcode opcode = expression.next();
      Proposal allowing = opcode.constantBy();
      if (allowing != null) {
        in.use(allowing);
      }
      if (opcode == Opcode.REF_FUNC) {
        module.declareReference(expression.instructions.index());
      }
    } while (expression.depth >= 0);
    return new ConstExpr(in.since(start));
  }

  /** Reads over the instructions of a function. */
  static void body(BinaryReader in, boolean hasDataCount) {
    Expressions expression = new Expressions(in);
    do {
      Opcode opcode = expression.next();
      if (!hasDataCount && (opcode == Opcode.MEMORY_INIT || opcode == Opcode.DATA_DROP)) {
        throw in.malformed(expression.instructions.offset(), "data count section required");
      }
    } while (expression.depth >= 0);
  }

  private Opcode next() {
    Opcode opcode = instructions.next();
    switch (opcode) {
      case BLOCK, LOOP, IF, TRY, TRY_TABLE -> open(opcode);
      case ELSE -> replace(opcode, top() == Opcode.IF);
      case CATCH, CATCH_ALL -> replace(opcode, top() == Opcode.TRY || top() == Opcode.CATCH);
      case DELEGATE -> {
        replace(opcode, top() == Opcode.TRY);
        depth--;
      }
      case END -> depth--;
      default -> {}
    }
    return opcode;
  }

  /** What began the innermost block, or its last part; END if no block is open. */
  private Opcode top() {
    return depth > 0 ? open[depth - 1] : Opcode.END;
  }

  private void open(Opcode opcode) {
    if (depth == open.length) {
      open = Arrays.copyOf(open, depth * 2);
    }
    open[depth++] = opcode;
  }

  private void replace(Opcode opcode, boolean fits) {
    if (!fits) {
      String detail = "END opcode expected: misplaced " + opcode;
      throw in.malformed(instructions.offset(), detail);
    }
    open[depth - 1] = opcode;
  }
}
