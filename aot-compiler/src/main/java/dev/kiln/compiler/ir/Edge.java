package dev.kiln.compiler.ir;

import org.jspecify.annotations.Nullable;

/**
 * A way out of a statement, other than to the next one.
 *
 * <p>A jump is taken when the statement is done. An exception is thrown <em>before</em> the
 * statement assigns anything: in {@code x = f(y)}, where {@code f} throws, {@code x} keeps its
 * value. Then the variable of the handler is assigned.
 *
 * @param target where control goes
 * @param handler what catches the exception; null for a jump
 */
public record Edge(JumpLabel target, @Nullable Handler handler) {
  /** Whether it is taken before its statement assigns. */
  public boolean isBeforeAssignment() {
    return handler != null;
  }
}
