package dev.kiln.compiler.ir;

import dev.kiln.compiler.model.type.FuncType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function in the intermediate representation. Immutable. */
public final class IrFunction {
  private final int index;
  private final FuncType type;
  private final List<Var> params;
  private final List<Var> variables;
  private final List<Stmt> body;
  private final List<Region> regions;
  private final @Nullable List<Integer> positions;
  private final Edges edges;

  /**
   * A function.
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
  public IrFunction(
      int index,
      FuncType type,
      List<Var> params,
      List<Var> variables,
      List<Stmt> body,
      List<Region> regions,
      @Nullable List<Integer> positions) {
    this.index = index;
    this.type = type;
    this.params = params;
    this.variables = variables;
    this.body = body;
    this.regions = regions;
    this.positions = positions;
    this.edges = new Edges(body, regions);
  }

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

  /** The function index. */
  public int index() {
    return index;
  }

  /** The type. */
  public FuncType type() {
    return type;
  }

  /** The variables of the parameters. */
  public List<Var> params() {
    return params;
  }

  /** All variables by {@link Var#id()}: parameters, locals, temporaries. */
  public List<Var> variables() {
    return variables;
  }

  /** The statements; the last one does not fall through. */
  public List<Stmt> body() {
    return body;
  }

  /** The blocks, outer before inner. */
  public List<Region> regions() {
    return regions;
  }

  /** For each statement the byte offset of the instruction that completed it, if asked for. */
  public @Nullable List<Integer> positions() {
    return positions;
  }

  /** The ways out of the statements. Made once: a function may have a million regions. */
  public Edges edges() {
    return edges;
  }
}
