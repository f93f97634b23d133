package dev.kiln.compiler.opcode;

import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.ValType;
import java.util.List;

/** The type of a block (specification 2.4.5). */
public sealed interface BlockType {
  /** The block takes and leaves nothing. */
  record Empty() implements BlockType {
    /** The only instance that is needed. */
    public static final Empty EMPTY = new Empty();

    @Override
    public FuncType funcType(WasmModule module) {
      return FuncType.EMPTY;
    }
  }

  /** The block leaves one value. */
  record Value(ValType type) implements BlockType {
    @Override
    public FuncType funcType(WasmModule module) {
      return new FuncType(List.of(), List.of(type));
    }
  }

  /** The block has the parameters and results of a function type of the module. */
  record Index(int typeIndex) implements BlockType {
    @Override
    public FuncType funcType(WasmModule module) {
      return module.funcType(typeIndex);
    }
  }

  /** The parameters and results of the block; the module must be valid. */
  FuncType funcType(WasmModule module);
}
