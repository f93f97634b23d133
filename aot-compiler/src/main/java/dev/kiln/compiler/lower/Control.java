package dev.kiln.compiler.lower;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.ImmediateValues;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.opcode.Effects;
import dev.kiln.compiler.opcode.InstructionReader;
import dev.kiln.compiler.opcode.Opcode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lowers structured control to labels and jumps. At every block boundary nothing is pending:
 * operands are in variables there. Code that cannot be reached is left out.
 */
final class Control {
  private final WasmModule module;
  private final Variables variables;
  private final Operands operands;
  private final List<Stmt> out;
  private final BranchConditions conditions;
  private final List<Frame> frames = new ArrayList<>();
  private final List<Region> regions = new ArrayList<>();
  private int labels;

  /** Blocks opened in code that cannot be reached. */
  private int skipped;

  Control(
      WasmModule module, Variables variables, Operands operands, List<Stmt> out, FuncType type) {
    this.module = module;
    this.variables = variables;
    this.operands = operands;
    this.out = out;
    this.conditions = new BranchConditions(operands);
    List<Var> results = temporaries(type.results());
    Frame frame = new Frame(Region.Kind.FUNCTION, null, results, results, null, List.of(), 0);
    open(frame);
  }

  boolean isReachable() {
    return !frames.isEmpty() && top().reachable;
  }

  List<Region> regions() {
    return regions;
  }

  private Frame top() {
    return frames.get(frames.size() - 1);
  }

  private List<Var> temporaries(List<ValType> types) {
    List<Var> all = new ArrayList<>(types.size());
    for (ValType type : types) {
      all.add(variables.temporary(Kind.of(type)));
    }
    return all;
  }

  private JumpLabel newLabel() {
    return new JumpLabel(labels++);
  }

  private void open(Frame frame) {
    int parent = frames.isEmpty() ? -1 : top().region;
    frame.region = regions.size();
    regions.add(new Region(frame.kind, out.size(), -1, parent));
    frames.add(frame);
  }

  private void closeRegion(Frame frame) {
    Region region = regions.get(frame.region);
    regions.set(
        frame.region, new Region(region.kind(), region.start(), out.size(), region.parent()));
  }

