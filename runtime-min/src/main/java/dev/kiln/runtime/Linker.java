package dev.kiln.runtime;

import dev.kiln.runtime.abi.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what modules import by name. Definitions of host functions serve any store of the engine,
 * each store with a {@link FuncRef} of its own; items belong to the store they come from. Not
 * thread-safe while definitions are added.
 */
public final class Linker {
  private final Engine engine;
  private final Map<Name, Object> definitions;
  private boolean shadowing;

  private record Name(String module, String name) {
    // A record's own hashCode and equals are made at run time: programs would start later.
    @Override
    public int hashCode() {
      return 31 * module.hashCode() + name.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Name that && name.equals(that.name) && module.equals(that.module);
    }

    @Override
    public String toString() {
      return "\"" + module + "\" \"" + name + "\"";
    }
  }

  /**
   * Something that is defined.
   *
   * @param module the module name
   * @param name the item's name
   * @param type what it is
   */
  public record Definition(String module, String name, ExternType type) {}

  /** A linker without definitions. */
  public Linker(Engine engine) {
    this.engine = engine;
    this.definitions = new LinkedHashMap<>();
  }

  private Linker(Linker other) {
    this.engine = other.engine;
    this.definitions = new LinkedHashMap<>(other.definitions);
    this.shadowing = other.shadowing;
  }

