package dev.kiln.compiler.analyse;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Label;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which variables are live where: the usual backward data flow over basic blocks, restricted to variables
 * that some block reads before it assigns them. All others live and die within a block.
 */
final class Liveness {
  private final List<Stmt> body;
  private final Map<Label, Integer> bindings = new HashMap<>();
  private final List<Block> blocks = new ArrayList<>();

  /** The block that a statement belongs to. */
  private final int[] blockOf;

  private static final class Block {
    final int start;
    int end;
    final BitSet reads = new BitSet();
    final BitSet assigns = new BitSet();
    final List<Integer> predecessors = new ArrayList<>();
    BitSet liveIn = new BitSet();

    Block(int start) {
      this.start = start;
    }
  }

  Liveness(IrFunction function) {
    this.body = function.body();
    this.blockOf = new int[body.size()];
    findBlocks();
    BitSet exposed = new BitSet();
    for (Block block : blocks) {
      scan(block);
      exposed.or(block.reads);
    }
    for (Block block : blocks) {
      block.assigns.and(exposed);
    }
    connect();
    propagate();
  }

  /** The position of the {@link Stmt.Bind} of {@code label}. */
  int position(Label label) {
    Integer at = bindings.get(label);
    if (at == null) {
      throw new IllegalStateException(label + " is never bound");
    }
    return at;
  }

  /** The variables that are live before statement {@code at}, which begins a basic block. */
  BitSet liveAt(int at) {
    Block block = blocks.get(blockOf[at]);
    if (block.start == at) {
      return block.liveIn;
    }
    // Within a block: from its end backwards.
    BitSet live = new BitSet();
    for (int successor : successors(block.end - 1)) {
      live.or(blocks.get(blockOf[successor]).liveIn);
    }
    for (int i = block.end - 1; i >= at; i--) {
      for (Var variable : Statements.assigned(body.get(i))) {
        live.clear(variable.id());
      }
      for (Expr expr : Statements.expressions(body.get(i))) {
        for (Var variable : Statements.variables(expr)) {
          live.set(variable.id());
        }
      }
    }
    return live;
  }

  private void findBlocks() {
    Block current = null;
    for (int i = 0; i < body.size(); i++) {
      Stmt stmt = body.get(i);
      if (stmt instanceof Stmt.Bind bind) {
        bindings.put(bind.label(), i);
      }
      if (current == null || stmt instanceof Stmt.Bind) {
        current = new Block(i);
        blocks.add(current);
      }
      current.end = i + 1;
      blockOf[i] = blocks.size() - 1;
      if (!Statements.targets(stmt).isEmpty() || Statements.ends(stmt)) {
        current = null;
      }
    }
  }

  private void scan(Block block) {
    for (int i = block.start; i < block.end; i++) {
      Stmt stmt = body.get(i);
      for (Expr expr : Statements.expressions(stmt)) {
        read(expr, block);
      }
      for (Var variable : Statements.assigned(stmt)) {
        block.assigns.set(variable.id());
      }
    }
  }

  private static void read(Expr expr, Block block) {
    if (expr instanceof Expr.Get get) {
      if (!block.assigns.get(get.variable.id())) {
        block.reads.set(get.variable.id());
      }
      return;
    }
    for (Expr operand : expr.operands()) {
      read(operand, block);
    }
  }

  /** Where control may go after the statement at {@code at}. */
  private List<Integer> successors(int at) {
    Stmt stmt = body.get(at);
    List<Integer> next = new ArrayList<>();
    for (Label label : Statements.targets(stmt)) {
      next.add(position(label));
    }
    if (!Statements.ends(stmt) && at + 1 < body.size()) {
      next.add(at + 1);
    }
    return next;
  }

  private void connect() {
    for (int b = 0; b < blocks.size(); b++) {
      BitSet seen = new BitSet();
      for (int successor : successors(blocks.get(b).end - 1)) {
        int target = blockOf[successor];
        if (!seen.get(target)) {
          seen.set(target);
          blocks.get(target).predecessors.add(b);
        }
      }
    }
  }

  private void propagate() {
    Deque<Integer> work = new ArrayDeque<>();
    BitSet queued = new BitSet();
    for (int b = blocks.size() - 1; b >= 0; b--) {
      blocks.get(b).liveIn.or(blocks.get(b).reads);
      work.add(b);
      queued.set(b);
    }
    BitSet flow = new BitSet();
    while (!work.isEmpty()) {
      int b = work.remove();
      queued.clear(b);
      Block block = blocks.get(b);
      for (int p : block.predecessors) {
        Block before = blocks.get(p);
        flow.clear();
        flow.or(block.liveIn);
        flow.andNot(before.assigns);
        flow.andNot(before.liveIn);
        if (!flow.isEmpty()) {
          before.liveIn.or(flow);
          if (!queued.get(p)) {
            queued.set(p);
            work.add(p);
          }
        }
      }
    }
  }
}
