package dev.kiln.compiler.cut;

import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Stmt;
import java.util.HashMap;
import java.util.Map;

/** Where the labels of a function are bound. */
final class Labels {
  private final Map<JumpLabel, Integer> positions = new HashMap<>();

  Labels(IrFunction function) {
    for (int i = 0; i < function.body().size(); i++) {
      if (function.body().get(i) instanceof Stmt.Bind bind) {
        positions.put(bind.label(), i);
      }
    }
  }

  /** The position of the {@link Stmt.Bind} of {@code label}. */
  int position(JumpLabel label) {
    Integer at = positions.get(label);
    if (at == null) {
      throw new IllegalStateException(label + " is never bound");
    }
    return at;
  }
}
