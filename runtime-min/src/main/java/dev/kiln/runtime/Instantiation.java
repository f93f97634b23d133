package dev.kiln.runtime;

import dev.kiln.runtime.ModuleDescriptor.Escape;
import dev.kiln.runtime.ModuleDescriptor.RawExport;
import dev.kiln.runtime.ModuleDescriptor.RawExtern;
import dev.kiln.runtime.ModuleDescriptor.RawGlobal;
import dev.kiln.runtime.ModuleDescriptor.RawMemory;
import dev.kiln.runtime.abi.GlobalCell;
import dev.kiln.runtime.abi.LinearMemory;
import dev.kiln.runtime.abi.Linkage;
import dev.kiln.runtime.abi.TableCells;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one instance: same-store checks, type checks, register, fill holes, bind imports, allocate,
 * initialise, start. Up to the registration nothing is changed by a failure.
 */
final class Instantiation implements Linkage {
  private final Store<?> store;
  private final Module module;
  private final ModuleDescriptor descriptor;
  private final List<FuncRef> functions = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private final List<Memory> memories = new ArrayList<>();
  private final List<@Nullable Global> globals = new ArrayList<>();
  private final Instance instance;

  private Instantiation(Store<?> store, Module module) {
    this.store = store;
    this.module = module;
    this.descriptor = module.descriptor();
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
      Imports.check(store, module, imports);
      byte[][] data = module.data().clone();
      store.register(module);
      Instantiation self = new Instantiation(store, module);
      self.bind(imports);
      self.allocate();
      self.instance.attach(
          store, module, self.functionSlots(), data, self.descriptor.elements().size());
      self.runCompiledCode();
      return self.instance;
    } finally {
      store.leave(depth);
    }
  }

  private void runCompiledCode() {
    try {
      instance.link(this);
      instance.exports(exports());
      instance.initialize(this);
      instance.start();
    } catch (Throwable thrown) {
      throw Boundary.translate(thrown);
    }
  }

  private void bind(List<? extends Extern> imports) {
    for (Extern extern : imports) {
      if (extern instanceof FuncRef function) {
        functions.add(function);
      } else if (extern instanceof Table table) {
        tables.add(table);
      } else if (extern instanceof Memory memory) {
        memories.add(memory);
      } else {
        globals.add((Global) extern);
      }
    }
  }

  private void allocate() {
    for (RawExtern raw : descriptor.tables()) {
      tables.add(Table.uninitialized(store, (TableType) module.resolve(raw)));
    }
    for (RawMemory raw : descriptor.memories()) {
      memories.add(Memory.forModule(store, (MemoryType) module.resolve(raw.type()), raw.exact()));
    }
    for (RawGlobal raw : descriptor.globals()) {
      globals.add(
          raw.cell() ? Global.uninitialized(store, (GlobalType) module.resolve(raw.type())) : null);
    }
  }

  /** Imported functions keep their identity when they are exported again or stored in a table. */
  private @Nullable FuncRef[] functionSlots() {
    @Nullable FuncRef[] slots = new @Nullable FuncRef[descriptor.escapes().size()];
    for (int i = 0; i < slots.length; i++) {
      Escape escape = descriptor.escapes().get(i);
      if (escape.function() >= functions.size()) {
        break; // imported functions come first
      }
      slots[i] = functions.get(escape.function());
    }
    return slots;
  }

  private Extern[] exports() {
    Extern[] all = new Extern[descriptor.exports().size()];
    for (int i = 0; i < all.length; i++) {
      RawExport export = descriptor.exports().get(i);
      int index = export.index();
      switch (export.kind()) {
        case ModuleDescriptor.FUNC -> {} // made when asked for
        case ModuleDescriptor.TABLE -> all[i] = tables.get(index);
        case ModuleDescriptor.MEMORY -> all[i] = memories.get(index);
        default -> all[i] = cell(index);
      }
    }
    return all;
  }

  private Global cell(int index) {
    Global global = globals.get(index);
    if (global == null) {
      throw new LinkException(
          module.name() + ": the compiled class is damaged: global " + index + " has no cell");
    }
    return global;
  }

  @Override
  public FuncRef function(int index) {
    FuncRef function = functions.get(index);
    if (function.code() == null) {
      ImportType wanted = Imports.function(module, index);
      throw new LinkException(
          Imports.where(module, wanted)
              + ": the compiled class is damaged: it lacks the adapter for "
              + wanted.type());
    }
    return function;
  }

  @Override
  public LinearMemory memory(int index) {
    return memories.get(index).state();
  }

  @Override
  public TableCells table(int index) {
    return tables.get(index).state();
  }

  @Override
  public GlobalCell global(int index) {
    return cell(index).state();
  }

  @Override
  public int typeId(int index) {
    return module.type(index).id();
  }

  @Override
  public FuncRef[] functionElements(int segment) {
    int[] escapes = descriptor.elements().get(segment).functions();
    FuncRef[] content = new FuncRef[escapes.length];
    for (int i = 0; i < content.length; i++) {
      content[i] = instance.function(escapes[i]);
    }
    return content;
  }

  @Override
  public void element(int segment, @Nullable Object[] elements) {
    instance.elementSegment(segment, elements);
  }

  @Override
  public void activeElement(int segment, int table, int offset) {
    @Nullable Object[] content = instance.elementSegment(segment);
    tables.get(table).state().init(content, offset, 0, content.length);
    instance.dropElements(segment);
  }

  @Override
  public void activeData(int segment, int memory, int offset) {
    byte[] content = instance.dataSegment(segment);
    memories.get(memory).state().init(content, offset, 0, content.length);
    instance.dropData(segment);
  }
}
