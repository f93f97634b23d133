package dev.kiln.compiler.emit.code;

import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.ir.Stmt;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code br_table}: a tableswitch, or where runs of equal targets make that wasteful, a binary
 * search over the runs.
 */
final class SwitchEmitter {
  private final FunctionContext context;
  private final CodeBuilder cb;

  SwitchEmitter(FunctionContext context) {
    this.context = context;
    this.cb = context.cb;
  }

  /** Cases from {@code start} on, up to the next run, go to {@code label}. */
  private record Run(int start, JumpLabel label) {}

  /** The size of {@code s}, upper bounds of both ways; see {@link #emit}. */
  static long size(Stmt.Switch s) {
    List<JumpLabel> labels = s.labels();
    int runs = 2;
    for (int i = 1; i < labels.size(); i++) {
      runs += labels.get(i) == labels.get(i - 1) ? 0 : 1;
    }
    return 20 + (labels.size() > 17 && runs * 4 < labels.size() ? 20L * runs : 4L * labels.size());
  }

  void emit(Stmt.Switch s) {
    List<JumpLabel> labels = s.labels();
    JumpLabel fallback = labels.get(labels.size() - 1);
    int cases = labels.size() - 1;
    while (cases > 0 && labels.get(cases - 1) == fallback) {
      cases--;
    }
    context.expressions.push(s.index());
    if (cases == 0) {
      cb.pop().goto_(context.target(fallback));
      return;
    }
    List<Run> runs = runs(labels, cases, fallback);
    // A tableswitch spends 4 bytes a case, the search about 8 a run.
    if (cases > 16 && runs.size() * 4 < cases) {
      int slot = context.borrow(Kind.I32);
      cb.istore(slot);
      search(runs, 0, runs.size(), slot);
      context.release(Kind.I32, slot);
      return;
    }
    List<SwitchCase> table = new ArrayList<>(cases);
    for (int i = 0; i < cases; i++) {
      table.add(SwitchCase.of(i, context.target(labels.get(i))));
    }
    cb.tableswitch(0, cases - 1, context.target(fallback), table);
  }

  /** An index is unsigned: as a signed one, negative is the default too. */
  private static List<Run> runs(List<JumpLabel> labels, int cases, JumpLabel fallback) {
    List<Run> runs = new ArrayList<>();
    runs.add(new Run(Integer.MIN_VALUE, fallback));
    for (int i = 0; i < cases; i++) {
      if (runs.get(runs.size() - 1).label() != labels.get(i)) {
        runs.add(new Run(i, labels.get(i)));
      }
    }
    runs.add(new Run(cases, fallback));
    return runs;
  }

  private void search(List<Run> runs, int from, int to, int slot) {
    if (to - from == 1) {
      cb.goto_(context.target(runs.get(from).label()));
      return;
    }
    int middle = (from + to) >>> 1;
    Label upper = cb.newLabel();
    cb.iload(slot).loadConstant(runs.get(middle).start()).if_icmpge(upper);
    search(runs, from, middle, slot);
    cb.labelBinding(upper);
    search(runs, middle, to, slot);
  }
}
