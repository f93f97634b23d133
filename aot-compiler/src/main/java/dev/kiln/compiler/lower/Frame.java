package dev.kiln.compiler.lower;

import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Var;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An open block during lowering. */
final class Frame {
  /** The instruction that opened it, or what it has become at an {@code else}. */
  Region.Origin origin;

  /** Whether it is an {@code if} without an {@code else} so far. */
  boolean openIf;

  /** Where a branch to this block goes; null for the function, from which branches return. */
  final @Nullable JumpLabel label;

  /** Where a branch leaves its values: the parameters of a loop, the results of other blocks. */
  final List<Var> labelVariables;

  /** Where the results are found after the end, other than of a loop the same. */
  final List<Var> results;

  /** Where the {@code else} begins. */
  final @Nullable JumpLabel elseLabel;

  /** The parameters of an {@code if}, for its other arm. */
  final List<Var> params;

  /** The height of the operand stack below the block's operands. */
  final int height;

  /** The position of its region. */
  int region;

  /** Whether code that follows within the block can be reached. */
  boolean reachable = true;

  Frame(
      Region.Origin origin,
      @Nullable JumpLabel label,
      List<Var> labelVariables,
      List<Var> results,
      @Nullable JumpLabel elseLabel,
      List<Var> params,
      int height) {
    this.origin = origin;
    this.label = label;
    this.labelVariables = labelVariables;
    this.results = results;
    this.elseLabel = elseLabel;
    this.params = params;
    this.height = height;
    this.openIf = elseLabel != null;
  }
}
