package dev.kiln.compiler.validate;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.FunctionBody;
import dev.kiln.compiler.model.LocalRun;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.AddressType;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.GlobalType;
import dev.kiln.compiler.model.type.HeapType;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.TableType;
import dev.kiln.compiler.model.type.TypeIndex;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.opcode.BlockType;
import dev.kiln.compiler.opcode.InstructionReader;
import dev.kiln.compiler.opcode.Opcode;
import java.util.Arrays;
import java.util.List;

/**
 * Validates function bodies by the specification's algorithm (appendix 7.3): one pass over the
 * instructions with a stack of operand types and a stack of open blocks, both explicit, so that
 * nesting is limited by memory only. Instructions with a signature in their {@link Opcode} row need
 * no code here.
 *
 * <p>An instance keeps its stacks from function to function and belongs to one thread; several may
 * work on one module.
 */
public final class FunctionValidator {
  private static final long MAX_OFFSET_32 = 0xFFFF_FFFFL;

  private final WasmModule module;
  private final TypeRelation types;
  private final Declarations declarations;
  private final OperandStack operands;
  private final LocalTypes locals = new LocalTypes();
  private ControlFrame[] frames = {new ControlFrame()};
  private int depth;
  private InstructionReader in;

  /**
   * A validator for the functions of a module.
   *
   * @param types what {@link ModuleValidator#validateDeclarations} has returned for the module
   */
  public FunctionValidator(WasmModule module, TypeRelation types) {
    this.module = module;
    this.types = types;
    this.declarations = new Declarations(module);
    this.operands = new OperandStack(types, this::invalid);
    this.in = new InstructionReader(module.file(), module.binary());
  }

  /**
   * Validates a function.
   *
   * @throws WasmException INVALID with the offset of the instruction and the function
   */
  public void validate(FunctionBody body) {
    try {
      instructions(body);
    } catch (WasmException e) {
      throw e.inFunction(body.index(), module.functionName(body.index()));
    }
  }

  private WasmException invalid(String detail) {
    return declarations.invalid(in.offset(), detail);
  }

  private void instructions(FunctionBody body) {
    FuncType type = module.funcType(body.typeIndex());
    for (LocalRun run : body.locals()) {
      declarations.checkValType(run.type(), body.entry());
    }
    locals.reset(type.params(), body.locals());
    operands.clear();
    depth = 0;
    in = new InstructionReader(module.file(), body.code());
    push(Opcode.BLOCK, new FuncType(List.of(), type.results()));
    while (depth > 0) {
      instruction(in.next());
    }
  }

  private void instruction(Opcode opcode) {
    if (opcode.hasSignature()) {
      operands.apply(opcode, immediates(opcode));
      return;
    }
    switch (opcode) {
      case UNREACHABLE -> becomeUnreachable();
      case BLOCK, LOOP, IF -> begin(opcode);
      case ELSE -> push(Opcode.ELSE, pop().type);
      case END -> end();
      case BR -> {
        operands.pop(label(in.index()).labelTypes());
        becomeUnreachable();
      }
      case BR_IF -> {
        operands.pop(NumType.I32);
        popAndPush(label(in.index()).labelTypes());
      }
      case BR_TABLE -> branchTable(in.labels());
      case BR_ON_NULL -> branchOnNull();
      case BR_ON_NON_NULL -> branchOnNonNull();
      case RETURN -> {
        operands.pop(frames[0].type.results());
        becomeUnreachable();
      }
      case CALL -> {
        declarations.checkFunction(in.index(), in.offset());
        call(module.functionType(in.index()));
      }
      case CALL_INDIRECT -> callIndirect();
      case CALL_REF -> {
        FuncType type = declarations.funcType(in.index(), in.offset());
        operands.pop(new RefType(true, new TypeIndex(in.index())));
        call(type);
      }
      case DROP -> operands.pop();
      case SELECT -> select();
      case SELECT_T -> selectTyped(in.selectTypes());
      case LOCAL_GET -> operands.push(initialisedLocal());
      case LOCAL_SET -> setLocal();
      case LOCAL_TEE -> operands.push(setLocal());
      case GLOBAL_GET -> operands.push(global().type());
      case GLOBAL_SET -> setGlobal();
      case REF_NULL -> {
        HeapType heap = in.heapType();
        declarations.checkHeapType(heap, in.offset());
        operands.push(new RefType(true, heap));
      }
      case REF_IS_NULL -> {
        operands.popReference();
        operands.push(NumType.I32);
      }
      case REF_AS_NON_NULL -> operands.push(nonNull(operands.popReference()));
      case REF_FUNC -> referenceFunction();
      case MEMORY_COPY -> copyMemory();
      case TABLE_INIT -> initTable();
      case TABLE_GET, TABLE_SET, TABLE_SIZE, TABLE_GROW, TABLE_FILL, TABLE_COPY ->
          tableInstruction(opcode);
      default -> throw unknown(opcode);
    }
  }

