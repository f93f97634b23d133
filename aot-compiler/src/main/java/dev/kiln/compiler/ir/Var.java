package dev.kiln.compiler.ir;

import dev.kiln.compiler.carrier.Carrier;

/**
 * A variable: a wasm local, or a temporary that holds an operand. Identity matters; the emitter
 * keeps the JVM slot apart from it.
 */
public final class Var {
  private final int id;
  private final Carrier carrier;
  private final boolean local;

  /**
   * A variable.
   *
   * @param id its number within the function: wasm locals first, then temporaries
   * @param local whether it is a wasm local, which is zero before its first assignment
   */
  public Var(int id, Carrier carrier, boolean local) {
    this.id = id;
    this.carrier = carrier;
    this.local = local;
  }

  /** The number within the function. */
  public int id() {
    return id;
  }

  /** What it holds. */
  public Carrier carrier() {
    return carrier;
  }

  /** Whether it is a wasm local. */
  public boolean isLocal() {
    return local;
  }

  @Override
  public String toString() {
    return (local ? "l" : "t") + id;
  }
}