  /**
   * A linker with the same definitions, which goes its own way from here on. A host function that
   * both define is one function in each store.
   */
  public Linker copy() {
    return new Linker(this);
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
   * @throws LinkException where the name is defined already and shadowing is not allowed, or the
   *     item belongs to another engine
   */
  public Linker define(String module, String name, Extern item) {
    if (item.store().engine() != engine) {
      throw new LinkException(
          new Name(module, name) + ": " + item + " belongs to another engine than the linker's");
    }
    return put(module, name, item);
  }

  /**
   * Defines a host function with boxed arguments, for any store of the engine.
   *
   * @throws LinkException where the name is defined already and shadowing is not allowed
   * @throws IllegalArgumentException where the type names a type of another engine
   */
  public Linker function(String module, String name, FuncType type, HostFunction function) {
    return wordFunction(module, name, type, HostCode.unboxing(type, function));
  }

  /**
   * Defines a host function that neither boxes nor allocates, for any store of the engine: {@code
   * linker.function("env", "add", HostBody.ints((a, b) -> a + b))}.
   *
   * @throws LinkException where the name is defined already and shadowing is not allowed
   */
  public Linker function(String module, String name, HostBody body) {
    return wordFunction(module, name, body.type(), body.words());
  }

  /**
   * Defines a host function without boxing, for any store of the engine.
   *
   * @throws LinkException where the name is defined already and shadowing is not allowed
   * @throws IllegalArgumentException where the type names a type of another engine
   */
  public Linker wordFunction(String module, String name, FuncType type, WordFunction function) {
    return put(module, name, new HostDefinition(engine.define(type), function));
  }

  /**
   * Defines a typed host function for a function import of {@code module}, under the import's
   * names, for any store of the engine; called by generated code. See {@link Module#hostFunction}.
   *
   * @throws LinkException where the name is defined already and shadowing is not allowed
   * @throws IllegalArgumentException where {@code importIndex} is no function import, or the module
   *     was loaded into another engine
   */
  public Linker hostFunction(Module module, int importIndex, Object host, Code code) {
    DefinedType type = module.functionImport(importIndex);
    if (module.engine() != engine) {
      throw new IllegalArgumentException(
          module + " was loaded into another engine than the linker's");
    }
    ImportType wanted = module.imports().get(importIndex);
    HostDefinition definition =
        new HostDefinition(type, store -> module.hostFunction(store, importIndex, host, code));
    return put(wanted.module(), wanted.name(), definition);
  }

  /**
   * Defines all exports of {@code instance} under the module name {@code module}.
   *
   * @throws LinkException where a name is defined already and shadowing is not allowed; then
   *     nothing was defined
   */
  public Linker instance(String module, Instance instance) {
    Map<String, Extern> exports = instance.exports();
    for (String name : exports.keySet()) {
      checkFree(new Name(module, name));
    }
    exports.forEach((name, item) -> define(module, name, item));
    return this;
  }

  /**
   * Defines the exports of {@code module} under the module name {@code name}.
   *
   * <p>A module that exports {@code _start} without parameters and results is a command. It is not
   * instantiated here: each call of one of its functions makes a new instance. Only its functions
   * are defined.
   *
   * <p>Any other module is a reactor. It is instantiated here, once, and its {@code _initialize} is
   * called where it exports one.
   *
   * @throws LinkException where an import is not defined or does not fit, or a name is defined
   *     already and shadowing is not allowed
   * @throws Trap where the reactor traps as it starts
   */
  public Linker module(Store<?> store, String name, Module module) {
    FuncType nothing = FuncType.of();
    if (nothing.equals(module.exportType(Commands.START))) {
      Commands.define(this, name, instantiatePre(module));
      return this;
    }
    Instance instance = instantiate(store, module);
    if (nothing.equals(module.exportType(Commands.INITIALIZE))) {
      instance.getFunction(Commands.INITIALIZE).call();
    }
    return instance(name, instance);
  }

  /**
   * Defines what is defined as {@code module} {@code name} under another name too.
   *
   * @throws LinkException where nothing is defined under the name, or the other one is defined
   *     already and shadowing is not allowed
   */
  public Linker alias(String module, String name, String asModule, String asName) {
    Object definition = definitions.get(new Name(module, name));
    if (definition == null) {
      throw new LinkException(new Name(module, name) + " is not defined");
    }
    return put(asModule, asName, definition);
  }

  /**
   * Defines everything that is defined under the module name {@code module} under {@code asModule}
   * too.
   *
   * @throws LinkException where nothing is defined under the module name, or one of the names is
   *     defined already and shadowing is not allowed; then nothing was defined
   */
  public Linker aliasModule(String module, String asModule) {
    Map<Name, Object> more = new LinkedHashMap<>();
    definitions.forEach(
        (key, definition) -> {
          if (key.module.equals(module)) {
            more.put(new Name(asModule, key.name), definition);
          }
        });
    if (more.isEmpty()) {
      throw new LinkException("nothing is defined under \"" + module + "\"");
    }
    more.keySet().forEach(this::checkFree);
    definitions.putAll(more);
    return this;
  }

  /**
   * Defines each function that {@code module} imports and that is not defined yet as one that traps
   * with {@link Trap.Kind#UNKNOWN_IMPORT}, for any store of the engine. Other imports stay unknown.
   *
   * @throws LinkException where the module was loaded into another engine
   */
  public Linker unknownImportsAsTraps(Module module) {
    checkEngine(module);
    List<ImportType> imports = module.imports();
    for (int i = 0; i < imports.size(); i++) {
      Name key = new Name(imports.get(i).module(), imports.get(i).name());
      if (imports.get(i).type() instanceof FuncType && !definitions.containsKey(key)) {
        definitions.put(key, UnknownImports.trapping(module, i, key.toString()));
      }
    }
    return this;
  }

  /**
   * Defines everything that {@code module} imports and that is not defined yet with default values:
   * functions return 0 and null, for any store; globals are 0 or null, memories and tables have
   * their minimal sizes and are items of {@code store}.
   *
   * @throws LinkException where a reference that may not be null would be null; then nothing was
   *     defined
   */
  public Linker unknownImportsAsDefaults(Store<?> store, Module module) {
    checkEngine(module);
    checkEngine(store);
    List<ImportType> imports = module.imports();
    Map<Name, Object> more = new LinkedHashMap<>();
    for (int i = 0; i < imports.size(); i++) {
      Name key = new Name(imports.get(i).module(), imports.get(i).name());
      if (!definitions.containsKey(key) && !more.containsKey(key)) {
        more.put(key, UnknownImports.withDefaults(store, module, i));
      }
    }
    definitions.putAll(more);
    return this;
  }

  Linker put(String module, String name, Object definition) {
    Name key = new Name(module, name);
    checkFree(key);
    definitions.put(key, definition);
    return this;
  }

  private void checkFree(Name key) {
    if (!shadowing && definitions.containsKey(key)) {
      throw new LinkException(key + " is defined already; allow shadowing to define it again");
    }
  }

  private void checkEngine(Module module) {
    if (module.engine() != engine) {
      throw new LinkException(module + " was loaded into another engine than the linker's");
    }
  }

  private void checkEngine(Store<?> store) {
    if (store.engine() != engine) {
      throw new LinkException("the linker's engine is not the store's");
    }
  }

  /** What is defined, in the order of the definitions. */
  public List<Definition> definitions() {
    List<Definition> all = new ArrayList<>(definitions.size());
    definitions.forEach(
        (key, definition) -> all.add(new Definition(key.module, key.name, typeOf(definition))));
    return all;
  }

  private static ExternType typeOf(Object definition) {
    return definition instanceof HostDefinition host
        ? host.type.funcType()
        : ((Extern) definition).type();
  }

  /**
   * What is defined under the name, in {@code store}; the same object each time; null if nothing.
   * An item that belongs to another store is returned as it is.
   *
   * @throws LinkException where the store is of another engine
   */
  public @Nullable Extern get(Store<?> store, String module, String name) {
    checkEngine(store);
    Object definition = definitions.get(new Name(module, name));
    return definition == null ? null : store.place(definition);
  }

  /**
   * The function that a module stands for: what is defined as {@code ""}, else as {@code _start},
   * under the module name {@code module}; else one that does nothing.
   *
   * @throws LinkException where that is no function, or the store is of another engine
   */
  public FuncRef getDefault(Store<?> store, String module) {
    for (String name : new String[] {"", Commands.START}) {
      Extern item = get(store, module, name);
      if (item instanceof FuncRef function) {
        return function;
      }
      if (item != null) {
        throw new LinkException(new Name(module, name) + " is no function, but " + item.type());
      }
    }
    return store.wordFunction(FuncType.of(), (caller, window, n, r) -> {});
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
    checkEngine(store);
    Object[] found = find(module, given);
    List<Extern> imports = new ArrayList<>(found.length);
    for (Object definition : found) {
      imports.add(store.place(definition));
    }
    return imports;
  }

  /**
   * Finds and type-checks what {@code module} imports once, for many instances. Later definitions
   * in this linker change nothing there.
   *
   * @throws LinkException where an import is not defined or does not fit, or items belong to
   *     different stores
   */
  public InstancePre instantiatePre(Module module) {
    checkEngine(module);
    return new InstancePre(module, find(module, new @Nullable Extern[module.imports().size()]));
  }

  /** The definitions that {@code module} imports, in order, where they are not given. */
  private Object[] find(Module module, @Nullable Extern[] given) {
    List<ImportType> imports = module.imports();
    @Nullable Object[] found = new @Nullable Object[imports.size()];
    boolean complete = true;
    for (int i = 0; i < found.length; i++) {
      ImportType wanted = imports.get(i);
      found[i] =
          given[i] != null ? given[i] : definitions.get(new Name(wanted.module(), wanted.name()));
      complete &= found[i] != null;
    }
    if (!complete) {
      throw unknown(module, found);
    }
    return found;
  }

  private static LinkException unknown(Module module, @Nullable Object[] found) {
    StringBuilder message = new StringBuilder(module.name()).append(": unknown import ");
    String separator = "";
    for (int i = 0; i < found.length; i++) {
      if (found[i] == null) {
        ImportType wanted = module.imports().get(i);
        message.append(separator).append(new Name(wanted.module(), wanted.name()));
        message.append(" (").append(wanted.type()).append(')');
        separator = ", ";
      }
    }
    return new LinkException(message.append(": define it in the linker").toString());
  }
}
