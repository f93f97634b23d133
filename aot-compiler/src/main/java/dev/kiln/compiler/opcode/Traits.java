package dev.kiln.compiler.opcode;

import dev.kiln.compiler.model.Proposal;
import org.jspecify.annotations.Nullable;

/**
 * What a row of {@link Opcode} says of an instruction beyond its immediates and its signature. The
 * factories are named after what the rows have in common; what is special to a row follows in the
 * row.
 *
 * @param family null where no family compiles the instruction yet
 * @param effects the {@link Effects}, those of the operands left out; an operand that is constant
 *     may leave less of them
 * @param fuel how much fuel it takes
 * @param isUnbounded whether a function with it takes time that its size does not bound
 * @param constantBy the proposal by which it is allowed in constant expressions; null for none
 * @param relation what a comparison asks for
 * @param isUnsigned whether integers have no sign: those that are compared, or the one in memory
 */
record Traits(
    @Nullable Family family,
    int effects,
    int fuel,
    boolean isUnbounded,
    @Nullable Proposal constantBy,
    @Nullable Relation relation,
    boolean isUnsigned) {
  /** Of an instruction that no family compiles yet. */
  static final Traits UNKNOWN = new Traits(null, 0, 1, false, null, null, false);

  private static Traits of(Family family, int effects) {
    return new Traits(family, effects, 1, false, null, null, false);
  }

  /** Leaves the straight line, or may. */
  static Traits control() {
    return of(Family.CONTROL, Effects.CONTROL);
  }

  /** Calls; nothing is known of what. */
  static Traits calls() {
    return of(Family.CALL, Effects.CALL | Effects.GROWS).unbounded();
  }

  /** Moves operands. */
  static Traits parametric() {
    return of(Family.PARAMETRIC, 0);
  }

  /** A constant, which {@code proposal} has introduced. */
  static Traits constant(Proposal proposal) {
    return of(Family.CONSTANT, 0).constantBy(proposal);
  }

  /** On a local variable. */
  static Traits local() {
    return of(Family.LOCAL, 0);
  }

  /** On a global. */
  static Traits global(int effects) {
    return of(Family.GLOBAL, effects);
  }

  /** On a table or an element segment. */
  static Traits table(int effects) {
    return of(Family.TABLE, effects);
  }

  /** On a reference. */
  static Traits reference(int effects) {
    return of(Family.REFERENCE, effects);
  }

  /** A load; an integer in memory that is narrower than the result has a sign. */
  static Traits load() {
    return of(Family.LOAD, Effects.READS_MEMORY | Effects.TRAPS_MEMORY);
  }

  /** A store. */
  static Traits store() {
    return of(Family.STORE, Effects.WRITES | Effects.TRAPS_MEMORY);
  }

  /** On a memory as a whole, or a data segment. */
  static Traits memory(int effects) {
    return of(Family.MEMORY, effects);
  }

  /** Computes one number. */
  static Traits numeric() {
    return of(Family.NUMERIC, 0);
  }

  /** Divides integers: traps for 0, and for a quotient that is too large. */
  static Traits division() {
    return of(Family.DIVISION, Effects.TRAPS_OTHER);
  }

  /** Compares floats, or integers with a sign. */
  static Traits compare(Relation relation) {
    return of(Family.COMPARISON, 0).relation(relation);
  }

  /** Computes the halves of a 128-bit number. */
  static Traits wide() {
    return of(Family.WIDE, 0);
  }

  /** Traps for some operands. */
  Traits traps() {
    return new Traits(
        family, effects | Effects.TRAPS_OTHER, fuel, isUnbounded, constantBy, relation, isUnsigned);
  }

  /** Takes no fuel, as in other runtimes: it moves nothing and decides nothing. */
  Traits free() {
    return new Traits(family, effects, 0, isUnbounded, constantBy, relation, isUnsigned);
  }

  /** May take long. */
  Traits unbounded() {
    return new Traits(family, effects, fuel, true, constantBy, relation, isUnsigned);
  }

  /** Is allowed in constant expressions by {@code proposal}. */
  Traits constantBy(Proposal proposal) {
    return new Traits(family, effects, fuel, isUnbounded, proposal, relation, isUnsigned);
  }

  /** Asks for {@code relation}. */
  Traits relation(Relation asked) {
    return new Traits(family, effects, fuel, isUnbounded, constantBy, asked, isUnsigned);
  }

  /** Takes integers without a sign. */
  Traits unsigned() {
    return new Traits(family, effects, fuel, isUnbounded, constantBy, relation, true);
  }
}
