package dev.kiln.runtime;

import dev.kiln.runtime.abi.Abi;
import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.ModuleClass;
import dev.kiln.runtime.abi.Shape;
import dev.kiln.runtime.abi.TableCells;
import dev.kiln.runtime.abi.Window;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A compiled module, loaded into an engine. Immutable to its users; thread-safe. */
public final class Module {
  private final Engine engine;
  private final ModuleClass compiled;
  private final ModuleDescriptor descriptor;
  private final @Nullable Code[] codes;
  private final @Nullable Code[] adaptersByShape = new @Nullable Code[Shape.COUNT];
  private volatile byte @Nullable [][] data;
  private volatile @Nullable Map<String, Integer> exportPositions;
  private volatile @Nullable List<ImportType> imports;
  private volatile @Nullable List<ExportType> exports;

  private Module(Engine engine, ModuleClass compiled) {
    this.engine = engine;
    this.compiled = compiled;
    this.descriptor = new ModuleDescriptor(new DescriptorReader(compiled), engine);
    this.codes = new @Nullable Code[descriptor.bodies.size()];
    for (int i = 0; i < descriptor.adapters.length; i++) {
      adaptersByShape[descriptor.adapters[i]] = compiled.adapter(i);
    }
  }

  /**
   * Loads a compiled module: {@code Module.of(engine, new com.acme.ImageFilter())}.
   *
   * @throws LinkException where the class was compiled for another version of the runtime, or is
   *     damaged
   */
  public static Module of(Engine engine, ModuleClass compiled) {
    if (compiled.abiVersion() != Abi.VERSION) {
      throw Failures.link(
          compiled.fileName()
              + " was compiled by Kiln "
              + compiled.compilerVersion()
              + " for runtime ABI "
              + compiled.abiVersion()
              + ", but this runtime has ABI "
              + Abi.VERSION
              + ": compile it again, or use the runtime it was compiled for");
    }
    try {
      return new Module(engine, compiled);
    } catch (RuntimeException e) {
      if (e instanceof LinkException) {
        throw e;
      }
      // An index or a count in the descriptor that fits nothing else there.
      throw Failures.link(
          compiled.fileName() + ": the compiled class is damaged: its descriptor makes no sense");
    }
  }

  /**
   * Loads and initialises what instances of {@code compiled} need, first what takes long: for a
   * thread that has nothing to do while another one makes the first instance. From any thread;
   * without it everything is loaded where it is needed.
   */
  public static void prepare(ModuleClass compiled) {
    if (compiled.abiVersion() != Abi.VERSION) {
      return; // it is refused
    }
    Memory.prepare();
    Store.prepare();
    compiled.prepare();
    compiled.newInstance();
    load(TableCells.class, Instantiation.class, FuncRef.class, Quota.class, Window.class);
  }

  /** To name them is to load them. */
  private static void load(Class<?>... classes) {}

  /** For what a compiled class never has unless it was changed after it was compiled. */
  RuntimeException damaged(String how) {
    return Failures.link(name() + ": the compiled class is damaged: " + how);
  }

  /** The engine. */
  public Engine engine() {
    return engine;
  }

  /** The name of the wasm file, without folders. */
  public String name() {
    return compiled.fileName();
  }

  /** What instances need, in order; unmodifiable. */
  public List<ImportType> imports() {
    List<ImportType> known = imports;
    if (known == null) {
      known = DescriptorTypes.imports(descriptor);
      imports = known; // whoever comes second makes the same
    }
    return known;
  }

  /** How many imports there are. */
  public int importCount() {
    return descriptor.importNames.length;
  }

  /** The module name of an import; unlike {@link #imports()} this makes no types. */
  public String importModule(int importIndex) {
    return descriptor.importModules[importIndex];
  }

  /** The name of an import; unlike {@link #imports()} this makes no types. */
  public String importName(int importIndex) {
    return descriptor.importNames[importIndex];
  }

  /** What instances offer, in order; unmodifiable. */
  public List<ExportType> exports() {
    List<ExportType> known = exports;
    if (known == null) {
      known = DescriptorTypes.exports(descriptor);
      exports = known;
    }
    return known;
  }

  /**
   * Instantiates the module with {@code imports}, one per import, in order (specification 4.7.2).
   *
   * @throws LinkException where an import does not fit; nothing was changed
   * @throws Trap where initialisation or the start function traps
   */
  public Instance instantiate(Store<?> store, List<? extends Extern> imports) {
    return Instantiation.run(store, this, imports);
  }

