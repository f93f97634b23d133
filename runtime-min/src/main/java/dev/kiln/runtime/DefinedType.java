package dev.kiln.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A function type as an engine knows it: two of them are the same object exactly if their recursion
 * groups are the same (section 3.1.3). Immutable once the engine has handed it out; safe to share.
 */
public final class DefinedType implements HeapType {
  private final Engine engine;
  private final int id;
  private final boolean isFinal;
  private @Nullable FuncType type;
  private int shape;
  private int numbers;
  private int references;
  private DefinedType[] supertypes = {};

  DefinedType(Engine engine, int id, boolean isFinal) {
    this.engine = engine;
    this.id = id;
    this.isFinal = isFinal;
  }

  /** Completes the type; types of one recursion group refer to each other. */
  void define(FuncType structure, @Nullable DefinedType supertype) {
    type = structure;
    shape = structure.shape();
    numbers =
        Math.max(
            FuncType.lanes(structure.params(), false), FuncType.lanes(structure.results(), false));
    references =
        Math.max(
            FuncType.lanes(structure.params(), true), FuncType.lanes(structure.results(), true));
    if (supertype != null) {
      DefinedType[] above = supertype.supertypes;
      supertypes = new DefinedType[above.length + 1];
      System.arraycopy(above, 0, supertypes, 0, above.length);
      supertypes[above.length] = supertype;
    }
  }

  /** The engine that knows this type. */
  Engine engine() {
    return engine;
  }

  /** The engine's number for this type. */
  int id() {
    return id;
  }

  /** The erased signature, computed once. */
  int shape() {
    return shape;
  }

  /** How many number lanes a call needs: those of the parameters or those of the results. */
  int numberLanes() {
    return numbers;
  }

  /** How many reference lanes a call needs. */
  int referenceLanes() {
    return references;
  }

  /** Whether it may have subtypes. */
  public boolean isFinal() {
    return isFinal;
  }

  /** The structure. */
  public FuncType funcType() {
    FuncType t = type;
    if (t == null) {
      throw Failures.state("type " + id + " is still being defined");
    }
    return t;
  }

  /** Whether this is the type with the id {@code other} or a declared subtype of it. */
  boolean isSubtypeOf(int other) {
    if (id == other) {
      return true;
    }
    for (DefinedType t : supertypes) {
      if (t.id == other) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean matches(HeapType expected) {
    return expected == AbstractHeapType.FUNC
        || expected instanceof DefinedType other && isSubtypeOf(other.id);
  }

  @Override
  public AbstractHeapType top() {
    return AbstractHeapType.FUNC;
  }

  @Override
  public String toString() {
    return "type " + id; // the structure may contain this type again
  }

  // A type may contain itself, so equality and hashing stay those of the identity.
}
