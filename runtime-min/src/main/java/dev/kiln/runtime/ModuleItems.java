package dev.kiln.runtime;

import dev.kiln.runtime.ModuleDescriptor.RawGlobal;
import dev.kiln.runtime.ModuleDescriptor.RawMemory;
import org.jspecify.annotations.Nullable;

/** What an instance of a module consists of, in arrays, so that instantiation only allocates. */
final class ModuleItems {
  int importedFunctions;
  int importedTables;
  int importedMemories;
  int importedGlobals;

  /** The defined tables. */
  final TableType[] tables;

  /** The defined memories. */
  final MemoryType[] memories;

  /** Whether the array of a defined memory has no room to grow. */
  final boolean[] exact;

  /** The defined globals, null where one has no cell. */
  final @Nullable GlobalType[] globals;

  /** How many functions may become references. */
  final int escapes;

  /** The imported functions among them, which come first. */
  final int[] escapingImports;

  ModuleItems(Module module) {
    ModuleDescriptor descriptor = module.descriptor();
    for (ImportType wanted : module.imports()) {
      if (wanted.type() instanceof FuncType) {
        importedFunctions++;
      } else if (wanted.type() instanceof TableType) {
        importedTables++;
      } else if (wanted.type() instanceof MemoryType) {
        importedMemories++;
      } else {
        importedGlobals++;
      }
    }
    tables = new TableType[descriptor.tables().size()];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = (TableType) module.resolve(descriptor.tables().get(i));
    }
    memories = new MemoryType[descriptor.memories().size()];
    exact = new boolean[memories.length];
    for (int i = 0; i < memories.length; i++) {
      RawMemory raw = descriptor.memories().get(i);
      memories[i] = (MemoryType) module.resolve(raw.type());
      exact[i] = raw.exact();
    }
    globals = new @Nullable GlobalType[descriptor.globals().size()];
    for (int i = 0; i < globals.length; i++) {
      RawGlobal raw = descriptor.globals().get(i);
      globals[i] = raw.cell() ? (GlobalType) module.resolve(raw.type()) : null;
    }
    IntList all = descriptor.escapes();
    escapes = all.size();
    int count = 0;
    while (count < escapes && all.get(count) < importedFunctions) {
      count++;
    }
    escapingImports = new int[count];
    for (int i = 0; i < count; i++) {
      escapingImports[i] = all.get(i);
    }
  }
}