  private static IllegalStateException unknown(Opcode opcode) {
    return new IllegalStateException("nothing validates " + opcode);
  }

  private void tableInstruction(Opcode opcode) {
    TableType table = table(in.index());
    NumType index = table.address().type();
    switch (opcode) {
      case TABLE_GET -> {
        operands.pop(index);
        operands.push(table.element());
      }
      case TABLE_SET -> {
        operands.pop(table.element());
        operands.pop(index);
      }
      case TABLE_SIZE -> operands.push(index);
      case TABLE_GROW -> {
        operands.pop(index);
        operands.pop(table.element());
        operands.push(index);
      }
      case TABLE_FILL -> {
        operands.pop(index);
        operands.pop(table.element());
        operands.pop(index);
      }
      case TABLE_COPY -> {
        TableType source = table(in.index2());
        checkElements(source.element(), table.element());
        popCopy(table.address(), source.address());
      }
      default -> throw unknown(opcode);
    }
  }

  /**
   * Checks the immediates of an instruction that has a signature.
   *
   * @return the type of the addresses in the signature
   */
  private NumType immediates(Opcode opcode) {
    int offset = in.offset();
    switch (opcode.immediates()) {
      case MEMARG_8, MEMARG_16, MEMARG_32, MEMARG_64, MEMARG_128 -> {
        return memoryAccess(opcode);
      }
      case MEMARG_8_LANE, MEMARG_16_LANE, MEMARG_32_LANE, MEMARG_64_LANE -> {
        checkLane(opcode);
        return memoryAccess(opcode);
      }
      case LANE_2, LANE_4, LANE_8, LANE_16 -> checkLane(opcode);
      case MEMORY_INDEX -> {
        return address(in.memory());
      }
      case DATA_MEMORY -> {
        NumType address = address(in.memory());
        declarations.checkData(in.index(), offset);
        return address;
      }
      case DATA_INDEX -> declarations.checkData(in.index(), offset);
      case ELEM_INDEX -> declarations.checkElement(in.index(), offset);
      case NONE, I32_VALUE, I64_VALUE, F32_VALUE, F64_VALUE, V128_VALUE, FENCE -> {}
      case LANES_16 -> {
        checkLanes(opcode, in.i64());
        checkLanes(opcode, in.i64High());
      }
      default -> throw unknown(opcode);
    }
    return NumType.I32;
  }

  private NumType address(int memory) {
    declarations.checkMemory(memory, in.offset());
    return module.memoryType(memory).address().type();
  }

  private NumType memoryAccess(Opcode opcode) {
    NumType address = address(in.memory());
    if (in.alignment() > opcode.immediates().naturalAlignment()) {
      throw invalid("alignment must not be larger than natural");
    }
    if (address == NumType.I32 && Long.compareUnsigned(in.memoryOffset(), MAX_OFFSET_32) > 0) {
      throw invalid("offset out of range");
    }
    return address;
  }

