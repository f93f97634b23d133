package dev.kiln.compiler.validate;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.ConstExpr;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.TypeIndex;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.opcode.InstructionReader;
import dev.kiln.compiler.opcode.Opcode;

/** Validates constant expressions (specification 3.4.17). Belongs to one thread. */
final class ConstExprValidator {
  private final WasmModule module;
  private final Declarations declarations;
  private final OperandStack operands;
  private InstructionReader in;

  ConstExprValidator(WasmModule module, TypeRelation types) {
    this.module = module;
    this.declarations = new Declarations(module);
    this.operands = new OperandStack(types, this::invalid);
    this.in = new InstructionReader(module.file(), module.binary());
  }

  private WasmException invalid(String detail) {
    return declarations.invalid(in.offset(), detail);
  }

  /**
   * Validates an expression.
   *
   * @param expected the type of its value
   * @param globals the number of globals that it may use
   */
  void validate(ConstExpr expression, ValType expected, int globals) {
    operands.clear();
    in = new InstructionReader(module.file(), expression.code());
    Opcode opcode = in.next();
    while (opcode != Opcode.END) {
      instruction(opcode, globals);
      opcode = in.next();
    }
    operands.pop(expected);
    operands.checkEmpty();
  }

  private void instruction(Opcode opcode, int globals) {
    if (opcode.constantBy() == null) {
      throw invalid("constant expression required: " + opcode + " is not constant");
    }
    if (opcode.hasSignature()) {
      operands.apply(opcode, NumType.I32);
      return;
    }
    switch (opcode) {
      case REF_NULL -> {
        declarations.checkHeapType(in.heapType(), in.offset());
        operands.push(new RefType(true, in.heapType()));
      }
      case REF_FUNC -> {
        declarations.checkFunction(in.index(), in.offset());
        operands.push(new RefType(false, new TypeIndex(module.functionTypeIndex(in.index()))));
      }
      case GLOBAL_GET -> {
        declarations.checkGlobal(in.index(), globals, in.offset());
        if (module.globalType(in.index()).mutable()) {
          throw invalid("constant expression required: global " + in.index() + " is mutable");
        }
        operands.push(module.globalType(in.index()).type());
      }
      default -> throw new IllegalStateException("nothing validates a constant " + opcode);
    }
  }
}
