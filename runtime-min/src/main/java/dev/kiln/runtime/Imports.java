package dev.kiln.runtime;

import java.util.List;

/** Whether what is given fits what a module imports (section 4.5.3). Changes nothing. */
final class Imports {
  private Imports() {}

  static void check(Store<?> store, Module module, List<? extends Extern> imports) {
    checkEngine(store, module);
    int wanted = module.imports().size();
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
      throw Failures.link(where(module, module.imports().get(index)) + " belongs to another store");
    }
    if (!fits(module, index, given)) {
      throw incompatible(module, index, given.type());
    }
  }

  /** Whether a function of type {@code given} fits import {@code index}. */
  static void check(Module module, int index, DefinedType given) {
    if (!(module.imports().get(index).type() instanceof FuncType)
        || !given.isSubtypeOf(module.functionImport(index).id())) {
      throw incompatible(module, index, given.funcType());
    }
  }

  private static RuntimeException incompatible(Module module, int index, ExternType given) {
    ImportType wanted = module.imports().get(index);
    return Failures.link(
        where(module, wanted)
            + ": incompatible import type: expected "
            + text(wanted.type())
            + ", got "
            + text(given));
  }

  private static boolean fits(Module module, int index, Extern given) {
    ExternType wanted = module.imports().get(index).type();
    if (wanted instanceof FuncType) {
      return given instanceof FuncRef f && f.isSubtypeOf(module.functionImport(index).id());
    }
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

  static String where(Module module, ImportType wanted) {
    return module.name() + ": import \"" + wanted.module() + "\" \"" + wanted.name() + "\"";
  }

  /** The import that is imported function {@code index}. */
  static ImportType function(Module module, int index) {
    for (ImportType wanted : module.imports()) {
      if (wanted.type() instanceof FuncType && index-- == 0) {
        return wanted;
      }
    }
    throw new IndexOutOfBoundsException(index);
  }
}
