package dev.kiln.runtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who calls a host function. One object per instance, so that a call allocates nothing. */
public final class Caller {
  private final Store<?> store;
  private final @Nullable Instance instance;

  Caller(Store<?> store, @Nullable Instance instance) {
    this.store = store;
    this.instance = instance;
  }

  /** The store of the call. */
  public Store<?> store() {
    return store;
  }

  /** The calling instance; empty where the host called. */
  public Optional<Instance> instance() {
    return Optional.ofNullable(instance);
  }

  /** An export of the calling instance, null where it has none of that name. */
  public @Nullable Extern export(String name) {
    return instance == null ? null : instance.export(name);
  }

  /** The exported memory of that name of the calling instance, null where there is none. */
  public @Nullable Memory memory(String name) {
    return export(name) instanceof Memory memory ? memory : null;
  }
}
