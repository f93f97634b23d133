package dev.kiln.compiler.validate;

import dev.kiln.compiler.model.Global;
import dev.kiln.compiler.model.Import;
import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.Table;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.AddressType;
import dev.kiln.compiler.model.type.ExternType;
import dev.kiln.compiler.model.type.GlobalType;
import dev.kiln.compiler.model.type.Limits;
import dev.kiln.compiler.model.type.MemoryType;
import dev.kiln.compiler.model.type.TableType;
import dev.kiln.compiler.model.type.TagType;

/**
 * Validates imports and the definitions of functions, tables, memories, tags and globals, without
 * function bodies (specification 3.2.15 to 3.2.22, 3.5.1 to 3.5.11).
 */
final class DefinitionValidator {
  private static final long MAX_PAGES_32 = 1L << 16;
  private static final long MAX_PAGES_64 = 1L << 48;
  private static final long MAX_ELEMENTS_32 = 0xFFFF_FFFFL;
  private static final long MAX_ELEMENTS_64 = -1;

  private final WasmModule module;
  private final Declarations declarations;
  private final ConstExprValidator expressions;

  DefinitionValidator(WasmModule module, ConstExprValidator expressions) {
    this.module = module;
    this.declarations = new Declarations(module);
    this.expressions = expressions;
  }

  void validate() {
    for (int i = 0; i < module.imports().size(); i++) {
      entry(module.imports().get(i), module.itemOffset(SectionId.IMPORT, i));
    }
    functions();
    for (int i = 0; i < module.definedTables().size(); i++) {
      table(module.definedTables().get(i), module.itemOffset(SectionId.TABLE, i));
    }
    for (int i = 0; i < module.definedMemories().size(); i++) {
      memory(module.definedMemories().get(i), module.itemOffset(SectionId.MEMORY, i));
    }
    for (int i = 0; i < module.definedTags().size(); i++) {
      tag(module.definedTags().get(i), module.itemOffset(SectionId.TAG, i));
    }
    for (int i = 0; i < module.definedGlobals().size(); i++) {
      global(module.definedGlobals().get(i), i);
    }
  }

  private void entry(Import entry, int offset) {
    switch (entry.type()) {
      case ExternType.Func func -> declarations.funcType(func.typeIndex(), offset);
      case ExternType.Table table -> tableType(table.type(), offset);
      case ExternType.Memory memory -> memory(memory.type(), offset);
      case ExternType.Global global -> globalType(global.type(), offset);
      case ExternType.Tag tag -> tag(tag.type(), offset);
    }
  }

  private void functions() {
    int imported = module.importedFunctions();
    for (int i = imported; i < module.functionCount(); i++) {
      int offset = module.itemOffset(SectionId.FUNCTION, i - imported);
      declarations.funcType(module.functionTypeIndex(i), offset);
    }
  }

  /** An initial value can use imported globals only, since tables come before globals. */
  private void table(Table table, int offset) {
    tableType(table.type(), offset);
    if (table.init() != null) {
      expressions.validate(table.init(), table.type().element(), module.importedGlobals());
    } else if (!table.type().element().nullable()) {
      String detail = "type mismatch: a table needs an initial value if its elements are of type ";
      throw declarations.invalid(offset, detail + table.type().element());
    }
  }

  private void tableType(TableType type, int offset) {
    declarations.checkValType(type.element(), offset);
    boolean wide = type.address() == AddressType.I64;
    long most = wide ? MAX_ELEMENTS_64 : MAX_ELEMENTS_32;
    limits(type.limits(), most, "table size must be at most 2^32-1", offset);
  }

  private void memory(MemoryType type, int offset) {
    if (type.address() == AddressType.I64) {
      limits(type.limits(), MAX_PAGES_64, "memory size must be at most 2^48 pages", offset);
    } else {
      String detail = "memory size must be at most 65536 pages (4GiB)";
      limits(type.limits(), MAX_PAGES_32, detail, offset);
    }
    if (type.limits().shared() && type.limits().max().isEmpty()) {
      throw declarations.invalid(offset, "shared memory must have maximum");
    }
  }

  private void limits(Limits limits, long most, String tooLarge, int offset) {
    long max = limits.max().orElse(limits.min());
    if (Long.compareUnsigned(limits.min(), most) > 0 || Long.compareUnsigned(max, most) > 0) {
      throw declarations.invalid(offset, tooLarge);
    }
    if (Long.compareUnsigned(limits.min(), max) > 0) {
      throw declarations.invalid(offset, "size minimum must not be greater than maximum");
    }
  }

  private void tag(TagType type, int offset) {
    if (!declarations.funcType(type.typeIndex(), offset).results().isEmpty()) {
      throw declarations.invalid(offset, "non-empty tag result type");
    }
  }

  private void global(Global global, int index) {
    globalType(global.type(), module.itemOffset(SectionId.GLOBAL, index));
    int visible = module.importedGlobals() + index;
    expressions.validate(global.init(), global.type().type(), visible);
  }

  private void globalType(GlobalType type, int offset) {
    declarations.checkValType(type.type(), offset);
  }
}
