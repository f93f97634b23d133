package dev.kiln.compiler.cut;

import dev.kiln.compiler.ir.Edge;
import dev.kiln.compiler.ir.Edges;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many ways lead across each gap between two statements. A label and all its jumps are one way:
 * it leads across the gaps from the first of them to the last. That control goes on from one
 * statement to the next is one more. Between the cases of an interpreter there are fewer ways than
 * within a case. The dispatch itself does not count: it leads everywhere.
 */
final class Crossings {
  private final Map<JumpLabel, int[]> spans = new HashMap<>();

  private Crossings() {}

  /** By the position of the statement after the gap. */
  static int[] of(IrFunction function) {
    Crossings self = new Crossings();
    List<Stmt> body = function.body();
    Edges edges = function.edges();
    for (int i = 0; i < body.size(); i++) {
      Stmt stmt = body.get(i);
      if (stmt instanceof Stmt.Bind bind) {
        self.extend(bind.label(), i);
      }
      if (!DispatchCopies.isDispatch(stmt)) {
        for (Edge edge : edges.of(i)) {
          self.extend(edge.target(), i);
        }
      }
    }
    return self.count(body);
  }

  private void extend(JumpLabel label, int position) {
    int[] span = spans.computeIfAbsent(label, l -> new int[] {position, position});
    span[1] = position; // they come in order
  }

  private int[] count(List<Stmt> body) {
    int[] change = new int[body.size() + 2];
    for (int[] span : spans.values()) {
      change[span[0] + 1]++;
      change[span[1] + 1]--;
    }
    int[] crossings = new int[body.size() + 1];
    int open = 0;
    for (int i = 0; i < crossings.length; i++) {
      open += change[i];
      boolean falls = i > 0 && i < body.size() && !Statements.ends(body.get(i - 1));
      crossings[i] = open + (falls ? 1 : 0);
    }
    return crossings;
  }
}
