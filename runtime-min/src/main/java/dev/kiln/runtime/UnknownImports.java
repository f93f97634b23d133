package dev.kiln.runtime;

import java.util.List;

/** What stands in for imports that nobody defined. */
final class UnknownImports {
  private UnknownImports() {}

  /** A function that traps. */
  static HostDefinition trapping(Module module, int importIndex, String name) {
    String message = "unknown import " + name + " of " + module.name() + " was called";
    return new HostDefinition(
        module.functionImport(importIndex),
        (caller, window, n, r) -> {
          throw new Trap(Trap.Kind.UNKNOWN_IMPORT, message);
        });
  }

  /** An item of the wanted type with zeros and nulls. */
  static Object withDefaults(Store<?> store, Module module, int importIndex) {
    ImportType wanted = module.imports().get(importIndex);
    if (wanted.type() instanceof FuncType type) {
      checkNullable(module, importIndex, type.results());
      int numbers = FuncType.words(type.results(), false);
      int references = FuncType.words(type.results(), true);
      return new HostDefinition(
          module.functionImport(importIndex),
          (caller, window, n, r) -> {
            for (int i = 0; i < numbers; i++) {
              window.numbers[n + i] = 0;
            }
            for (int i = 0; i < references; i++) {
              window.references[r + i] = null;
            }
          });
    }
    if (wanted.type() instanceof MemoryType type) {
      return Memory.create(store, type);
    }
    if (wanted.type() instanceof TableType type) {
      checkNullable(module, importIndex, List.of(type.element()));
      return Table.create(store, type, null);
    }
    GlobalType type = (GlobalType) wanted.type();
    checkNullable(module, importIndex, List.of(type.type()));
    return Global.create(store, type, type.type() instanceof NumType n ? Words.box(n, 0) : null);
  }

  private static void checkNullable(Module module, int importIndex, List<ValType> types) {
    for (ValType type : types) {
      if (type instanceof RefType ref && !ref.nullable()) {
        throw new LinkException(
            Imports.where(module, importIndex) + ": there is no default value of type " + type);
      }
    }
  }
}
