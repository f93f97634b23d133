package dev.kiln.compiler.emit;

import static dev.kiln.compiler.emit.Abi.*;

import dev.kiln.compiler.analyse.Chunk;
import dev.kiln.compiler.analyse.Slots;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Emits the chunks of a function. Each entry loads from the frame what it needs, each exit stores
 * what was changed:
 *
 * <pre>
 *   static int parse$3(Frame f, int state, Instance i) {
 *     int v0 = f.v0; …                             // what all entries need
 *     switch (state &amp; 1023) { … }                  // v7 = f.v7; to the label that was jumped to
 *     …
 *     state = …; f.v0 = v0; return state;
 *   }
 * </pre>
 */
final class ChunkEmitter {
  private static final int FRAME = Dispatch.FRAME;
  private static final int STATE = Dispatch.STATE;

  /** Stands for where leaps within a chunk end. */
  private static final dev.kiln.compiler.ir.Label BACK = new dev.kiln.compiler.ir.Label(-1);

  private final ModuleLayout layout;
  private final IrFunction function;
  private final List<Chunk> chunks;
  private final Slots slots;
  private final FrameClass frame;
  private final Dispatch dispatch;

  ChunkEmitter(
      ModuleLayout layout,
      IrFunction function,
      List<Chunk> chunks,
      Slots slots,
      FrameClass frame,
      Dispatch dispatch) {
    this.layout = layout;
    this.function = function;
    this.chunks = chunks;
    this.slots = slots;
    this.frame = frame;
    this.dispatch = dispatch;
  }

  /** A method of its own for chunk {@code number}. */
  void emit(CodeBuilder cb, int number) {
    Chunk chunk = chunks.get(number);
    FunctionContext context =
        new FunctionContext(cb, layout, slots.assign(chunk, Dispatch.INSTANCE_SLOT));
    List<Var> common = chunk.commonLoads();
    load(context, common);
    Set<Var> crossing = new LinkedHashSet<>(chunk.loads());
    crossing.addAll(chunk.stores());
    common.forEach(crossing::remove);
    for (Var variable : crossing) {
      // Some way may leave it unassigned: then nobody reads it, but the JVM asks.
      context.expressions.constant(variable.kind(), 0);
      context.store(variable);
    }
    List<Stmt> statements = function.body().subList(chunk.start(), chunk.end());
    Map<dev.kiln.compiler.ir.Label, Stmt.Leap> leaps = new LinkedHashMap<>();
    BodyEmitter body =
        new BodyEmitter(
            context,
            values -> giveBack(context, values),
            leap -> {
              leaps.put(leap.way(), leap);
              leap(context, leap, number);
            });
    body.declareState(statements);
    enter(context, chunk);
    body.emit(function, chunk.start(), chunk.end(), chunk.entries());
    leave(context, number, leaps.keySet());
    back(context, chunk);
  }

  /**
   * The state comes from a table. Within this chunk control stays in it, with the variables where
   * they are.
   */
  private void leap(FunctionContext context, Stmt.Leap leap, int number) {
    CodeBuilder cb = context.cb;
    Label other = cb.newLabel();
    Label found = cb.newLabel();
    int cases = leap.labels().size() - 1;
    context.expressions.push(leap.index());
    cb.istore(STATE).iload(STATE).iflt(other);
    cb.iload(STATE).loadConstant(cases).if_icmpge(other);
    dispatch.pushTable(cb, leap.labels());
    cb.iload(STATE).iaload().istore(STATE).goto_(found);
    cb.labelBinding(other).loadConstant(dispatch.state(leap.labels().get(cases))).istore(STATE);
    cb.labelBinding(found);
    List<dev.kiln.compiler.ir.Label> here = labels(chunks.get(number));
    if (leap.labels().stream().anyMatch(here::contains)) {
      Dispatch.pushChunk(cb);
      cb.loadConstant(dispatch.startState(number)).if_icmpeq(context.target(BACK));
    }
    cb.goto_(context.target(leap.way()));
  }

  private static List<dev.kiln.compiler.ir.Label> labels(Chunk chunk) {
    return chunk.entries().stream().map(Chunk.Entry::label).toList();
  }

