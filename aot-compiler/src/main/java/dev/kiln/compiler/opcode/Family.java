package dev.kiln.compiler.opcode;

/**
 * The instructions that are lowered, emitted and measured by one and the same piece of code. A
 * {@code switch} over the families has no default, so that a new one is an error of javac wherever
 * it has to be dealt with.
 */
public enum Family {
  /** Blocks, branches, {@code return}, {@code unreachable}. */
  CONTROL,
  /** Calls of a function, of a table's element, of a reference. */
  CALL,
  /** {@code nop}, {@code drop}, {@code select}. */
  PARAMETRIC,
  /** Constant numbers and vectors. */
  CONSTANT,
  /** {@code local.get}, {@code local.set}, {@code local.tee}. */
  LOCAL,
  /** {@code global.get}, {@code global.set}. */
  GLOBAL,
  /** Instructions on tables, and {@code elem.drop}. */
  TABLE,
  /** Instructions on references. */
  REFERENCE,
  /** From a memory to the operand stack. */
  LOAD,
  /** From the operand stack to a memory. */
  STORE,
  /** Size, growth and bulk instructions of memories, and {@code data.drop}. */
  MEMORY,
  /** Numbers to one number, by bytecode that depends on the opcode alone. */
  NUMERIC,
  /** Divisions and remainders of integers: what is emitted depends on a constant divisor. */
  DIVISION,
  /** Numbers to 0 or 1: part of the branch that uses them. */
  COMPARISON,
  /** Halves of 128-bit numbers to the halves of one. */
  WIDE
}