  /** Lowers {@code op} if it is a control instruction. */
  boolean lower(Opcode op, InstructionReader in) {
    boolean reachable = isReachable();
    switch (op) {
      case BLOCK, LOOP, IF -> {
        if (reachable) {
          enter(op, in.blockType().funcType(module));
        } else {
          skipped++;
        }
      }
      case ELSE -> {
        if (skipped == 0) {
          otherwise();
        }
      }
      case END -> {
        if (skipped > 0) {
          skipped--;
        } else {
          end();
        }
      }
      case BR, BR_IF, BR_TABLE, RETURN, UNREACHABLE, BR_ON_NULL, BR_ON_NON_NULL -> {
        if (reachable) {
          branch(op, in);
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void enter(Opcode op, FuncType type) {
    List<Var> results = temporaries(type.results());
    if (op == Opcode.BLOCK) {
      // Its parameters just stay pending.
      operands.settleAll();
      int height = operands.height() - type.params().size();
      open(new Frame(Region.Kind.BLOCK, newLabel(), results, results, null, List.of(), height));
      return;
    }
    Expr condition = op == Opcode.IF ? operands.pop() : new Expr.Const(Kind.I32, 1);
    List<Expr> values = operands.pop(type.params().size());
    List<Var> params = temporaries(type.params());
    operands.settleAll();
    assign(params, values);
    if (op == Opcode.LOOP) {
      JumpLabel label = newLabel();
      open(new Frame(Region.Kind.LOOP, label, params, results, null, params, operands.height()));
      out.add(new Stmt.Bind(label));
    } else {
      JumpLabel label = newLabel();
      JumpLabel elseLabel = newLabel();
      out.add(new Stmt.Branch(conditions.steady(condition), false, use(elseLabel)));
      int height = operands.height();
      open(new Frame(Region.Kind.THEN, label, results, results, elseLabel, params, height));
    }
    pushAll(params);
  }

  private static JumpLabel use(JumpLabel label) {
    label.use();
    return label;
  }

  private void pushAll(List<Var> all) {
    for (Var variable : all) {
      operands.push(new Expr.Get(variable));
    }
  }

  private void assign(List<Var> targets, List<Expr> values) {
    if (targets.size() == 1) {
      out.add(new Stmt.Set(targets.get(0), values.get(0)));
    } else if (!targets.isEmpty()) {
      out.add(new Stmt.SetAll(targets, values));
    }
  }

  private void otherwise() {
    Frame frame = top();
    if (frame.reachable) {
      leave(frame);
      out.add(new Stmt.Jump(use(label(frame))));
    }
    startElse(frame);
  }

  private void startElse(Frame frame) {
    operands.truncate(frame.height);
    closeRegion(frame);
    frame.kind = Region.Kind.ELSE;
    frame.openIf = false;
    frame.reachable = true;
    Region then = regions.get(frame.region);
    frame.region = regions.size();
    regions.add(new Region(Region.Kind.ELSE, out.size(), -1, then.parent()));
    out.add(new Stmt.Bind(elseLabel(frame)));
    pushAll(frame.params);
  }

  private static JumpLabel label(Frame frame) {
    if (frame.label == null) {
      throw new IllegalStateException("the function itself has no label");
    }
    return frame.label;
  }

  private static JumpLabel elseLabel(Frame frame) {
    if (frame.elseLabel == null) {
      throw new IllegalStateException("else without if");
    }
    return frame.elseLabel;
  }

  /** Puts the results where they are found after the block. */
  private void leave(Frame frame) {
    List<Expr> values = operands.pop(frame.results.size());
    settleForJump(frame.height, 0);
    assign(frame.results, values);
  }

  private void end() {
    Frame frame = top();
    if (frame.kind == Region.Kind.FUNCTION) {
      if (frame.reachable) {
        giveBack();
      }
      closeRegion(frame);
      frames.remove(frames.size() - 1);
      return;
    }
    if (frame.openIf) {
      // An if without an else hands its parameters on.
      otherwise();
    }
    boolean loop = frame.kind == Region.Kind.LOOP;
    boolean joined = !loop && label(frame).isUsed();
    if (frame.reachable && joined) {
      leave(frame);
    }
    closeRegion(frame);
    frames.remove(frames.size() - 1);
    if (joined) {
      operands.truncate(frame.height);
      out.add(new Stmt.Bind(label(frame)));
      pushAll(frame.results);
    } else if (!frame.reachable) {
      operands.truncate(frame.height);
      top().reachable = false;
    }
    // Otherwise nothing jumps here and the results just stay pending.
  }

  /**
   * Before a jump: what is pending above {@code height} and does something must have happened; the
   * rest is forgotten.
   */
  private void settleForJump(int height, int effects) {
    operands.settle(effects | Effects.CONTROL, null);
    if (operands.height() < height) {
      throw new IllegalStateException("operand stack below its block");
    }
  }

  private void unreachable() {
    Frame frame = top();
    operands.truncate(frame.height);
    frame.reachable = false;
  }

  private void branch(Opcode op, InstructionReader in) {
    switch (op) {
      case BR -> {
        jump(frames.get(frames.size() - 1 - in.index()));
        unreachable();
      }
      case BR_IF -> branchIf(operands.pop(), frames.get(frames.size() - 1 - in.index()));
      case BR_ON_NULL -> branchOnNull(frames.get(frames.size() - 1 - in.index()));
      case BR_ON_NON_NULL -> branchOnNonNull(frames.get(frames.size() - 1 - in.index()));
      case BR_TABLE -> {
        branchTable(in.labels());
        unreachable();
      }
      case RETURN -> {
        giveBack();
        unreachable();
      }
      default -> {
        settleForJump(top().height, 0);
        out.add(new Stmt.Unreachable());
        unreachable();
      }
    }
  }

  private void giveBack() {
    int count = frames.get(0).results.size();
    List<Expr> values = operands.pop(count);
    settleForJump(0, 0);
    returnValues(values);
  }

  private void returnValues(List<Expr> values) {
    // Results after the first travel in shared places, which a call among the values would use too.
    out.add(new Stmt.Return(values.size() > 1 ? operands.fix(values) : values));
  }

  private void jump(Frame target) {
    List<Expr> values = operands.pop(target.labelVariables.size());
    settleForJump(target.height, 0);
    transfer(target, values);
  }

  /** Assigns a branch's values and jumps. */
  private void transfer(Frame target, List<Expr> values) {
    if (target.label == null) {
      returnValues(values);
    } else {
      assign(target.labelVariables, values);
      out.add(new Stmt.Jump(use(target.label)));
    }
  }

  private void branchIf(Expr popped, Frame target) {
    int count = target.labelVariables.size();
    operands.settle(popped.effects() | Effects.CONTROL, null);
    if (count == 0 && target.label != null) {
      out.add(new Stmt.Branch(conditions.steady(popped), true, use(target.label)));
      return;
    }
    List<Expr> values = peekStable(count);
    JumpLabel skip = newLabel();
    out.add(new Stmt.Branch(conditions.steady(popped), false, use(skip)));
    transfer(target, values);
    out.add(new Stmt.Bind(skip));
  }

  /** The topmost values, evaluated: both sides of a branch use them. */
  private List<Expr> peekStable(int count) {
    List<Expr> values = operands.pop(count);
    List<Expr> stable = new ArrayList<>(count);
    for (Expr value : values) {
      stable.add(operands.evaluate(value));
    }
    stable.forEach(operands::push);
    return stable;
  }

  private Expr isNull(Expr reference) {
    return new Expr.Apply(
        Opcode.REF_IS_NULL, ImmediateValues.NONE, Kind.I32, 0, List.of(reference));
  }

  private void branchOnNull(Frame target) {
    Expr popped = operands.pop();
    operands.settle(popped.effects() | Effects.CONTROL, null);
    Expr reference = operands.evaluate(popped);
    branchIf(isNull(reference), target);
    operands.push(reference);
  }

  private void branchOnNonNull(Frame target) {
    Expr popped = operands.pop();
    operands.settle(popped.effects() | Effects.CONTROL, null);
    Expr reference = operands.evaluate(popped);
    List<Expr> values = new ArrayList<>(peekStable(target.labelVariables.size() - 1));
    values.add(reference);
    JumpLabel skip = newLabel();
    out.add(new Stmt.Branch(isNull(reference), true, use(skip)));
    transfer(target, values);
    out.add(new Stmt.Bind(skip));
  }

  private void branchTable(int[] depths) {
    Expr index = operands.pop();
    Frame first = frames.get(frames.size() - 1 - depths[0]);
    int count = first.labelVariables.size();
    operands.settle(index.effects() | Effects.CONTROL, null);
    List<Expr> values = peekStable(count);
    Map<Integer, JumpLabel> stubs = new LinkedHashMap<>();
    List<JumpLabel> targets = new ArrayList<>(depths.length);
    for (int depth : depths) {
      Frame frame = frames.get(frames.size() - 1 - depth);
      if (count == 0 && frame.label != null) {
        targets.add(use(frame.label));
        continue;
      }
      targets.add(use(stubs.computeIfAbsent(depth, d -> newLabel())));
    }
    new BranchTables(variables, out, this::newLabel).emit(conditions.steady(index), targets);
    stubs.forEach(
        (depth, stub) -> {
          out.add(new Stmt.Bind(stub));
          transfer(frames.get(frames.size() - 1 - depth), values);
        });
  }
}
