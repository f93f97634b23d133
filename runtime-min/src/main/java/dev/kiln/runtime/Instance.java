package dev.kiln.runtime;

import dev.kiln.runtime.abi.DescriptorFormat;
import dev.kiln.runtime.abi.TableCells;
import dev.kiln.runtime.abi.Window;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a module. Compiled modules subclass it with fields for globals, memories, tables
 * and imports; what is public here and marked as called by compiled code is no API. Confined to the
 * thread that uses the store.
 */
public abstract class Instance {
  private static final byte[] DROPPED_DATA = {};
  private static final @Nullable Object[] DROPPED_ELEMENTS = {};

  private @Nullable Store<?> store;
  private @Nullable Module module;
  private @Nullable Window window;
  private @Nullable Caller caller;

  /** One slot per function that may become a reference; filled when first asked for. */
  private @Nullable FuncRef[] functions = {};

  /** Tables of the module are null until somebody asks for them; few programs do. */
  private @Nullable Extern[] tables = {};

  private TableCells[] cells = {};
  private Memory[] memories = {};
  private @Nullable Extern[] globals = {};

  /** The module's own segments until one is dropped here. */
  private byte[][] data = {};

  private boolean ownsData;

  /** Element segments; one that is given by function indices is null until it is asked for. */
  private @Nullable Object[] @Nullable [] elements = {};

  private @Nullable Map<String, Extern> exportsByName;

  /** For compiled subclasses. */
  protected Instance() {}

  /** Compiled: fills the fields for imports, memories, tables, cells and types. */
  protected abstract void link(Instantiation instantiation);

  /**
   * Compiled: evaluates the constant expressions of globals, tables and segments, in that order.
   */
  protected abstract void initialize(Instantiation instantiation);

  /** Compiled: calls the start function, if there is one. */
  protected abstract void start();

  final void attach(
      Store<?> owner, Module of, @Nullable FuncRef[] slots, byte[][] segments, int elementCount) {
    store = owner;
    module = of;
    window = owner.window();
    functions = slots;
    data = segments;
    elements = new @Nullable Object[elementCount] @Nullable [];
  }

  final void items(
      @Nullable Extern[] allTables,
      TableCells[] allCells,
      Memory[] allMemories,
      @Nullable Extern[] allGlobals) {
    tables = allTables;
    cells = allCells;
    memories = allMemories;
    globals = allGlobals;
  }

  /** The store. */
  public final Store<?> store() {
    return present(store);
  }

  /** The module. */
  public final Module module() {
    return present(module);
  }

  /** The store's window; called by compiled code. */
  public final Window window() {
    return present(window);
  }

  /** Begins a call by the host; called by generated code, which passes the result to leave. */
  protected final int enter() {
    return store().enter();
  }

  /** Ends a call by the host, also one that failed; called by generated code. */
  protected final void leave(int before) {
    store().leave(before);
  }

  /**
   * Throws what the host shall see in place of what compiled code let through: a trap, or what a
   * host function threw; called by generated code as {@code throw translate(thrown)}.
   */
  protected static RuntimeException translate(Throwable thrown) {
    return Boundary.translate(thrown);
  }

  /**
   * Refuses a reference that is no argument of an exported function; called by generated code.
   *
   * @param escape the function's position among the escapes
   * @throws IllegalArgumentException where {@code value} is not of the type of the parameter or
   *     belongs to another store
   */
  protected final void checkArgument(int escape, int parameter, @Nullable Object value) {
    FuncRef function = function(escape);
    String wrong = Words.mismatch(store(), function.type().params().get(parameter), value);
    if (wrong != null) {
      throw new IllegalArgumentException(
          "argument " + parameter + " of " + function + ": " + wrong);
    }
  }

  /** Made when a host function is called that wants one. */
  final Caller asCaller() {
    Caller known = caller;
    if (known == null) {
      known = new Caller(store(), this);
      caller = known;
    }
    return known;
  }

  private static <V> V present(@Nullable V value) {
    if (value == null) {
      throw Failures.state("an instance is made by a Linker, not by its constructor");
    }
    return value;
  }