  private void checkLane(Opcode opcode) {
    if (in.lane() >= opcode.immediates().lanes()) {
      throw invalid("invalid lane index");
    }
  }

  private void checkLanes(Opcode opcode, long eight) {
    for (int shift = 0; shift < 64; shift += 8) {
      if ((eight >>> shift & 0xff) >= opcode.immediates().lanes()) {
        throw invalid("invalid lane index");
      }
    }
  }

  private void push(Opcode opcode, FuncType type) {
    if (depth == frames.length) {
      frames = Arrays.copyOf(frames, depth * 2);
      for (int i = depth; i < frames.length; i++) {
        frames[i] = new ControlFrame();
      }
    }
    frames[depth++].open(opcode, type, operands.size(), locals.setCount());
    operands.enter(operands.size(), false);
    operands.push(type.params());
  }

  private ControlFrame pop() {
    ControlFrame frame = frames[depth - 1];
    operands.pop(frame.type.results());
    operands.checkEmpty();
    locals.unwind(frame.initialised);
    depth--;
    if (depth > 0) {
      operands.enter(frames[depth - 1].height, frames[depth - 1].unreachable);
    }
    return frame;
  }

  private void begin(Opcode opcode) {
    FuncType type = blockType(in.blockType());
    if (opcode == Opcode.IF) {
      operands.pop(NumType.I32);
    }
    operands.pop(type.params());
    push(opcode, type);
  }

  private FuncType blockType(BlockType type) {
    return switch (type) {
      case BlockType.Empty empty -> FuncType.EMPTY;
      case BlockType.Value value -> {
        declarations.checkValType(value.type(), in.offset());
        yield value.funcType(module);
      }
      case BlockType.Index index -> declarations.funcType(index.typeIndex(), in.offset());
    };
  }

  /** An {@code if} without {@code else} is one whose {@code else} is empty. */
  private void end() {
    ControlFrame frame = pop();
    if (frame.opcode == Opcode.IF) {
      push(Opcode.ELSE, frame.type);
      frame = pop();
    }
    operands.push(frame.type.results());
  }

  private void becomeUnreachable() {
    operands.becomeUnreachable();
    frames[depth - 1].unreachable = true;
  }

  private ControlFrame label(int label) {
    if (label < 0 || label >= depth) {
      throw invalid("unknown label " + Integer.toUnsignedString(label));
    }
    return frames[depth - 1 - label];
  }

  private void popAndPush(List<ValType> popped) {
    operands.pop(popped);
    operands.push(popped);
  }

  /** Each block is checked once, however often the table names it. */
  private void branchTable(int[] labels) {
    operands.pop(NumType.I32);
    List<ValType> last = label(labels[labels.length - 1]).labelTypes();
    for (int label : labels) {
      ControlFrame frame = label(label);
      if (frame.checkedAt == in.offset()) {
        continue;
      }
      frame.checkedAt = in.offset();
      if (frame.labelTypes().size() != last.size()) {
        String detail = "type mismatch: label %d takes %d values, but the default label takes %d";
        throw invalid(detail.formatted(label, frame.labelTypes().size(), last.size()));
      }
      operands.check(frame.labelTypes());
    }
    becomeUnreachable();
  }

  private void branchOnNull() {
    ValType reference = operands.popReference();
    popAndPush(label(in.index()).labelTypes());
    operands.push(nonNull(reference));
  }

  private void branchOnNonNull() {
    List<ValType> labelTypes = label(in.index()).labelTypes();
    if (labelTypes.isEmpty() || !(labelTypes.getLast() instanceof RefType)) {
      throw invalid("type mismatch: label " + in.index() + " does not take a reference");
    }
    operands.push(nonNull(operands.popReference()));
    popAndPush(labelTypes);
    operands.pop();
  }

