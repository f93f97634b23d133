package dev.kiln.compiler.ir;

import dev.kiln.compiler.model.type.FuncType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function in the intermediate representation.
 *
 * @param index the function index
 * @param type its type
 * @param params the variables of the parameters
 * @param variables all variables by {@link Var#id()}: parameters, locals, temporaries
 * @param body the statements; the last one does not fall through
 * @param regions the blocks, outer before inner
 * @param positions for each statement the byte offset of the instruction that completed it, if
 *     asked for
 */
public record IrFunction(
    int index,
    FuncType type,
    List<Var> params,
    List<Var> variables,
    List<Stmt> body,
    List<Region> regions,
    @Nullable List<Integer> positions) {
  /** A function without positions. */
  public IrFunction(
      int index,
      FuncType type,
      List<Var> params,
      List<Var> variables,
      List<Stmt> body,
      List<Region> regions) {
    this(index, type, params, variables, body, regions, null);
  }
}