  /**
   * The function import {@code importIndex} as a host function with a typed entry of its own, so
   * that it has no hole and nothing is boxed; called by generated code. Registers nothing.
   *
   * @param importIndex a position in {@link #imports()}; {@link FuncRef#index()} of the function
   * @param host what {@code code} finds as {@link FuncRef#owner()}
   * @param code overrides the entry of the type's shape, and throws {@link Caller#failure} for
   *     whatever the host throws
   * @throws IllegalArgumentException where {@code importIndex} is no function import, or the store
   *     is of another engine
   */
  public FuncRef hostFunction(Store<?> store, int importIndex, Object host, Code code) {
    DefinedType type = functionImport(importIndex);
    if (store.engine() != engine) {
      throw new IllegalArgumentException(this + " was loaded into another engine than the store's");
    }
    int shape = type.shape();
    Code uniform = shape == Shape.WINDOW ? code : adapterFor(shape);
    return new FuncRef(store, type, host, importIndex, uniform, code);
  }

  /** The type of a function import, with its identity. */
  DefinedType functionImport(int importIndex) {
    @Nullable DefinedType[] known = descriptor.functionImports;
    DefinedType type = importIndex < 0 || importIndex >= known.length ? null : known[importIndex];
    if (type == null) {
      throw new IllegalArgumentException(
          name() + ": import " + importIndex + " is not a function it imports");
    }
    return type;
  }

  /** Whether its code was compiled with {@code option}. */
  boolean hasOption(String option) {
    return (" " + compiled.options() + " ").contains(" " + option + " ");
  }

  ModuleDescriptor descriptor() {
    return descriptor;
  }

  /** What is exported under {@code name}, null where nothing is. */
  @Nullable ExternType exportType(String name) {
    int position = exportPosition(name);
    return position < 0 ? null : exports().get(position).type();
  }

  /** Where {@code name} stands among the exports; -1 where it is none. */
  int exportPosition(String name) {
    Map<String, Integer> known = exportPositions;
    if (known == null) {
      known = new HashMap<>();
      String[] names = descriptor.exportNames;
      for (int i = 0; i < names.length; i++) {
        known.put(names[i], i);
      }
      exportPositions = known; // whoever comes second makes the same
    }
    return known.getOrDefault(name, -1);
  }

  Code adapter(int index) {
    return adapterFor(descriptor.adapters[index]);
  }

  private Code adapterFor(int shape) {
    Code adapter = adaptersByShape[shape];
    if (adapter == null) {
      throw damaged("it lacks an adapter");
    }
    return adapter;
  }

  Instance newInstance() {
    return compiled.newInstance();
  }

  /** A new reference to the defined function that is escape {@code index}. */
  FuncRef reference(Instance instance, int index) {
    DefinedType type = escapeType(index);
    int shape = type.shape();
    Code uniform = shape == Shape.WINDOW ? null : adapterFor(shape);
    return new FuncRef(instance.store(), type, instance, index, uniform, null);
  }

  /** The type of the function that is escape {@code index}, with its indices checked. */
  private DefinedType escapeType(int index) {
    if (index < 0 || index >= descriptor.escapes.size()) {
      throw damaged("it has no function reference " + index);
    }
    int type = descriptor.escapeTypes.get(index);
    if (type >= descriptor.types.length) {
      throw damaged("function " + descriptor.escapes.get(index) + " has no type");
    }
    return descriptor.types[type];
  }

  /** The type of the exported function at {@code position} among the exports. */
  DefinedType exportedFunction(int position) {
    return escapeType(descriptor.exportIndices[position]);
  }

  /** The typed entry of the function that is escape {@code index}. */
  synchronized Code codeOf(int index) {
    int body = descriptor.bodies.floor(index);
    if (body < 0) {
      throw damaged("function " + descriptor.escapes.get(index) + " has no body");
    }
    Code code = codes[body];
    if (code == null) {
      code = compiled.code(body);
      codes[body] = code;
    }
    return code;
  }

  /** The data segments, read once; their content is never written. */
  byte[][] data() {
    byte @Nullable [][] known = data;
    return known != null ? known : readDataOnce();
  }

  private synchronized byte[][] readDataOnce() {
    byte @Nullable [][] known = data;
    if (known == null) {
      known = readData();
      data = known;
    }
    return known;
  }

  private byte[][] readData() {
    byte[][] all = new byte[descriptor.data.size()][];
    try (InputStream in = compiled.openData()) {
      for (int i = 0; i < all.length; i++) {
        int length = descriptor.data.get(i);
        all[i] = in == null ? new byte[0] : in.readNBytes(length);
        if (all[i].length != length) {
          throw Failures.link(
              name() + ": the data segments are missing beside the compiled class, or cut off");
        }
      }
    } catch (IOException e) {
      throw Failures.link(name() + ": cannot read the data segments: " + e.getMessage());
    }
    return all;
  }

  /** How messages call the function that is escape {@code index}. */
  String describe(int index) {
    for (int i = 0; i < descriptor.exportNames.length; i++) {
      if (descriptor.exportIndices[i] == index && descriptor.functionExports[i] != null) {
        return name() + " \"" + descriptor.exportNames[i] + "\"";
      }
    }
    return name() + " func[" + descriptor.escapes.get(index) + "]";
  }

  @Override
  public String toString() {
    return "module " + name();
  }
}
