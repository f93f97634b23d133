package dev.kiln.compiler.emit.function;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.emit.code.BodyEmitter;
import dev.kiln.compiler.emit.code.FunctionContext;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Piece;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.slots.Slots;
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
 * Emits the pieces of a function. Each entry loads from the frame what it needs, each exit stores
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
final class PieceEmitter {
  private static final int FRAME = Dispatch.FRAME;
  private static final int STATE = Dispatch.STATE;

  /** Stands for where leaps within a piece end. */
  private static final JumpLabel BACK = new JumpLabel(-1);

  private final ModuleLayout layout;
  private final IrFunction function;
  private final List<Piece> pieces;
  private final Slots slots;
  private final FrameClass frame;
  private final Dispatch dispatch;

  PieceEmitter(
      ModuleLayout layout,
      IrFunction function,
      List<Piece> pieces,
      Slots slots,
      FrameClass frame,
      Dispatch dispatch) {
    this.layout = layout;
    this.function = function;
    this.pieces = pieces;
    this.slots = slots;
    this.frame = frame;
    this.dispatch = dispatch;
  }

  /** A method of its own for piece {@code number}. */
  void emit(CodeBuilder cb, int number) {
    Piece piece = pieces.get(number);
    FunctionContext context =
        new FunctionContext(cb, layout, slots.assign(piece, Dispatch.INSTANCE_SLOT));
    List<Var> common = piece.commonLoads();
    load(context, common);
    Set<Var> crossing = new LinkedHashSet<>(piece.loads());
    crossing.addAll(piece.stores());
    common.forEach(crossing::remove);
    for (Var variable : crossing) {
      // Some way may leave it unassigned: then nobody reads it, but the JVM asks.
      context.expressions.constant(variable.kind(), 0);
      context.store(variable);
    }
    List<Stmt> statements = function.body().subList(piece.start(), piece.end());
    Map<JumpLabel, Stmt.Leap> leaps = new LinkedHashMap<>();
    BodyEmitter body =
        new BodyEmitter(
            context,
            values -> giveBack(context, values),
            leap -> {
              leaps.put(leap.way(), leap);
              leap(context, leap, number);
            });
    body.declareState(statements);
    enter(context, piece);
    body.emit(function, piece.start(), piece.end(), piece.entries());
    leave(context, number, leaps.keySet());
    back(context, piece);
  }

  /**
   * The state comes from a table. Within this piece control stays in it, with the variables where
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
    List<JumpLabel> here = labels(pieces.get(number));
    if (leap.labels().stream().anyMatch(here::contains)) {
      Dispatch.pushPiece(cb);
      cb.loadConstant(dispatch.startState(number)).if_icmpeq(context.target(BACK));
    }
    cb.goto_(context.target(leap.way()));
  }

  private static List<JumpLabel> labels(Piece piece) {
    return piece.entries().stream().map(Piece.Entry::label).toList();
  }

  /** Where leaps within the piece end. */
  private static void back(FunctionContext context, Piece piece) {
    if (!context.targets().containsKey(BACK)) {
      return;
    }
    CodeBuilder cb = context.cb;
    List<SwitchCase> cases = new ArrayList<>();
    for (JumpLabel label : labels(piece)) {
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
  private void enter(FunctionContext context, Piece piece) {
    CodeBuilder cb = context.cb;
    List<Var> common = piece.commonLoads();
    List<Piece.Entry> entries = piece.entries();
    Label start = cb.newLabel();
    if (!entries.isEmpty()) {
      List<SwitchCase> cases = new ArrayList<>();
      for (Piece.Entry entry : entries) {
        boolean direct = entry.loads().size() == common.size();
        cases.add(
            SwitchCase.of(
                cases.size() + 1, direct ? context.target(entry.label()) : cb.newLabel()));
      }
      Dispatch.pushEntry(cb);
      cb.tableswitch(1, entries.size(), start, cases);
      for (int e = 0; e < entries.size(); e++) {
        Piece.Entry entry = entries.get(e);
        if (entry.loads().size() > common.size()) {
          cb.labelBinding(cases.get(e).target());
          load(context, without(entry.loads(), common));
          cb.goto_(context.target(entry.label()));
        }
      }
    }
    cb.labelBinding(start);
    load(context, without(piece.startLoads(), common));
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

  /** Where a piece is left, what is stored is stored, and the state is returned. */
  private void leave(FunctionContext context, int number, Set<JumpLabel> ways) {
    List<Piece.Exit> exits = new ArrayList<>(pieces.get(number).exits());
    // Where control falls out of the last statement comes first.
    exits.sort(Comparator.comparing(exit -> exit.fallsThrough() ? 0 : 1));
    CodeBuilder cb = context.cb;
    for (Piece.Exit exit : exits) {
      List<JumpLabel> labels =
          exit.labels().stream().filter(context.targets()::containsKey).toList();
      int count = labels.size() + (exit.fallsThrough() ? 1 : 0);
      Label common = cb.newLabel();
      if (exit.fallsThrough()) {
        cb.loadConstant(dispatch.startState(number + 1));
        if (count > 1) {
          cb.goto_(common);
        }
      }
      for (JumpLabel label : labels) {
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
