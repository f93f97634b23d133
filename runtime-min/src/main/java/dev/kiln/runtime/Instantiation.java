package dev.kiln.runtime;

import dev.kiln.runtime.abi.GlobalCell;
import dev.kiln.runtime.abi.LinearMemory;
import dev.kiln.runtime.abi.Meter;
import dev.kiln.runtime.abi.TableCells;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one instance: same-store checks, type checks, register, fill holes, bind imports, allocate,
 * initialise, start. Up to the registration nothing is changed by a failure.
 *
 * <p>What is public here is what a new instance asks for while it is linked and initialised: called
 * by compiled code, no API.
 */
public final class Instantiation {
  /** So many functions of a segment are made at once: classes for later would take longer. */
  private static final int FEW = 32;

  private final Store<?> store;
  private final Module module;
  private final ModuleDescriptor descriptor;
  private final FuncRef[] functions;

  /** The imported tables; those of the module are made where somebody asks for them. */
  private final @Nullable Extern[] tables;

  private final TableCells[] cells;
  private final Memory[] memories;
  private final @Nullable Extern[] globals; // few modules have a Global
  private final Instance instance;

  private Instantiation(Store<?> store, Module module) {
    this.store = store;
    this.module = module;
    this.descriptor = module.descriptor();
    this.functions = new FuncRef[descriptor.importedFunctions];
    this.tables = new @Nullable Extern[descriptor.tables.size()];
    this.cells = new TableCells[tables.length];
    this.memories = new Memory[descriptor.memories.size()];
    this.globals = new @Nullable Extern[descriptor.globals.size()];
    this.instance = module.newInstance();
  }

  /**
   * Instantiates.
   *
   * @param imports one per import, in order
   * @throws LinkException where an import does not fit or the data segments cannot be read
   * @throws Trap where initialisation or the start function traps
   */
  static Instance run(Store<?> store, Module module, List<? extends Extern> imports) {
    int depth = store.enter(); // before anything changes: another thread may be using the store
    try {
      if (!areExact(store, module, imports)) {
        Imports.check(store, module, imports);
      }
      return run(store, module, imports.toArray(new Extern[0]));
    } finally {
      store.leave(depth);
    }
  }

  /** Whether these are functions of the very types; for programs, which load no class to check. */
  private static boolean areExact(Store<?> store, Module module, List<? extends Extern> imports) {
    @Nullable DefinedType[] wanted = module.descriptor().functionImports;
    boolean exact = module.engine() == store.engine() && imports.size() == wanted.length;
    for (int i = 0; exact && i < wanted.length; i++) {
      exact =
          imports.get(i) instanceof FuncRef function
              && function.store() == store
              && function.definedType() == wanted[i];
    }
    return exact;
  }

  /** Instantiates with imports that are known to fit, in a call that the store knows of. */
  static Instance run(Store<?> store, Module module, Extern[] imports) {
    store.checkLimits(module);
    byte[][] data = module.data();
    store.register(module);
    Instantiation self = new Instantiation(store, module);
    self.bind(imports);
    self.allocate();
    store.note(module);
    self.instance.attach(
        store, module, self.functionSlots(), data, self.descriptor.elements.size());
    self.instance.items(self.tables, self.cells, self.memories, self.globals);
    self.runCompiledCode();
    return self.instance;
  }

  private void runCompiledCode() {
    try {
      instance.link(this);
      instance.initialize(this);
      instance.start();
    } catch (Throwable thrown) {
      throw Boundary.translate(thrown);
    }
  }

  private void bind(Extern[] imports) {
    int function = 0;
    int table = 0;
    int memory = 0;
    int global = 0;
    for (Extern extern : imports) {
      if (extern instanceof FuncRef f) {
        functions[function++] = f;
      } else if (extern instanceof Table t) {
        cells[table] = t.state();
        tables[table++] = t;
      } else if (extern instanceof Memory m) {
        memories[memory++] = m;
      } else {
        globals[global++] = extern;
      }
    }
  }

