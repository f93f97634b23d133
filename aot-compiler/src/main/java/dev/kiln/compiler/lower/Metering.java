package dev.kiln.compiler.lower;

import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.model.FunctionBody;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.opcode.InstructionReader;
import dev.kiln.compiler.opcode.Opcode;
import java.util.List;

/**
 * Adds the statements by which a function can be interrupted. They are part of the function like
 * any other, so splitting changes nothing about them, nor about how much fuel is taken.
 */
final class Metering {
  private final boolean epochs;
  private final boolean fuel;
  private final List<Stmt> out;

  /** Where the fuel of the current straight line is taken: its statement is replaced at the end. */
  private int open = -1;

  private int cost;

  /** Where {@link #out} ended when the instruction began. */
  private int before;

  /** For one function with statements {@code out}. */
  Metering(boolean epochs, boolean fuel, List<Stmt> out) {
    this.epochs = epochs;
    this.fuel = fuel;
    this.out = out;
  }

  /**
   * Begins the function. The time that one without loops and calls takes is bounded by its size, so
   * it need not be interrupted; those that call can be a recursion, or a tree of calls.
   */
  void enter(WasmModule module, FunctionBody body) {
    if (fuel || epochs && mayTakeLong(module, body)) {
      begin(true, epochs && mayTakeLong(module, body));
    }
  }

  private static boolean mayTakeLong(WasmModule module, FunctionBody body) {
    InstructionReader in = new InstructionReader(module.file(), body.code());
    while (in.hasNext()) {
      if (in.next().isUnbounded()) {
        return true;
      }
    }
    return false;
  }

  /** A new straight line. */
  private void begin(boolean checksFuel, boolean checksEpoch) {
    open = out.size();
    cost = 0;
    out.add(new Stmt.Meter(0, fuel && checksFuel, checksEpoch));
  }

  /** Before an instruction is lowered. */
  void count(Opcode op, boolean reachable) {
    before = out.size();
    cost += reachable ? op.fuel() : 0;
  }

  /** After a control instruction; {@code reachable} is what follows it. */
  void afterControl(Opcode op, boolean reachable) {
    if ((epochs || fuel) && op == Opcode.LOOP && reachable) {
      end();
      begin(true, epochs);
    } else if (fuel && leavesLine()) {
      end();
      if (reachable) {
        begin(false, false);
      }
    }
  }

  private boolean leavesLine() {
    for (int i = before; i < out.size(); i++) {
      if (Statements.isControl(out.get(i)) || Statements.ends(out.get(i))) {
        return true;
      }
    }
    return false;
  }

  private void end() {
    if (open >= 0 && cost > 0 && fuel) {
      Stmt.Meter meter = (Stmt.Meter) out.get(open);
      out.set(open, new Stmt.Meter(cost, meter.checksFuel(), meter.checksEpoch()));
    }
    open = -1;
    cost = 0;
  }
}
