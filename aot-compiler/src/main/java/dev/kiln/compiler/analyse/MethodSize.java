package dev.kiln.compiler.analyse;

import dev.kiln.compiler.WasmException;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.model.FunctionBody;
import dev.kiln.compiler.model.WasmModule;

/** How many bytes of bytecode a function will take: an upper bound, from the shapes that are emitted. */
public final class MethodSize {
  /** What the class file format allows in one method. */
  public static final int FORMAT_LIMIT = 65535;

  private MethodSize() {}

  /** Refuses a function that does not fit a method. */
  public static void check(WasmModule module, FunctionBody body, IrFunction function) {
    int size = of(function);
    if (size > FORMAT_LIMIT) {
      String detail =
          "the function needs about "
              + size
              + " bytes of bytecode, and a JVM method holds 65535: split it in the source, or compile"
              + " it with less inlining (-Os)";
      throw WasmException.of(WasmException.Kind.LIMIT, module.file(), body.entry(), detail)
          .inFunction(body.index(), module.functionName(body.index()));
    }
  }

  /** The size of the whole method. */
  public static int of(IrFunction function) {
    long size = 16 + 6L * function.variables().size();
    for (Stmt stmt : function.body()) {
      size += of(stmt);
    }
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  private static long of(Stmt stmt) {
    long size =
        switch (stmt) {
          case Stmt.Set s -> 4;
          case Stmt.SetAll s -> 4L * s.variables().size();
          case Stmt.Do s -> 1;
          case Stmt.Results s -> 18L * s.variables().size();
          case Stmt.Store s -> 36;
          case Stmt.Update s -> 24;
          case Stmt.Bind s -> 8;
          case Stmt.Jump s -> 3;
          case Stmt.Branch s -> 8;
          case Stmt.Switch s -> 16 + 4L * s.labels().size();
          case Stmt.Return s -> 1 + 14L * s.values().size();
          case Stmt.Unreachable s -> 4;
        };
    for (Expr expr : Statements.expressions(stmt)) {
      size += of(expr);
    }
    return size;
  }

  private static long of(Expr expr) {
    long size =
        switch (expr) {
          case Expr.Const e -> 6;
          case Expr.Get e -> 4;
          case Expr.Apply e -> 16;
          case Expr.Load e -> 40;
          case Expr.State e -> 14;
          case Expr.RefOp e -> 10;
          case Expr.Select e -> 8;
          case Expr.Call e -> 60 + 12L * (e.operands().size() + e.type.results().size());
        };
    for (Expr operand : expr.operands()) {
      size += of(operand);
    }
    return size;
  }
}
