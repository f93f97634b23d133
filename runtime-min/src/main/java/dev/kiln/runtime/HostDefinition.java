package dev.kiln.runtime;

import dev.kiln.runtime.abi.Code;

/** A host function that has no store yet; its identity is that of the definition. */
abstract sealed class HostDefinition {
  private final DefinedType type;

  private HostDefinition(DefinedType type) {
    this.type = type;
  }

  /** The type, of the linker's engine. */
  final DefinedType type() {
    return type;
  }

  /** The function in {@code store}; a store keeps what this returns. */
  abstract FuncRef place(Store<?> store);

  /** Reads and writes lanes; the typed entry is a hole until a module fills it. */
  static final class Lane extends HostDefinition {
    private final LaneFunction body;

    Lane(DefinedType type, LaneFunction body) {
      super(type);
      this.body = body;
    }

    @Override
    FuncRef place(Store<?> store) {
      return store.laneFunction(type(), body);
    }
  }

  /** Has a typed entry of its own, made for an import of {@code module}. */
  static final class Typed extends HostDefinition {
    private final Module module;
    private final int importIndex;
    private final Object host;
    private final Code code;

    Typed(Module module, int importIndex, Object host, Code code) {
      super(module.functionImport(importIndex));
      this.module = module;
      this.importIndex = importIndex;
      this.host = host;
      this.code = code;
    }

    @Override
    FuncRef place(Store<?> store) {
      return module.hostFunction(store, importIndex, host, code);
    }
  }
}
