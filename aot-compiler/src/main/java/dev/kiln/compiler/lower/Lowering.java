package dev.kiln.compiler.lower;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.ConstExpr;
import dev.kiln.compiler.model.FunctionBody;
import dev.kiln.compiler.model.LocalRun;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.opcode.InstructionReader;
import dev.kiln.compiler.opcode.Opcode;
import java.util.ArrayList;
import java.util.List;

/** Lowers functions and constant expressions of one valid module. Immutable, thread-safe. */
public final class Lowering {
  /** Constant expressions with more instructions do not fit the methods that evaluate them. */
  private static final int MAX_CONSTANT = 900;

  private final WasmModule module;
  private final ModuleAnalysis analysis;
  private final boolean positions;
  private final boolean epochs;
  private final boolean fuel;

  /** For functions of {@code module}, without positions, epochs and fuel. */
  public Lowering(WasmModule module, ModuleAnalysis analysis) {
    this(module, analysis, false, false, false);
  }

  /**
   * For functions of {@code module}.
   *
   * @param positions whether they have {@link IrFunction#positions()}
   * @param epochs whether they heed the store's deadline
   * @param fuel whether they take the store's fuel
   */
  public Lowering(
      WasmModule module, ModuleAnalysis analysis, boolean positions, boolean epochs, boolean fuel) {
    this.module = module;
    this.analysis = analysis;
    this.positions = positions;
    this.epochs = epochs;
    this.fuel = fuel;
  }

  /** Lowers a function. */
  public IrFunction function(FunctionBody body) {
    FuncType type = module.functionType(body.index());
    Variables variables = new Variables();
    type.params().forEach(variables::local);
    List<Var> params = List.copyOf(variables.all());
    for (LocalRun run : body.locals()) {
      for (int i = 0; i < run.count(); i++) {
        variables.local(run.type());
      }
    }
    List<Stmt> out = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    Operands operands = new Operands(variables, out);
    InstructionReader in = new InstructionReader(module.file(), body.code());
    Control control = new Control(module, variables, operands, out, type);
    Instructions instructions = new Instructions(module, analysis, variables, operands, out);
    Metering metering = new Metering(epochs, fuel, out);
    metering.enter(module, body);
    while (in.hasNext()) {
      Opcode op = in.next();
      metering.count(op, control.isReachable());
      if (control.lower(op, in)) {
        metering.afterControl(op, control.isReachable());
      } else if (control.isReachable()) {
        instructions.lower(op, in);
      }
      while (positions && offsets.size() < out.size()) {
        offsets.add(in.offset());
      }
    }
    return new IrFunction(
        body.index(),
        type,
        params,
        variables.all(),
        out,
        control.regions(),
        positions ? offsets : null);
  }

  /**
   * Lowers a constant expression to one tree.
   *
   * @throws WasmException LIMIT where it is too large for that
   */
  public Expr constant(ConstExpr expr) {
    List<Stmt> out = new ArrayList<>();
    Variables variables = new Variables();
    Operands operands = new Operands(variables, out, MAX_CONSTANT);
    Instructions instructions = new Instructions(module, analysis, variables, operands, out);
    InstructionReader in = new InstructionReader(module.file(), expr.code());
    while (in.hasNext()) {
      Opcode op = in.next();
      if (op != Opcode.END) {
        instructions.lower(op, in);
      }
    }
    if (!out.isEmpty()) {
      throw WasmException.of(
          WasmException.Reason.LIMIT,
          module.file(),
          expr.code().start(),
          "a constant expression has more than "
              + MAX_CONSTANT
              + " instructions that cannot be computed in advance: let a start function compute it");
    }
    return operands.pop();
  }
}