  /** {@code ref.func}; called by compiled code with the function's position among the escapes. */
  public final FuncRef function(int escape) {
    FuncRef known = escape < functions.length ? functions[escape] : null;
    if (known == null) {
      known = module().reference(this, escape);
      functions[escape] = known;
    }
    return known;
  }

  /** The content of data segment {@code index}, empty once dropped; called by compiled code. */
  public final byte[] dataSegment(int index) {
    return data[index];
  }

  /** {@code data.drop}; called by compiled code. */
  public final void dropData(int index) {
    if (!ownsData) {
      data = data.clone();
      ownsData = true;
    }
    data[index] = DROPPED_DATA;
  }

  /** The content of element segment {@code index}, empty once dropped; called by compiled code. */
  public final @Nullable Object[] elementSegment(int index) {
    @Nullable Object @Nullable [] known = elements[index];
    if (known == null) {
      IntList functions = module().descriptor().elements.get(index);
      known = new @Nullable FuncRef[functions.size()];
      for (int i = 0; i < known.length; i++) {
        known[i] = function(functions.get(i));
      }
      elements[index] = known;
    }
    return known;
  }

  /** {@code elem.drop}; called by compiled code. */
  public final void dropElements(int index) {
    elements[index] = DROPPED_ELEMENTS;
  }

  /** Whether element segment {@code index} has not been asked for, assigned or dropped. */
  final boolean isUnmade(int index) {
    return elements[index] == null;
  }

  final void elementSegment(int index, @Nullable Object[] content) {
    elements[index] = content;
  }

  /** All exports by name, in the module's order; unmodifiable. */
  public final Map<String, Extern> exports() {
    Map<String, Extern> known = exportsByName;
    if (known == null) {
      known = new LinkedHashMap<>();
      String[] names = module().descriptor().exportNames;
      for (int i = 0; i < names.length; i++) {
        known.put(names[i], exportAt(i));
      }
      known = Collections.unmodifiableMap(known);
      exportsByName = known;
    }
    return known;
  }

  /** The export at {@code position}; references to functions are made when they are asked for. */
  private Extern exportAt(int position) {
    ModuleDescriptor descriptor = module().descriptor();
    int index = descriptor.exportIndices[position];
    int kind = descriptor.exportKinds[position];
    return switch (kind) {
      case DescriptorFormat.FUNC -> function(index);
      case DescriptorFormat.TABLE -> table(index);
      case DescriptorFormat.MEMORY -> memories[index];
      case DescriptorFormat.GLOBAL -> global(index);
      default -> throw module().damaged("export " + position + " is of kind " + kind);
    };
  }

  private Extern global(int index) {
    Extern global = globals[index];
    if (global == null) {
      throw module().damaged("global " + index + " has no cell");
    }
    return global;
  }

  private Extern table(int index) {
    Extern known = tables[index];
    if (known == null) {
      known = Table.forModule(store(), module(), index, cells[index]);
      tables[index] = known;
    }
    return known;
  }

  /** The export of that name, null where there is none. */
  public final @Nullable Extern export(String name) {
    int position = module().exportPosition(name);
    return position < 0 ? null : exportAt(position);
  }

  /**
   * The exported function of that name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public final FuncRef getFunction(String name) {
    return exported(FuncRef.class, "function", name);
  }

  /**
   * The exported memory of that name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public final Memory getMemory(String name) {
    return exported(Memory.class, "memory", name);
  }

  /**
   * The exported table of that name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public final Table getTable(String name) {
    return exported(Table.class, "table", name);
  }

  /**
   * The exported global of that name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public final Global getGlobal(String name) {
    return exported(Global.class, "global", name);
  }

  private <E extends Extern> E exported(Class<E> wanted, String kind, String name) {
    Extern found = export(name);
    if (wanted.isInstance(found)) {
      return wanted.cast(found);
    }
    ExternType type = module().exportType(name);
    throw new IllegalArgumentException(
        module()
            + " exports no "
            + kind
            + " \""
            + name
            + (type == null ? "\"" : "\": it is " + type));
  }

  @Override
  public final String toString() {
    return "instance of " + module;
  }
}
