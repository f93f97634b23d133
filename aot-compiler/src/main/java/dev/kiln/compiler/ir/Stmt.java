package dev.kiln.compiler.ir;

import dev.kiln.compiler.opcode.Opcode;
import java.util.List;

/** A statement. Between statements nothing is on an operand stack. Immutable. */
public sealed interface Stmt {
  /** Assigns a variable. */
  record Set(Var variable, Expr value) implements Stmt {}

  /** Assigns several variables at once: all values are evaluated before the first is assigned. */
  record SetAll(List<Var> variables, List<Expr> values) implements Stmt {}

  /** Evaluates for the effects. */
  record Do(Expr value) implements Stmt {}

  /** A call with other than one result; each result goes to its variable. */
  record Results(Expr.Call call, List<Var> variables) implements Stmt {}

  /**
   * Takes results of the call just before that do not fit its {@link Results}: the first is number
   * lane {@code number} or reference lane {@code reference} of the results after the first.
   */
  record Take(List<Var> variables, int number, int reference) implements Stmt {}

  /** Puts values where the caller finds results after the first; a {@link Return} follows soon. */
  record Give(List<Expr> values, int number, int reference) implements Stmt {}

  /**
   * Reserves lanes in the window for a call with more arguments than one statement holds, and notes
   * where they begin.
   */
  record Open(Var n, Var r, int numbers, int references) implements Stmt {}

  /** Puts arguments into lanes that were reserved, from the two positions on. */
  record Fill(Var n, Var r, List<Expr> values, int number, int reference) implements Stmt {}

  /** A store. */
  record Store(Opcode op, int memory, long offset, Expr address, Expr value) implements Stmt {}

  /**
   * An instruction on the instance's state without a result: {@code global.set}, {@code table.set},
   * bulk memory and table instructions.
   */
  record Update(Opcode op, ImmediateValues immediates, List<Expr> operands) implements Stmt {}

  /**
   * Takes {@code fuel}, and traps if that was more than there was; lets the function be interrupted
   * if the store's deadline has come. Changes no variable and no memory.
   *
   * @param fuel for the instructions from here to the next statement like this, 0 for none
   */
  record Meter(int fuel, boolean checksFuel, boolean checksEpoch) implements Stmt {}

  /** A jump target. */
  record Bind(JumpLabel label) implements Stmt {}

  /** An unconditional jump. */
  record Jump(JumpLabel label) implements Stmt {}

  /** A jump if the condition is (or, with {@code ifTrue} false, is not) other than zero. */
  record Branch(Expr condition, boolean ifTrue, JumpLabel label) implements Stmt {}

  /** A jump by an unsigned index; the last label is the default. */
  record Switch(Expr index, List<JumpLabel> labels) implements Stmt {}

  /**
   * A jump like {@link Switch}, in a function of several methods, most of whose labels are in other
   * ones.
   *
   * @param way is never bound; it stands for all that leaves the method here
   */
  record Leap(Expr index, List<JumpLabel> labels, JumpLabel way) implements Stmt {}

  /** Leaves the function. */
  record Return(List<Expr> values) implements Stmt {}

  /** {@code unreachable}. */
  record Unreachable() implements Stmt {}
}
