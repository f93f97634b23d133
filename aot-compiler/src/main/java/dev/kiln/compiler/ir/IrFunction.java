package dev.kiln.compiler.ir;

import dev.kiln.compiler.model.FuncType;
import java.util.List;

/**
 * A function in the intermediate representation.
 *
 * @param index the function index
 * @param type its type
 * @param params the variables of the parameters
 * @param variables all variables by {@link Var#id()}: parameters, locals, temporaries
 * @param body the statements; the last one does not fall through
 * @param regions the blocks, outer before inner
 */
public record IrFunction(
    int index,
    FuncType type,
    List<Var> params,
    List<Var> variables,
    List<Stmt> body,
    List<Region> regions) {}
