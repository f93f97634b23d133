package dev.kiln.compiler.validate;

import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.opcode.Opcode;
import java.util.List;

/** An open block of the validation algorithm (specification 7.3). Reused from block to block. */
final class ControlFrame {
  private static final int NOWHERE = -1;

  /** What began the block: block, loop, if or else. */
  Opcode opcode = Opcode.BLOCK;

  FuncType type = FuncType.EMPTY;

  /** The height of the operand stack below the block's parameters. */
  int height;

  /** How many locals had been initialised before the block. */
  int initialised;

  boolean unreachable;

  /** The offset of the {@code br_table} that was last checked against this frame's label. */
  int checkedAt = NOWHERE;

  void open(Opcode newOpcode, FuncType newType, int newHeight, int newInitialised) {
    opcode = newOpcode;
    type = newType;
    height = newHeight;
    initialised = newInitialised;
    unreachable = false;
    checkedAt = NOWHERE;
  }

  /** What a branch to this block takes along. */
  List<ValType> labelTypes() {
    return opcode == Opcode.LOOP ? type.params() : type.results();
  }
}
