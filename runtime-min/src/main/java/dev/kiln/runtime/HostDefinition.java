package dev.kiln.runtime;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A host function that has no store yet; its identity is that of the definition. */
final class HostDefinition {
  /** The type, of the linker's engine. */
  final DefinedType type;

  /** What makes the function in a store; null where {@link #body} does. */
  private final @Nullable Function<Store<?>, FuncRef> place;

  /** Reads and writes words; no lambda stands between, since programs start with these. */
  private final @Nullable WordFunction body;

  HostDefinition(DefinedType type, Function<Store<?>, FuncRef> place) {
    this.type = type;
    this.place = place;
    this.body = null;
  }

  /** With a typed entry that is a hole until a module fills it. */
  HostDefinition(DefinedType type, WordFunction body) {
    this.type = type;
    this.place = null;
    this.body = body;
  }

  /** Makes the function in {@code store}, which keeps it. */
  FuncRef in(Store<?> store) {
    return body != null
        ? store.wordFunction(type, body)
        : Objects.requireNonNull(place).apply(store);
  }
}
