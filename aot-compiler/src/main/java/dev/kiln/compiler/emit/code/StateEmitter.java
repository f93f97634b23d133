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
      case MEMORY_SIZE -> {
        context.memories.pushState(index);
        cb.invokevirtual(LINEAR_MEMORY, "size", MethodTypeDesc.of(INT));
      }
      case MEMORY_GROW -> {
        beginBulk();
        context.memories.pushState(index);
        pushAll(e.operands());
        bulk(LINEAR_MEMORY, "grow", MethodTypeDesc.of(INT, INT));
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
        beginBulk();
        pushTable(index);
        pushAll(e.operands());
        bulk(TABLE_CELLS, "grow", MethodTypeDesc.of(INT, OBJECT, INT));
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
      case GLOBAL_GET -> (e.carrier() == Carrier.I32 || e.carrier() == Carrier.I64 ? 9 : 12) + in.far();
      case REF_FUNC, MEMORY_SIZE, TABLE_GET, TABLE_SIZE -> 9 + in.far();
      case TABLE_GROW -> 9 + in.far() + in.bulk();
      case MEMORY_GROW -> 9 + in.far() + in.bulk() + MemoryOps.reloadSize(in);
      default -> throw new IllegalArgumentException("no value: " + e.op);
    };
  }

  /** The size of an instruction without a result. */
  static int size(Stmt.Update s, SizeContext in) {
    return 16 + 2 * in.far() + in.bulk();
  }

  /** Emits an instruction without a result. */
  void update(Stmt.Update s) {
    int index = s.immediates().index();
    int index2 = s.immediates().index2();
    MethodTypeDesc range = MethodTypeDesc.of(VOID, INT, INT, INT);
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
        beginBulk();
        pushTable(index);
        pushAll(s.operands());
        bulk(TABLE_CELLS, "fill", MethodTypeDesc.of(VOID, INT, OBJECT, INT));
      }
      case TABLE_COPY -> {
        beginBulk();
        pushTable(index);
        pushTable(index2);
        pushAll(s.operands());
        bulk(TABLE_CELLS, "copy", MethodTypeDesc.of(VOID, TABLE_CELLS, INT, INT, INT));
      }
      case TABLE_INIT -> {
        beginBulk();
        pushTable(index2);
        segment("elementSegment", index, OBJECTS);
        pushAll(s.operands());
        bulk(TABLE_CELLS, "init", MethodTypeDesc.of(VOID, OBJECTS, INT, INT, INT));
      }
      case MEMORY_FILL -> {
        beginBulk();
        context.memories.pushState(index);
        pushAll(s.operands());
        bulk(LINEAR_MEMORY, "fill", range);
      }
      case MEMORY_COPY -> {
        beginBulk();
        context.memories.pushState(index);
        context.memories.pushState(index2);
        pushAll(s.operands());
        bulk(LINEAR_MEMORY, "copy", MethodTypeDesc.of(VOID, LINEAR_MEMORY, INT, INT, INT));
      }
      case MEMORY_INIT -> {
        beginBulk();
        context.memories.pushState(index2);
        segment("dataSegment", index, BYTES);
        pushAll(s.operands());
        bulk(LINEAR_MEMORY, "init", MethodTypeDesc.of(VOID, BYTES, INT, INT, INT));
      }
      case DATA_DROP, ELEM_DROP -> {
        String name = s.op() == Opcode.DATA_DROP ? "dropData" : "dropElements";
        context.loadInstance().loadConstant(index);
        cb.invokevirtual(INSTANCE, name, MethodTypeDesc.of(VOID, INT));
      }
      default -> throw new IllegalArgumentException("no update: " + s.op());
    }
  }

  /** Before the operands of an operation that may take long. */
  private void beginBulk() {
    if (layout.isMetered()) {
      context.meter.push();
    }
  }

  /** An operation that may take long; where there is a meter, it does it. */
  private void bulk(ClassDesc owner, String name, MethodTypeDesc type) {
    if (layout.isMetered()) {
      cb.invokevirtual(METER, name, type.insertParameterTypes(0, owner));
    } else {
      cb.invokevirtual(owner, name, type);
    }
  }

  private void segment(String method, int index, ClassDesc type) {
    context.loadInstance().loadConstant(index);
    cb.invokevirtual(INSTANCE, method, MethodTypeDesc.of(type, INT));
  }
}
