package dev.kiln.compiler;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.cut.Chain;
import dev.kiln.compiler.cut.Fitting;
import dev.kiln.compiler.cut.Partition;
import dev.kiln.compiler.cut.Recursion;
import dev.kiln.compiler.emit.function.ChainedFunction;
import dev.kiln.compiler.emit.function.DispatchedFunction;
import dev.kiln.compiler.emit.function.FunctionClass;
import dev.kiln.compiler.emit.function.SplitFunction;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.OutputFile;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.lower.Lowering;
import dev.kiln.compiler.measure.MethodSize;
import dev.kiln.compiler.measure.PoolSize;
import dev.kiln.compiler.model.FunctionBody;
import dev.kiln.compiler.slots.Uses;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The stages that a function goes through: lower, measure, cut where it is too large for one
 * method, emit. Functions that share a class are a task.
 */
final class FunctionPipeline {
  /**
   * Functions up to this size that call themselves get a twin, and each calls the other: C2 inlines
   * a method into itself only once, but these two into each other several times. Larger ones it
   * does not inline anyway.
   */
  private static final int TWIN_LIMIT = 325;

  /** How much of its class's constant pool a function may use. */
  private static final int MAX_POOL = 60_000 / ModuleLayout.FUNCTIONS_PER_CLASS;

  private final ModuleLayout layout;
  private final Lowering lowering;
  private final CompileOptions options;

  FunctionPipeline(ModuleLayout layout, Lowering lowering, CompileOptions options) {
    this.layout = layout;
    this.lowering = lowering;
    this.options = options;
  }

  /** The tasks that make the classes of functions. They may run in any order. */
  List<Callable<List<OutputFile>>> tasks() {
    List<Callable<List<OutputFile>>> tasks = new ArrayList<>();
    List<FunctionBody> bodies = layout.module().bodies();
    for (int from = 0; from < bodies.size(); from += ModuleLayout.FUNCTIONS_PER_CLASS) {
      int to = Math.min(bodies.size(), from + ModuleLayout.FUNCTIONS_PER_CLASS);
      List<FunctionBody> group = bodies.subList(from, to);
      tasks.add(() -> functionClass(group));
    }
    return tasks;
  }

  private List<OutputFile> functionClass(List<FunctionBody> bodies) {
    FunctionClass methods = new FunctionClass(layout, bodies.get(0).index());
    PoolSize pool = new PoolSize(layout.analysis());
    for (FunctionBody body : bodies) {
      IrFunction function = lowering.function(body);
      MethodSize size = new MethodSize(layout.module(), layout.analysis(), function);
      // What needs very many constants gets classes of its own, so that this one has enough.
      if (size.whole() <= options.methodLimit() && pool.of(function.body()) <= MAX_POOL) {
        boolean twin = size.whole() <= TWIN_LIMIT && Recursion.callsItself(function);
        methods.addWhole(function, twin);
      } else {
        methods.addSplit(function, cut(function, size));
      }
    }
    return methods.files();
  }

  private SplitFunction cut(IrFunction lowered, MethodSize size) {
    IrFunction function = Fitting.of(lowered, size, options.methodLimit());
    Uses uses = Uses.of(function);
    Partition.Split split =
        Partition.of(function, uses, size, options.methodLimit(), options.pieceSize());
    Chain chain = split.chain();
    return chain == null
        ? new DispatchedFunction(layout, split.function(), split.uses(), split.pieces())
        : new ChainedFunction(layout, function, uses, split.pieces(), chain);
  }
}
