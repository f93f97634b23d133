package dev.kiln.runtime;

import java.util.function.Function;

/** A host function that has no store yet; its identity is that of the definition. */
final class HostDefinition {
  /** The type, of the linker's engine. */
  final DefinedType type;

  /** Makes the function in a store, which keeps what this returns. */
  final Function<Store<?>, FuncRef> place;

  HostDefinition(DefinedType type, Function<Store<?>, FuncRef> place) {
    this.type = type;
    this.place = place;
  }

  /** Reads and writes lanes; the typed entry is a hole until a module fills it. */
  HostDefinition(DefinedType type, LaneFunction body) {
    this(type, store -> store.laneFunction(type, body));
  }
}
