package dev.kiln.runtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A module whose imports were found and type-checked once, for many instances. Immutable; may be
 * shared between threads that each have a store, unless one of the imports is an item of a store:
 * then it serves that store only. The linker may be dropped.
 */
public final class InstancePre {
  private final Module module;

  /** One {@link HostDefinition} or {@link Extern} per import. */
  private final Object[] imports;

  private final @Nullable Store<?> store;

  InstancePre(Module module, Object[] definitions) {
    this.module = module;
    this.imports = definitions;
    Store<?> found = null;
    for (int i = 0; i < definitions.length; i++) {
      if (definitions[i] instanceof HostDefinition host) {
        Imports.check(module, i, host.type);
      } else {
        Extern item = (Extern) definitions[i];
        if (found == null) {
          found = item.store();
        }
        Imports.check(found, module, i, item);
      }
    }
    this.store = found;
  }

  /** The module. */
  public Module module() {
    return module;
  }

  /** The only store that can be used, where one of the imports is an item of a store. */
  public Optional<Store<?>> store() {
    return Optional.ofNullable(store);
  }

  /**
   * Makes an instance.
   *
   * @throws LinkException where the store is of another engine, or not the one that the imports
   *     belong to; nothing was changed
   * @throws Trap where initialisation or the start function traps
   */
  public Instance instantiate(Store<?> store) {
    Imports.checkEngine(store, module);
    if (this.store != null && this.store != store) {
      throw new LinkException(
          module.name() + ": the imports were found for another store: use that one");
    }
    Extern[] externs = new Extern[imports.length];
    int depth = store.enter(); // before functions are placed: another thread may be using the store
    try {
      for (int i = 0; i < externs.length; i++) {
        externs[i] = store.place(imports[i]);
      }
      return Instantiation.run(store, module, externs);
    } finally {
      store.leave(depth);
    }
  }

  @Override
  public String toString() {
    return module + " with its imports";
  }
}
