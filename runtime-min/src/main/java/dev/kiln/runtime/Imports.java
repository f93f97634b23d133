package dev.kiln.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether what is given fits what a module imports (section 4.5.3). Changes nothing. */
final class Imports {
  private Imports() {}

  static void check(Store<?> store, Module module, List<? extends Extern> imports) {
    checkEngine(store, module);
    int wanted = module.descriptor().importNames.length;
    if (imports.size() != wanted) {
      throw Failures.link(
          module + " has " + wanted + " imports, but " + imports.size() + " were given");
    }
    for (int i = 0; i < wanted; i++) {
      check(store, module, i, imports.get(i));
    }
  }

  static void checkEngine(Store<?> store, Module module) {
    if (module.engine() != store.engine()) {
      throw Failures.link(
          module + " was loaded into another engine than the store's: load it into this one");
    }
  }

  /** Whether {@code given} is of {@code store} and fits import {@code index}. */
  static void check(Store<?> store, Module module, int index, Extern given) {
    if (given.store() != store) {
      throw Failures.link(where(module, index) + " belongs to another store");
    }
    if (!fits(module, index, given)) {
      throw incompatible(module, index, given.type());
    }
  }

  /** Whether a function of type {@code given} fits import {@code index}. */
  static void check(Module module, int index, DefinedType given) {
    DefinedType wanted = module.descriptor().functionImports[index];
    if (wanted == null || !given.isSubtypeOf(wanted.id())) {
      throw incompatible(module, index, given.funcType());
    }
  }

  private static RuntimeException incompatible(Module module, int index, ExternType given) {
    return Failures.link(
        where(module, index)
            + ": incompatible import type: expected "
            + text(module.imports().get(index).type())
            + ", got "
            + text(given));
  }

  private static boolean fits(Module module, int index, Extern given) {
    DefinedType function = module.descriptor().functionImports[index];
    if (function != null) {
      return given instanceof FuncRef f && f.isSubtypeOf(function.id());
    }
    ExternType wanted = module.imports().get(index).type();
    if (wanted instanceof MemoryType type) {
      return given instanceof Memory memory && memory.fits(type);
    }
    if (wanted instanceof TableType type) {
      return given instanceof Table table && table.fits(type);
    }
    return given instanceof Global global && global.fits((GlobalType) wanted);
  }

  private static String text(ExternType type) {
    return type instanceof FuncType ? "function " + type : type.toString();
  }

  /** How messages call import {@code index}. */
  static String where(Module module, int index) {
    ModuleDescriptor descriptor = module.descriptor();
    return module.name()
        + ": import \""
        + descriptor.importModules[index]
        + "\" \""
        + descriptor.importNames[index]
        + "\"";
  }

  /** Where among the imports imported function {@code index} is. */
  static int function(Module module, int index) {
    @Nullable DefinedType[] functions = module.descriptor().functionImports;
    int left = index;
    int position = -1;
    while (left >= 0) {
      left -= functions[++position] != null ? 1 : 0;
    }
    return position;
  }
}
