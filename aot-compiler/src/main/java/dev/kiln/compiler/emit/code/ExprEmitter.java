package dev.kiln.compiler.emit.code;

import dev.kiln.compiler.emit.layout.Abi;
import dev.kiln.compiler.emit.layout.IntConstant;
import dev.kiln.compiler.emit.memory.Access;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.opcode.Opcode;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** Emits expression trees: the value is pushed. */
public final class ExprEmitter {
  /** The size of a test for null, with 0 and 1 or a trap. */
  private static final int NULL_TEST = 11;

  private final FunctionContext context;
  private final CodeBuilder cb;
  private final Divisions divisions;

  ExprEmitter(FunctionContext context) {
    this.context = context;
    this.cb = context.cb;
    this.divisions = new Divisions(context);
  }

  public void push(Expr expr) {
    switch (expr) {
      case Expr.Const e -> constant(e.kind(), e.bits);
      case Expr.Get e -> context.load(e.variable);
      case Expr.Apply e -> apply(e);
      case Expr.Select e -> select(e);
      case Expr.Call e -> context.calls.call(e);
    }
  }

  public void constant(Kind kind, long bits) {
    switch (kind) {
      case I32 -> cb.loadConstant((int) bits);
      case I64 -> cb.loadConstant(bits);
      case F32 -> {
        float value = Float.intBitsToFloat((int) bits);
        if (Float.floatToRawIntBits(value) == (int) bits && !Float.isNaN(value)) {
          cb.loadConstant(value);
        } else {
          // A constant pool need not keep the payload of a NaN.
          cb.loadConstant((int) bits);
          NumericOps.emit(cb, Opcode.F32_REINTERPRET_I32);
        }
      }
      case F64 -> {
        double value = Double.longBitsToDouble(bits);
        if (!Double.isNaN(value)) {
          cb.loadConstant(value);
        } else {
          cb.loadConstant(bits);
          NumericOps.emit(cb, Opcode.F64_REINTERPRET_I64);
        }
      }
      case FUNC, REF -> cb.aconst_null();
    }
  }

  private void apply(Expr.Apply e) {
    switch (e.op.family()) {
      case NUMERIC, WIDE -> numeric(e);
      case DIVISION -> division(e);
      case COMPARISON -> materialise(e);
      case LOAD ->
          context
              .memories
              .get(e.immediates.index())
              .load(Access.of(e.op), e.immediates.offset(), e.operand(0));
      case GLOBAL, TABLE, MEMORY -> context.state.push(e);
      case REFERENCE -> reference(e);
      case CONTROL, CALL, PARAMETRIC, CONSTANT, LOCAL, STORE -> throw noValue(e.op);
    }
  }

  /** The size of {@code expr}, that of its operands left out. */
  public static int size(Expr expr, SizeContext in) {
    return switch (expr) {
      case Expr.Const e -> size(e);
      case Expr.Get e -> in.local(e.variable);
      case Expr.Apply e -> size(e, in);
      case Expr.Select e -> 3 + Conditions.testSize(e.condition);
      case Expr.Call e -> CallEmitter.size(e, in);
    };
  }

  private static int size(Expr.Apply e, SizeContext in) {
    return switch (e.op.family()) {
      case NUMERIC, WIDE -> NumericOps.size(e.op);
      case DIVISION -> Divisions.size(e);
      case COMPARISON -> Conditions.size(e);
      case LOAD -> {
        int memory = e.immediates.index();
        long offset = e.immediates.offset();
        yield in.declared(memory)
            + in.memory(memory).loadSize(Access.of(e.op), offset, in.scratch());
      }
      case GLOBAL, TABLE, MEMORY -> StateEmitter.size(e, in);
      case REFERENCE -> e.op == Opcode.REF_FUNC ? StateEmitter.size(e, in) : NULL_TEST;
      case CONTROL, CALL, PARAMETRIC, CONSTANT, LOCAL, STORE -> throw noValue(e.op);
    };
  }

  private static IllegalArgumentException noValue(Opcode op) {
    return new IllegalArgumentException("no value: " + op);
  }

  private static int size(Expr.Const e) {
    return switch (e.kind()) {
      case I32 -> IntConstant.size(e.bits);
      case I64 -> 3;
      case F32 -> Float.isNaN(Float.intBitsToFloat((int) e.bits)) ? 6 : 3;
      case F64 -> Double.isNaN(Double.longBitsToDouble(e.bits)) ? 6 : 3;
      case FUNC, REF -> 1;
    };
  }

  private void pushAll(List<Expr> operands) {
    for (Expr operand : operands) {
      push(operand);
    }
  }

  private void numeric(Expr.Apply e) {
    List<Expr> operands = e.operands();
    if (operands.size() == 2
        && operands.get(1) instanceof Expr.Const constant
        && withConstant(e, operands.get(0), constant.bits)) {
      return;
    }
    pushAll(operands);
    NumericOps.emit(cb, e.op);
  }

  private void division(Expr.Apply e) {
    push(e.operand(0));
    if (!(e.operand(1) instanceof Expr.Const by && divisions.emit(e.op, by.bits))) {
      push(e.operand(1));
      NumericOps.emit(cb, e.op);
    }
  }

  /** Instructions that are cheaper, or shorter, if the second operand is known. */
  private boolean withConstant(Expr.Apply e, Expr first, long by) {
    switch (e.op) {
      case I64_SHL, I64_SHR_S, I64_SHR_U -> {
        push(first);
        cb.loadConstant((int) by & 63);
        switch (e.op) {
          case I64_SHL -> cb.lshl();
          case I64_SHR_S -> cb.lshr();
          default -> cb.lushr();
        }
      }
      case I32_ROTL, I32_ROTR -> {
        // The shape that C2 knows as a rotation, without a call to inline.
        int left = (int) (e.op == Opcode.I32_ROTL ? by : -by) & 31;
        push(first);
        cb.dup().loadConstant(left).ishl().swap().loadConstant(32 - left & 31).iushr().ior();
      }
      case I64_ROTL, I64_ROTR -> {
        int left = (int) (e.op == Opcode.I64_ROTL ? by : -by) & 63;
        push(first);
        cb.dup2().loadConstant(left).lshl().dup2_x2().pop2();
        cb.loadConstant(64 - left & 63).lushr().lor();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void materialise(Expr comparison) {
    Label yes = cb.newLabel();
    Label end = cb.newLabel();
    context.conditions.branch(comparison, true, yes);
    cb.iconst_0().goto_(end).labelBinding(yes).iconst_1().labelBinding(end);
  }

  private void reference(Expr.Apply e) {
    switch (e.op) {
      case REF_FUNC -> context.state.push(e);
      case REF_IS_NULL -> materialise(e);
      case REF_AS_NON_NULL -> {
        push(e.operand(0));
        Label fine = cb.newLabel();
        cb.dup()
            .ifnonnull(fine)
            .invokestatic(Abi.TRAPS, "nullReference", MethodTypeDesc.of(Abi.TRAP))
            .athrow()
            .labelBinding(fine);
      }
      default -> throw noValue(e.op);
    }
  }

  private void select(Expr.Select e) {
    Label otherwise = cb.newLabel();
    Label end = cb.newLabel();
    context.conditions.branch(e.condition, false, otherwise);
    push(e.ifTrue);
    cb.goto_(end).labelBinding(otherwise);
    push(e.ifFalse);
    cb.labelBinding(end);
  }
}
