package dev.kiln.compiler.emit.code;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.ir.Stmt;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Fuel and epochs. The shape of a statement with everything:
 *
 * <pre>
 *   if ((meter.fuel = meter.fuel - cost) &lt; 0) throw meter.outOfFuel();
 *   if (epoch.getOpaque() &gt;= meter.deadline) meter.interrupt();
 * </pre>
 *
 * <p>The fuel stays in its field: then it is right at every call, trap and exit, whatever the
 * function was split into. An interruption cannot change anything that code has in local variables.
 */
final class MeterEmitter {
  private final FunctionContext context;
  private final CodeBuilder cb;

  /** Where the meter is; -1 if it is not in a local variable. */
  private int slot = -1;

  /** The same for its epoch. */
  private int epoch = -1;

  MeterEmitter(FunctionContext context) {
    this.context = context;
    this.cb = context.cb;
  }

  /** Loads the meter at the entry of a method. */
  void declare() {
    push();
    slot = context.borrow(Kind.REF);
    cb.astore(slot);
    if (context.layout.hasEpochs()) {
      epoch = context.borrow(Kind.REF);
      cb.aload(slot).getfield(METER, "epoch", ATOMIC_LONG).astore(epoch);
    }
  }

  /** Pushes the meter. */
  void push() {
    if (slot >= 0) {
      cb.aload(slot);
    } else {
      ModuleLayout layout = context.layout;
      context.loadInstance().getfield(layout.instanceClass(), layout.meterField(), METER);
    }
  }

  /** The size of {@code s}. */
  static int size(Stmt.Meter s, SizeContext in) {
    int scratch = in.scratch();
    int taken = s.fuel() == 0 ? 0 : 13 + scratch;
    int checked = s.checksFuel() ? 13 + 2 * scratch : 0;
    return taken + checked + (s.checksEpoch() ? 16 + 3 * scratch : 0);
  }

  /** Before the operands of an operation that may take long. */
  void beginBulk() {
    if (context.layout.isMetered()) {
      push();
    }
  }

  /** An operation that may take long; where there is a meter, it does it. */
  void bulk(ClassDesc owner, String name, MethodTypeDesc type) {
    if (context.layout.isMetered()) {
      cb.invokevirtual(METER, name, type.insertParameterTypes(0, owner));
    } else {
      cb.invokevirtual(owner, name, type);
    }
  }

  void emit(Stmt.Meter s) {
    if (s.fuel() > 0) {
      push();
      cb.dup().getfield(METER, "fuel", LONG).loadConstant(s.fuel()).i2l().lsub();
      if (s.checksFuel()) {
        cb.dup2_x1();
      }
      cb.putfield(METER, "fuel", LONG);
    } else if (s.checksFuel()) {
      push();
      cb.getfield(METER, "fuel", LONG);
    }
    if (s.checksFuel()) {
      Label enough = cb.newLabel();
      cb.lconst_0().lcmp().ifge(enough);
      push();
      cb.invokevirtual(METER, "outOfFuel", MethodTypeDesc.of(TRAP)).athrow();
      cb.labelBinding(enough);
    }
    if (s.checksEpoch()) {
      Label early = cb.newLabel();
      if (epoch >= 0) {
        cb.aload(epoch);
      } else {
        push();
        cb.getfield(METER, "epoch", ATOMIC_LONG);
      }
      cb.invokevirtual(ATOMIC_LONG, "getOpaque", MethodTypeDesc.of(LONG));
      push();
      cb.getfield(METER, "deadline", LONG).lcmp().iflt(early);
      push();
      cb.invokevirtual(METER, "interrupt", MethodTypeDesc.of(VOID));
      cb.labelBinding(early);
    }
  }
}
