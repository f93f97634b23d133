package dev.kiln.runtime;

import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.DescriptorFormat;
import org.jspecify.annotations.Nullable;

/**
 * A function type as an engine knows it: two of them are the same object exactly if their recursion
 * groups are the same (section 3.1.3). Immutable to its users once the engine has handed it out;
 * thread-safe.
 */
public final class DefinedType implements HeapType {
  private final Engine engine;
  private final int id;
  private final boolean isFinal;
  private @Nullable FuncType type;

  /**
   * What the structure is made from when it is asked for: a text, or numbers and types by index.
   */
  private @Nullable String signature;

  private @Nullable RawType raw;

  private DefinedType[] indexed = {};
  private int shape;
  private int numbers;
  private int references;
  private boolean returnsReferences;
  private DefinedType[] supertypes = {};

  DefinedType(Engine engine, int id, boolean isFinal) {
    this.engine = engine;
    this.id = id;
    this.isFinal = isFinal;
  }

  /** Completes the type of a host function. */
  void define(FuncType structure) {
    type = structure;
    words(
        FuncType.words(structure.params(), false),
        FuncType.words(structure.params(), true),
        FuncType.words(structure.results(), false),
        FuncType.words(structure.results(), true));
  }

  /**
   * Completes a type of numbers.
   *
   * @param text as {@link Engine#define(String)} takes it
   * @throws IllegalArgumentException where it is none
   */
  void define(String text) {
    int colon = text.indexOf(':');
    boolean wrong = colon < 0;
    for (int i = 0; i < text.length(); i++) {
      wrong |= i != colon && DescriptorFormat.LETTERS.indexOf(text.charAt(i)) < 0;
    }
    if (wrong) {
      throw new IllegalArgumentException("no signature: \"" + text + "\"; write, say, il:i");
    }
    signature = text;
    words(colon, 0, text.length() - colon - 1, 0);
  }

  private void words(int numbersIn, int referencesIn, int numbersOut, int referencesOut) {
    shape = Code.shape(numbersIn, referencesIn, numbersOut, referencesOut);
    numbers = Math.max(numbersIn, numbersOut);
    references = Math.max(referencesIn, referencesOut);
    returnsReferences = referencesOut > 0;
  }

  /**
   * Completes a type of a module; types of one recursion group refer to each other.
   *
   * @param types the module's types by index, at least those of the group and of those before it
   */
  void define(RawType structure, DefinedType[] types) {
    raw = structure;
    indexed = types;
    int referencesIn = structure.referenceParams();
    int referencesOut = structure.referenceResults();
    words(
        structure.params().length - referencesIn,
        referencesIn,
        structure.results().length - referencesOut,
        referencesOut);
    if (structure.supertype() >= 0) {
      DefinedType supertype = types[structure.supertype()];
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

  /** How many number words a call needs: those of the parameters or those of the results. */
  int numberWords() {
    return numbers;
  }

  /** How many reference words a call needs. */
  int referenceWords() {
    return references;
  }

  /** Whether a reference is among the results. */
  boolean returnsReferences() {
    return returnsReferences;
  }

  /** Whether there are neither parameters nor results. */
  public boolean isEmpty() {
    return numbers == 0 && references == 0;
  }

  /** Whether it may have subtypes. */
  public boolean isFinal() {
    return isFinal;
  }

  /** The structure. */
  public FuncType funcType() {
    FuncType known = type;
    if (known == null) {
      if (signature != null) {
        known = DescriptorTypes.structure(signature);
      } else if (raw != null) {
        known = DescriptorTypes.structure(raw, indexed);
      } else {
        throw Failures.state("type " + id + " is still being defined");
      }
      type = known; // whoever comes second makes an equal one
    }
    return known;
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
