package dev.kiln.compiler.ir;

/** A place to jump to. Bound by one {@link Stmt.Bind}. */
public final class JumpLabel {
  private final int id;
  private boolean used;

  /** A label with a number for dumps. */
  public JumpLabel(int id) {
    this.id = id;
  }

  /** Notes that something jumps here. */
  public void use() {
    used = true;
  }

  /** Whether anything jumps here. */
  public boolean isUsed() {
    return used;
  }

  @Override
  public String toString() {
    return "L" + id;
  }
}