  /** Where leaps within the chunk end. */
  private static void back(FunctionContext context, Chunk chunk) {
    if (!context.targets().containsKey(BACK)) {
      return;
    }
    CodeBuilder cb = context.cb;
    List<SwitchCase> cases = new ArrayList<>();
    for (dev.kiln.compiler.ir.Label label : labels(chunk)) {
      cases.add(SwitchCase.of(cases.size() + 1, context.target(label)));
    }
    cb.labelBinding(context.target(BACK));
    Dispatch.pushEntry(cb);
    cb.tableswitch(1, cases.size(), cases.get(0).target(), cases);
  }

  private void load(FunctionContext context, List<Var> variables) {
    for (Var variable : variables) {
      frame.load(context.cb, FRAME, variable);
      context.store(variable);
    }
  }

  /** To the entry of the state, by way of the loads that only it needs. */
  private void enter(FunctionContext context, Chunk chunk) {
    CodeBuilder cb = context.cb;
    List<Var> common = chunk.commonLoads();
    List<Chunk.Entry> entries = chunk.entries();
    Label start = cb.newLabel();
    if (!entries.isEmpty()) {
      List<SwitchCase> cases = new ArrayList<>();
      for (Chunk.Entry entry : entries) {
        boolean direct = entry.loads().size() == common.size();
        cases.add(
            SwitchCase.of(
                cases.size() + 1, direct ? context.target(entry.label()) : cb.newLabel()));
      }
      Dispatch.pushEntry(cb);
      cb.tableswitch(1, entries.size(), start, cases);
      for (int e = 0; e < entries.size(); e++) {
        Chunk.Entry entry = entries.get(e);
        if (entry.loads().size() > common.size()) {
          cb.labelBinding(cases.get(e).target());
          load(context, without(entry.loads(), common));
          cb.goto_(context.target(entry.label()));
        }
      }
    }
    cb.labelBinding(start);
    load(context, without(chunk.startLoads(), common));
  }

  private static List<Var> without(List<Var> all, List<Var> some) {
    Set<Var> rest = new LinkedHashSet<>(all);
    some.forEach(rest::remove);
    return List.copyOf(rest);
  }

  /** The result goes to the frame; nothing else is needed any more. */
  private void giveBack(FunctionContext context, List<Expr> values) {
    if (!values.isEmpty()) {
      frame.storeResult(context.cb, FRAME, () -> context.expressions.push(values.get(0)));
      context.calls.pushMore(values.subList(1, values.size()), 0, 0);
    }
    context.cb.iconst_m1().ireturn();
  }

  /** Where a chunk is left, what is stored is stored, and the state is returned. */
  private void leave(FunctionContext context, int number, Set<dev.kiln.compiler.ir.Label> ways) {
    List<Chunk.Exit> exits = new ArrayList<>(chunks.get(number).exits());
    // Where control falls out of the last statement comes first.
    exits.sort(Comparator.comparing(exit -> exit.fallsThrough() ? 0 : 1));
    CodeBuilder cb = context.cb;
    for (Chunk.Exit exit : exits) {
      List<dev.kiln.compiler.ir.Label> labels =
          exit.labels().stream().filter(context.targets()::containsKey).toList();
      int count = labels.size() + (exit.fallsThrough() ? 1 : 0);
      Label common = cb.newLabel();
      if (exit.fallsThrough()) {
        cb.loadConstant(dispatch.startState(number + 1));
        if (count > 1) {
          cb.goto_(common);
        }
      }
      for (dev.kiln.compiler.ir.Label label : labels) {
        cb.labelBinding(context.target(label));
        if (ways.contains(label)) {
          cb.iload(STATE);
        } else {
          cb.loadConstant(dispatch.state(label));
        }
        if (count > 1) {
          cb.goto_(common);
        }
      }
      if (count > 0) {
        cb.labelBinding(common).istore(STATE);
        for (Var variable : exit.stores()) {
          frame.store(cb, FRAME, variable, () -> context.load(variable));
        }
        cb.iload(STATE).ireturn();
      }
    }
  }
}
