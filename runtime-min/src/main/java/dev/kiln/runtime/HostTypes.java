package dev.kiln.runtime;

import java.util.List;

/**
 * What an engine does for types that the host names. A class of its own: a program whose types are
 * all of numbers starts without it, and without what it mentions.
 */
final class HostTypes {
  private HostTypes() {}

  /**
   * The type of a host function: final, alone in its recursion group, without a supertype.
   *
   * @throws IllegalArgumentException where it names a type of another engine
   */
  static DefinedType define(Engine engine, FuncType type) {
    TypeKey key = new TypeKey().type(true);
    append(key, type.params(), engine);
    append(key.results(), type.results(), engine);
    return engine.define(key.toString(), type);
  }

  private static void append(TypeKey key, List<ValType> types, Engine engine) {
    for (int i = 0; i < types.size(); i++) { // no iterator: calls come here
      ValType type = types.get(i);
      check(engine, type);
      if (type instanceof NumType number) {
        key.number(number.ordinal());
      } else {
        append(key, (RefType) type);
      }
    }
  }

  private static void append(TypeKey key, RefType type) {
    key.reference(type.nullable());
    if (type.heap() instanceof DefinedType defined) {
      key.outside(defined.id());
    } else {
      key.abstractHeap(((AbstractHeapType) type.heap()).ordinal());
    }
  }

  /** Refuses elements of a type of another engine. */
  static void check(Engine engine, TableType type) {
    check(engine, type.element());
  }

  /** Refuses a type that names a type of another engine: its numbers mean nothing here. */
  static void check(Engine engine, ValType type) {
    if (type instanceof RefType ref
        && ref.heap() instanceof DefinedType defined
        && defined.engine() != engine) {
      throw new IllegalArgumentException(type + " is a type of another engine");
    }
  }
}