  private void allocate() {
    int newMemories = memories.length - descriptor.importedMemories;
    int newTables = tables.length - descriptor.importedTables;
    Quota quota = store.quota();
    quota.checkInstance(module, newMemories, newTables);
    for (int i = descriptor.importedTables; i < tables.length; i++) {
      boolean functions = descriptor.holdsFunctions(i);
      long[] raw = descriptor.tables.get(i);
      cells[i] = quota.cells(module.name() + ": ", functions, raw[1], raw[2]);
    }
    for (int i = descriptor.importedMemories; i < memories.length; i++) {
      memories[i] = Memory.forModule(store, module, i);
    }
    for (int i = descriptor.importedGlobals; i < globals.length; i++) {
      globals[i] =
          descriptor.cells.get(i)
              ? Global.forModule(store, DescriptorTypes.global(descriptor, i))
              : null;
    }
    quota.countInstance(newMemories, newTables);
  }

  /** Imported functions keep their identity when they are exported again or stored in a table. */
  private @Nullable FuncRef[] functionSlots() {
    @Nullable FuncRef[] slots = new @Nullable FuncRef[descriptor.escapes.size()];
    for (int i = 0; i < descriptor.escapingImports.length; i++) {
      slots[i] = functions[descriptor.escapingImports[i]];
    }
    return slots;
  }

  /** An index of the compiled class is within what its descriptor says there is. */
  private void check(String what, int index, int count) {
    if (index < 0 || index >= count) {
      throw module.damaged("it has no " + what + " " + index);
    }
  }

  /** The function for the imported function {@code index}. Its {@link FuncRef#code()} is filled. */
  public FuncRef function(int index) {
    check("imported function", index, functions.length);
    FuncRef function = functions[index];
    if (function.code() == null) {
      int position = Imports.function(module, index);
      throw Failures.link(
          Imports.where(module, position)
              + ": the compiled class is damaged: it lacks the adapter for "
              + module.imports().get(position).type());
    }
    return function;
  }

  /** The state of memory {@code index}, imported or defined. */
  public LinearMemory memory(int index) {
    check("memory", index, memories.length);
    return memories[index].state();
  }

  /** The state of table {@code index}, imported or defined. */
  public TableCells table(int index) {
    check("table", index, cells.length);
    return cells[index];
  }

  /** The cell of global {@code index}, imported or defined and exported. */
  public GlobalCell global(int index) {
    check("global", index, globals.length);
    Extern global = globals[index];
    if (global == null) {
      throw module.damaged("global " + index + " has no cell");
    }
    return ((Global) global).state();
  }

  /** The limits of the store, for code that heeds them. */
  public Meter meter() {
    return store.interruption().meter();
  }

  /** The engine's id of type {@code index}. */
  public int typeId(int index) {
    check("type", index, descriptor.types.length);
    return descriptor.types[index].id();
  }

  private void checkElements(int segment) {
    check("element segment", segment, descriptor.elements.size());
  }

  /**
   * Keeps {@code elements} as the content of element segment {@code segment}; one that is given by
   * function indices needs none.
   */
  public void element(int segment, @Nullable Object[] elements) {
    checkElements(segment);
    instance.elementSegment(segment, elements);
  }

  /** Writes an active element segment to its table at {@code offset} (unsigned) and drops it. */
  public void activeElement(int segment, int table, int offset) {
    checkElements(segment);
    TableCells cells = table(table);
    IntList functions = descriptor.elements.get(segment);
    boolean few = functions.size() <= FEW && !cells.hasUnmade();
    if (cells.holdsFunctions && instance.isUnmade(segment) && !few) {
      cells.init(Elements.of(instance, functions), offset, functions.size());
    } else {
      @Nullable Object[] content = instance.elementSegment(segment);
      cells.init(content, offset, 0, content.length);
    }
    instance.dropElements(segment);
  }

  /** Writes an active data segment to its memory at {@code offset} (unsigned) and drops it. */
  public void activeData(int segment, int memory, int offset) {
    check("data segment", segment, descriptor.data.size());
    byte[] content = instance.dataSegment(segment);
    memory(memory).init(content, offset, 0, content.length);
    instance.dropData(segment);
  }

  /** The functions of a segment, for a table that does not want them yet. */
  private static final class Elements implements TableCells.Source {
    private final Instance instance;
    private final IntList functions;

    private Elements(Instance instance, IntList functions) {
      this.instance = instance;
      this.functions = functions;
    }

    /** Declared as the interface, which is not loaded for a program that does without. */
    static TableCells.Source of(Instance instance, IntList functions) {
      return new Elements(instance, functions);
    }

    @Override
    public FuncRef function(int position) {
      return instance.function(functions.get(position));
    }
  }
}
