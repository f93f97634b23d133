package dev.kiln.compiler.validate;

import dev.kiln.compiler.model.ConstExpr;
import dev.kiln.compiler.model.DataSegment;
import dev.kiln.compiler.model.ElementSegment;
import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.TableType;
import dev.kiln.compiler.model.type.ValType;

/** Validates element and data segments (specification 3.5.12 to 3.5.15). */
record SegmentValidator(
    WasmModule module,
    TypeRelation types,
    Declarations declarations,
    ConstExprValidator expressions) {
  void validate() {
    for (int i = 0; i < module.elements().size(); i++) {
      element(module.elements().get(i), module.itemOffset(SectionId.ELEMENT, i));
    }
    for (int i = 0; i < module.data().size(); i++) {
      data(module.data().get(i), module.itemOffset(SectionId.DATA, i));
    }
  }

  private void element(ElementSegment segment, int offset) {
    RefType type = segment.type();
    declarations.checkValType(type, offset);
    if (segment.functions() != null) {
      for (int function : segment.functions()) {
        declarations.checkFunction(function, offset);
      }
    }
    if (segment.expressions() != null) {
      for (ConstExpr expression : segment.expressions()) {
        constant(expression, type);
      }
    }
    if (segment.offset() != null) {
      declarations.checkTable(segment.table(), offset);
      TableType table = module.tableType(segment.table());
      if (!types.matches(type, table.element())) {
        String detail = "type mismatch: expected elements of type %s, got %s";
        throw declarations.invalid(offset, detail.formatted(table.element(), type));
      }
      constant(segment.offset(), table.address().type());
    }
  }

  private void data(DataSegment segment, int offset) {
    if (segment.offset() != null) {
      declarations.checkMemory(segment.memory(), offset);
      constant(segment.offset(), module.memoryType(segment.memory()).address().type());
    }
  }

  private void constant(ConstExpr expression, ValType type) {
    expressions.validate(expression, type, module.globalCount());
  }
}
