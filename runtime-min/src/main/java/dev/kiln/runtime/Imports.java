package dev.kiln.runtime;

import dev.kiln.runtime.ModuleDescriptor.RawExtern;
import java.util.List;

/** Whether what is given fits what a module imports (section 4.5.3). Changes nothing. */
final class Imports {
  private Imports() {}

  static void check(Store<?> store, Module module, List<? extends Extern> imports) {
    if (module.engine() != store.engine()) {
      throw new LinkException(
          module + " was loaded into another engine than the store's: load it into this one");
    }
    List<ImportType> wanted = module.imports();
    if (imports.size() != wanted.size()) {
      throw new LinkException(
          module + " has " + wanted.size() + " imports, but " + imports.size() + " were given");
    }
    for (int i = 0; i < wanted.size(); i++) {
      Extern given = imports.get(i);
      RawExtern raw = module.descriptor().imports().get(i).type();
      if (given.store() != store) {
        throw new LinkException(where(module, wanted.get(i)) + " belongs to another store");
      }
      if (!fits(module, raw, wanted.get(i).type(), given)) {
        throw new LinkException(
            where(module, wanted.get(i))
                + ": incompatible import type: expected "
                + text(wanted.get(i).type())
                + ", got "
                + text(given.type()));
      }
    }
  }

  private static boolean fits(Module module, RawExtern raw, ExternType wanted, Extern given) {
    if (wanted instanceof FuncType) {
      return given instanceof FuncRef f && f.isSubtypeOf(module.type(raw.type()).id());
    }
    if (wanted instanceof MemoryType w) {
      return given instanceof Memory m
          && Limits.fit(m.type().min(), m.type().max(), w.min(), w.max());
    }
    if (wanted instanceof TableType w) {
      return given instanceof Table t
          && t.type().element().equals(w.element())
          && Limits.fit(t.type().min(), t.type().max(), w.min(), w.max());
    }
    GlobalType w = (GlobalType) wanted;
    return given instanceof Global g
        && g.type().mutable() == w.mutable()
        && (w.mutable() ? g.type().type().equals(w.type()) : g.type().type().matches(w.type()));
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
