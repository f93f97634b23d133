package dev.kiln.compiler.emit.memory;

import dev.kiln.compiler.ir.Expr;
import java.util.List;

/**
 * Emits all code on one memory in one method, and knows which of the memory's local variables are
 * stale. For one thread.
 */
public interface MemoryCode {
  /** What is known of the memory. */
  MemoryCarrier carrier();

  /**
   * Declares that the method has loads or stores: puts what they need into local variables.
   *
   * @param bounded whether some access needs a bound
   */
  void declare(boolean bounded);

  /** Leaves out checks that {@code coverage} shows to be made already. */
  void heed(Coverage coverage);

  /** After something that may grow the memory: local variables are stale. */
  void invalidate();

  /**
   * Before control flow joins or leaves: reads what is stale again, so that all paths agree that
   * nothing is.
   */
  void freshen();

  /** Where control flow ends: nothing needs to be right. */
  void forget();

  /** Pushes the value of a load. */
  void load(Access access, long offset, Expr address);

  /** Emits a store. */
  void store(Access access, long offset, Expr address, Expr value);

  /** Pushes the memory's object. */
  void pushObject();

  /** Pushes the size in pages. */
  void size();

  /** Grows the memory and pushes the result of {@code memory.grow}. */
  void grow(Expr pages);

  /** {@code memory.fill}. */
  void fill(List<Expr> operands);

  /** {@code memory.copy} to this memory. */
  void copy(MemoryCode from, List<Expr> operands);

  /** {@code memory.init} of this memory. */
  void init(int segment, List<Expr> operands);
}