  private static ValType nonNull(ValType reference) {
    return reference != OperandStack.BOTTOM_REF && reference instanceof RefType type
        ? type.asNonNull()
        : reference;
  }

  private void call(FuncType type) {
    operands.pop(type.params());
    operands.push(type.results());
  }

  private void callIndirect() {
    TableType table = table(in.index2());
    checkElements(table.element(), RefType.FUNCREF);
    FuncType type = declarations.funcType(in.index(), in.offset());
    operands.pop(table.address().type());
    call(type);
  }

  private void select() {
    operands.pop(NumType.I32);
    ValType second = operands.pop();
    ValType first = operands.pop();
    checkNotReference(second);
    checkNotReference(first);
    if (first == OperandStack.BOTTOM) {
      operands.push(second);
    } else if (second == OperandStack.BOTTOM || first == second) {
      operands.push(first);
    } else {
      throw invalid("type mismatch: expected " + first + ", got " + second);
    }
  }

  private void checkNotReference(ValType type) {
    if (type != OperandStack.BOTTOM && type instanceof RefType) {
      throw invalid("type mismatch: select without a type takes no references");
    }
  }

  private void selectTyped(List<ValType> selected) {
    if (selected.size() != 1) {
      throw invalid("invalid result arity: select takes one type");
    }
    ValType type = selected.getFirst();
    declarations.checkValType(type, in.offset());
    operands.pop(NumType.I32);
    operands.pop(type);
    operands.pop(type);
    operands.push(type);
  }

  private ValType localType() {
    if (in.index() < 0 || in.index() >= locals.count()) {
      throw invalid("unknown local " + Integer.toUnsignedString(in.index()));
    }
    return locals.type(in.index());
  }

  private ValType initialisedLocal() {
    ValType type = localType();
    if (!locals.isSet(in.index(), type)) {
      throw invalid("uninitialized local " + in.index());
    }
    return type;
  }

  private ValType setLocal() {
    ValType type = localType();
    operands.pop(type);
    locals.set(in.index(), type);
    return type;
  }

  private GlobalType global() {
    declarations.checkGlobal(in.index(), module.globalCount(), in.offset());
    return module.globalType(in.index());
  }

  private void setGlobal() {
    GlobalType global = global();
    if (!global.mutable()) {
      throw invalid("immutable global: global " + in.index() + " cannot be set");
    }
    operands.pop(global.type());
  }

  private void referenceFunction() {
    int function = in.index();
    declarations.checkFunction(function, in.offset());
    if (!module.declaredFunctionReferences().contains(function)) {
      throw invalid("undeclared function reference to function " + function);
    }
    operands.push(new RefType(false, new TypeIndex(module.functionTypeIndex(function))));
  }

  private TableType table(int index) {
    declarations.checkTable(index, in.offset());
    return module.tableType(index);
  }

  private void checkElements(RefType actual, RefType expected) {
    if (!types.matches(actual, expected)) {
      throw invalid("type mismatch: expected elements of type " + expected + ", got " + actual);
    }
  }

  private void initTable() {
    TableType table = table(in.index2());
    declarations.checkElement(in.index(), in.offset());
    checkElements(module.elements().get(in.index()).type(), table.element());
    operands.pop(NumType.I32);
    operands.pop(NumType.I32);
    operands.pop(table.address().type());
  }

  private void copyMemory() {
    declarations.checkMemory(in.index(), in.offset());
    declarations.checkMemory(in.index2(), in.offset());
    popCopy(module.memoryType(in.index()).address(), module.memoryType(in.index2()).address());
  }

  /** The length has the smaller one of the two address types. */
  private void popCopy(AddressType destination, AddressType source) {
    boolean wide = destination == AddressType.I64 && source == AddressType.I64;
    operands.pop(wide ? NumType.I64 : NumType.I32);
    operands.pop(source.type());
    operands.pop(destination.type());
  }
}
