package dev.kiln.runtime;

import dev.kiln.runtime.abi.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what modules import by name. Definitions of host functions serve any store of the engine;
 * items belong to the store they come from. Not thread-safe while definitions are added.
 */
public final class Linker {
  private final Engine engine;
  private final Map<Name, Object> definitions = new LinkedHashMap<>();
  private boolean shadowing;

  private record Name(String module, String name) {
    @Override
    public String toString() {
      return "\"" + module + "\" \"" + name + "\"";
    }
  }

  /** A linker without definitions. */
  public Linker(Engine engine) {
    this.engine = engine;
  }

  /** The engine. */
  public Engine engine() {
    return engine;
  }

  /** Whether a name may be defined again; off at first. */
  public Linker allowShadowing(boolean allow) {
    shadowing = allow;
    return this;
  }

  /**
   * Defines an item of a store.
   *
   * @throws LinkException where the name is defined already and shadowing is not allowed
   */
  public Linker define(String module, String name, Extern item) {
    return put(module, name, item);
  }

  /** Defines a host function with boxed arguments, for any store of the engine. */
  public Linker function(String module, String name, FuncType type, HostFunction function) {
    return put(module, name, new HostDefinition.Lane(type, HostCode.unboxing(type, function)));
  }

  /** Defines a host function without boxing, for any store of the engine. */
  public Linker laneFunction(String module, String name, FuncType type, LaneFunction function) {
    return put(module, name, new HostDefinition.Lane(type, function));
  }

  /**
   * Defines a typed host function for a function import of {@code module}, under the import's
   * names, for any store of the engine; called by generated code. See {@link Module#hostFunction}.
   *
   * @throws IllegalArgumentException where {@code importIndex} is no function import, or the module
   *     was loaded into another engine
   */
  public Linker hostFunction(Module module, int importIndex, Object host, Code code) {
    module.functionImport(importIndex);
    if (module.engine() != engine) {
      throw new IllegalArgumentException(
          module + " was loaded into another engine than the linker's");
    }
    ImportType wanted = module.imports().get(importIndex);
    return put(
        wanted.module(),
        wanted.name(),
        new HostDefinition.Typed(module, importIndex, host, code));
  }

  /** Defines all exports of {@code instance} under the module name {@code module}. */
  public Linker instance(String module, Instance instance) {
    instance.exports().forEach((name, item) -> put(module, name, item));
    return this;
  }

  private Linker put(String module, String name, Object definition) {
    Name key = new Name(module, name);
    if (!shadowing && definitions.containsKey(key)) {
      throw new LinkException(key + " is defined already; allow shadowing to define it again");
    }
    definitions.put(key, definition);
    return this;
  }

  /**
   * What is defined under the name, in {@code store}; the same object each time; null if nothing.
   */
  public @Nullable Extern get(Store<?> store, String module, String name) {
    Object definition = definitions.get(new Name(module, name));
    if (definition instanceof HostDefinition host) {
      return store.hostFunction(host);
    }
    return (Extern) definition;
  }

  /**
   * Instantiates {@code module} with what is defined here.
   *
   * @throws LinkException where an import is not defined or does not fit; nothing was changed
   * @throws Trap where initialisation or the start function traps
   */
  public Instance instantiate(Store<?> store, Module module) {
    return module.instantiate(store, resolve(store, module));
  }

  /**
   * What {@code module} imports, in order; host functions are placed in {@code store}. Whether the
   * types fit is checked when the module is instantiated.
   *
   * @throws LinkException where an import is not defined, or the engines differ
   */
  public List<Extern> resolve(Store<?> store, Module module) {
    return resolve(store, module, new @Nullable Extern[module.imports().size()]);
  }

  /**
   * What {@code module} imports, in order, where some of it is there already; called by generated
   * code.
   *
   * @param given one per import; only those that are null are looked for here
   * @throws LinkException where an import is not defined, or the engines differ
   */
  public List<Extern> resolve(Store<?> store, Module module, @Nullable Extern[] given) {
    if (engine != store.engine()) {
      throw new LinkException("the linker's engine is not the store's");
    }
    List<Extern> imports = new ArrayList<>(module.imports().size());
    List<String> missing = new ArrayList<>();
    for (ImportType wanted : module.imports()) {
      Extern item = given[imports.size() + missing.size()];
      if (item == null) {
        item = get(store, wanted.module(), wanted.name());
      }
      if (item == null) {
        missing.add(
            "\"" + wanted.module() + "\" \"" + wanted.name() + "\" (" + wanted.type() + ")");
      } else {
        imports.add(item);
      }
    }
    if (!missing.isEmpty()) {
      throw new LinkException(
          module.name()
              + ": unknown import "
              + String.join(", ", missing)
              + ": define it in the linker");
    }
    return imports;
  }
}
