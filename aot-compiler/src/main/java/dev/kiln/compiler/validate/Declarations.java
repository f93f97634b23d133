package dev.kiln.compiler.validate;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.HeapType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.TypeIndex;
import dev.kiln.compiler.model.type.ValType;

/**
 * Looks up what a module declares, and says what does not exist. {@code offset} is always where the
 * reference stands, for the message.
 */
record Declarations(WasmModule module) {
  WasmException invalid(int offset, String detail) {
    return WasmException.of(WasmException.Reason.INVALID, module.file(), offset, detail);
  }

  /** Indices are unsigned: beyond 2³¹ they are negative here. */
  private void check(int index, int count, String what, int offset) {
    if (index < 0 || index >= count) {
      throw invalid(offset, "unknown " + what + " " + Integer.toUnsignedString(index));
    }
  }

  void checkType(int index, int offset) {
    check(index, module.typeCount(), "type", offset);
  }

  void checkFunction(int index, int offset) {
    check(index, module.functionCount(), "function", offset);
  }

  void checkTable(int index, int offset) {
    check(index, module.tableCount(), "table", offset);
  }

  void checkMemory(int index, int offset) {
    check(index, module.memoryCount(), "memory", offset);
  }

  /** Checks the index of a global; only the first {@code visible} globals may be used here. */
  void checkGlobal(int index, int visible, int offset) {
    check(index, visible, "global", offset);
  }

  void checkTag(int index, int offset) {
    check(index, module.tagCount(), "tag", offset);
  }

  void checkElement(int index, int offset) {
    check(index, module.elements().size(), "elem segment", offset);
  }

  void checkData(int index, int offset) {
    check(index, module.data().size(), "data segment", offset);
  }

  /** The function type with this index. */
  FuncType funcType(int index, int offset) {
    checkType(index, offset);
    if (module.subType(index).composite() instanceof FuncType type) {
      return type;
    }
    throw invalid(offset, "type mismatch: type " + index + " is not a function type");
  }

  void checkValType(ValType type, int offset) {
    if (type instanceof RefType ref) {
      checkHeapType(ref.heap(), offset);
    }
  }

  void checkHeapType(HeapType type, int offset) {
    if (type instanceof TypeIndex defined) {
      checkType(defined.index(), offset);
    }
  }
}
