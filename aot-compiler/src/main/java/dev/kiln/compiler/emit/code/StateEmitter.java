package dev.kiln.compiler.emit.code;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.opcode.Opcode;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Instructions on the instance's state: globals, sizes, tables, segments, references. */
public final class StateEmitter {
  private final FunctionContext context;
  private final CodeBuilder cb;
  private final ModuleLayout layout;

  StateEmitter(FunctionContext context) {
    this.context = context;
    this.cb = context.cb;
    this.layout = context.layout;
  }

  private void pushAll(Iterable<Expr> operands) {
    for (Expr operand : operands) {
      context.expressions.push(operand);
    }
  }

  /** Pushes the state of table {@code index}. */
  void pushTable(int index) {
    context.loadMember(layout.members().table(index), layout.tableField(index), TABLE_CELLS);
  }

  /** Pushes the value. */
  void push(Expr.Apply e) {
    int index = e.immediates.index();
    switch (e.op) {
      case GLOBAL_GET -> getGlobal(index, e.carrier());
      case REF_FUNC -> {
        context.loadInstance().loadConstant(layout.escapes().position(index));
        cb.invokevirtual(INSTANCE, "function", MethodTypeDesc.of(FUNC_REF, INT));
      }
      case MEMORY_SIZE -> context.memories.get(index).size();
      case MEMORY_GROW -> {
        context.memories.get(index).grow(e.operands().getFirst());
        context.memories.invalidate();
      }
      case TABLE_GET -> {
        pushTable(index);
        pushAll(e.operands());
        if (e.carrier() == Carrier.FUNC) {
          cb.invokevirtual(TABLE_CELLS, "getFunction", MethodTypeDesc.of(FUNC_REF, INT));
        } else {
          cb.invokevirtual(TABLE_CELLS, "get", MethodTypeDesc.of(OBJECT, INT));
        }
      }
      case TABLE_SIZE -> {
        pushTable(index);
        cb.invokevirtual(TABLE_CELLS, "size", MethodTypeDesc.of(INT));
      }
      case TABLE_GROW -> {
        context.meter.beginBulk();
        pushTable(index);
        pushAll(e.operands());
        context.meter.bulk(TABLE_CELLS, "grow", MethodTypeDesc.of(INT, OBJECT, INT));
      }
      default -> throw new IllegalArgumentException("no value: " + e.op);
    }
  }

  private void getGlobal(int index, Carrier carrier) {
    int member = layout.members().global(index);
    if (!layout.hasCell(index)) {
      context.loadMember(member, layout.globalField(index), carrier.type());
      return;
    }
    context.loadMember(member, layout.globalField(index), GLOBAL_CELL);
    loadCell(cb, carrier);
  }

  /** From a cell on the JVM stack to its value. */
  public static void loadCell(CodeBuilder cb, Carrier carrier) {
    switch (carrier.word()) {
      case NUMBER -> cb.getfield(GLOBAL_CELL, "bits", LONG);
      case REFERENCE -> cb.getfield(GLOBAL_CELL, "reference", OBJECT);
    }
    carrier.restore(cb);
  }

  /** Assigns a global; {@code value} is pushed in between. */
  public void setGlobal(int index, Carrier carrier, Runnable value) {
    int member = layout.members().global(index);
    if (!layout.hasCell(index)) {
      context.loadOwner(member);
      value.run();
      cb.putfield(layout.ownerOfMember(member), layout.globalField(index), carrier.type());
      return;
    }
    context.loadMember(member, layout.globalField(index), GLOBAL_CELL);
    value.run();
    carrier.erase(cb);
    switch (carrier.word()) {
      case NUMBER -> cb.putfield(GLOBAL_CELL, "bits", LONG);
      case REFERENCE -> cb.putfield(GLOBAL_CELL, "reference", OBJECT);
    }
  }

  /** The size of an instruction with a result. */
  static int size(Expr.Apply e, SizeContext in) {
    return switch (e.op) {
      // A global in a cell comes back from its word.
      case GLOBAL_GET ->
          (e.carrier() == Carrier.I32 || e.carrier() == Carrier.I64 ? 9 : 12) + in.far();
      case REF_FUNC, TABLE_GET, TABLE_SIZE -> 9 + in.far();
      case MEMORY_SIZE -> in.memory(e.immediates.index()).sizeSize() + in.far();
      case TABLE_GROW -> 9 + in.far() + in.bulk();
      case MEMORY_GROW ->
          in.memory(e.immediates.index()).growSize() + in.far() + in.bulk() + in.reload();
      default -> throw new IllegalArgumentException("no value: " + e.op);
    };
  }

  /** The size of an instruction without a result. */
  static int size(Stmt.Update s, SizeContext in) {
    int size =
        switch (s.op()) {
          case MEMORY_FILL, MEMORY_COPY -> in.memory(s.immediates().index()).bulkSize();
          case MEMORY_INIT -> in.memory(s.immediates().index2()).bulkSize();
          default -> 16;
        };
    return size + 2 * in.far() + in.bulk();
  }

  /** Emits an instruction without a result. */
  void update(Stmt.Update s) {
    int index = s.immediates().index();
    int index2 = s.immediates().index2();
    switch (s.op()) {
      case GLOBAL_SET -> {
        Expr value = s.operands().get(0);
        setGlobal(index, value.carrier(), () -> context.expressions.push(value));
      }
      case TABLE_SET -> {
        pushTable(index);
        pushAll(s.operands());
        cb.invokevirtual(TABLE_CELLS, "set", MethodTypeDesc.of(VOID, INT, OBJECT));
      }
      case TABLE_FILL -> {
        context.meter.beginBulk();
        pushTable(index);
        pushAll(s.operands());
        context.meter.bulk(TABLE_CELLS, "fill", MethodTypeDesc.of(VOID, INT, OBJECT, INT));
      }
      case TABLE_COPY -> {
        context.meter.beginBulk();
        pushTable(index);
        pushTable(index2);
        pushAll(s.operands());
        context.meter.bulk(
            TABLE_CELLS, "copy", MethodTypeDesc.of(VOID, TABLE_CELLS, INT, INT, INT));
      }
      case TABLE_INIT -> {
        context.meter.beginBulk();
        pushTable(index2);
        segment("elementSegment", index, OBJECTS);
        pushAll(s.operands());
        context.meter.bulk(TABLE_CELLS, "init", MethodTypeDesc.of(VOID, OBJECTS, INT, INT, INT));
      }
      case MEMORY_FILL -> context.memories.get(index).fill(s.operands());
      case MEMORY_COPY ->
          context.memories.get(index).copy(context.memories.get(index2), s.operands());
      case MEMORY_INIT -> context.memories.get(index2).init(index, s.operands());
      case DATA_DROP, ELEM_DROP -> {
        String name = s.op() == Opcode.DATA_DROP ? "dropData" : "dropElements";
        context.loadInstance().loadConstant(index);
        cb.invokevirtual(INSTANCE, name, MethodTypeDesc.of(VOID, INT));
      }
      default -> throw new IllegalArgumentException("no update: " + s.op());
    }
  }

  /** Pushes the bytes of a data segment. */
  void pushData(int index) {
    segment("dataSegment", index, BYTES);
  }

  private void segment(String method, int index, ClassDesc type) {
    context.loadInstance().loadConstant(index);
    cb.invokevirtual(INSTANCE, method, MethodTypeDesc.of(type, INT));
  }
}
