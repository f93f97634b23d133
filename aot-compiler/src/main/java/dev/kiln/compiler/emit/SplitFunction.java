package dev.kiln.compiler.emit;

import static dev.kiln.compiler.emit.Abi.*;

import dev.kiln.compiler.analyse.Chunk;
import dev.kiln.compiler.analyse.PoolSize;
import dev.kiln.compiler.analyse.Slots;
import dev.kiln.compiler.analyse.Uses;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Emits a function that is too large for one method. Variables that are live from one chunk to
 * another are in a frame object; a chunk loads those it needs when it is entered and stores those
 * it changed when it is left:
 *
 * <pre>
 *   static int parse(int a, Instance i) {          // the function itself
 *     Frame f = new Frame(); f.v0 = a;
 *     int state = 0;
 *     do {
 *       switch (state &gt;&gt;&gt; 10) {
 *         case 0: state = S.parse$0(f, state, i); break; …
 *       }
 *     } while (state &gt;= 0);
 *     return f.result;
 *   }
 *   static int parse$0(Frame f, int state, Instance i) {
 *     int v0 = f.v0; …
 *     switch (state &amp; 1023) { … }                  // to the label that was jumped to
 *     …
 *     state = …; f.v0 = v0; return state;
 *   }
 * </pre>
 *
 * <p>A state is 11 bits with the number of a group of chunks, 10 bits with the chunk's number in
 * it, and 10 bits with the number of its entry; -1 leaves the function. Each group has a class of
 * its own, since a constant pool is limited. Where there are several, each has a dispatcher that
 * goes on as long as the state is within it.
 */
final class SplitFunction {
  /** The most cases of a dispatcher, which may also be the function itself with its parameters. */
  private static final int MAX_CASES = 200;

  /** What the chunks of a class may need of its constant pool. */
  private static final int MAX_POOL = 50_000;

  /** Constants of a chunk other than those of its statements: its name, the array accesses. */
  private static final int POOL_PER_CHUNK = 60;

  private static final int POOL_PER_VARIABLE = 3;
  private static final int ENTRY_BITS = 10;
  private static final int GROUP_BITS = 2 * ENTRY_BITS;
  private static final int ENTRY_MASK = (1 << ENTRY_BITS) - 1;
  private static final int PARAMETERS_PER_METHOD = 100;

  private static final int FRAME = 0;
  private static final int STATE = 1;
  private static final int INSTANCE_SLOT = 2;

  private final ModuleLayout layout;
  private final IrFunction function;
  private final List<Chunk> chunks;
  private final Slots slots;
  private final FrameClass frame;
  private final MethodTypeDesc chunkType;
  private final List<Group> groups = new ArrayList<>();
  private final int[] startStates;
  private final Map<dev.kiln.compiler.ir.Label, Integer> states = new HashMap<>();

  /** The chunks of one class. */
  private record Group(ClassDesc name, int from, int to) {}

  SplitFunction(ModuleLayout layout, IrFunction function, Uses uses, List<Chunk> chunks) {
    this.layout = layout;
    this.function = function;
    this.chunks = chunks;
    this.slots = new Slots(function, uses);
    this.frame = new FrameClass(layout, function, chunks);
    this.chunkType = MethodTypeDesc.of(INT, frame.name(), INT, layout.instanceClass());
    this.startStates = new int[chunks.size()];
    group();
    for (int g = 0; g < groups.size(); g++) {
      Group group = groups.get(g);
      for (int c = group.from; c < group.to; c++) {
        startStates[c] = g << GROUP_BITS | c - group.from << ENTRY_BITS;
        List<Chunk.Entry> entries = chunks.get(c).entries();
        for (int e = 0; e < entries.size(); e++) {
          states.put(entries.get(e).label(), startStates[c] | e + 1);
        }
      }
    }
  }

  private void group() {
    PoolSize poolSize = new PoolSize(layout.analysis());
    int from = 0;
    int pool = 0;
    for (int c = 0; c < chunks.size(); c++) {
      Chunk chunk = chunks.get(c);
      int needed =
          POOL_PER_CHUNK
              + POOL_PER_VARIABLE * (chunk.loads().size() + chunk.stores().size())
              + poolSize.of(function.body().subList(chunk.start(), chunk.end()));
      if (c > from && (c - from == MAX_CASES || pool + needed > MAX_POOL)) {
        addGroup(from, c);
        from = c;
        pool = 0;
      }
      pool += needed;
    }
    addGroup(from, chunks.size());
  }

  private void addGroup(int from, int to) {
    String suffix = groups.isEmpty() ? "" : "_" + groups.size();
    groups.add(new Group(layout.nested("S" + function.index() + suffix), from, to));
  }

  private String method(int chunk) {
    return layout.methodName(function.index()) + "$" + chunk;
  }

  /** The class of frames. */
  ClassDesc frameClass() {
    return frame.name();
  }

  byte[] emitFrame() {
    return frame.emit();
  }

  /** How many classes hold the chunks. */
  int classes() {
    return groups.size();
  }

  ClassDesc chunkClass(int index) {
    return groups.get(index).name;
  }

  /** One of the classes that hold the chunks. */
  byte[] emitChunks(int index) {
    Group group = groups.get(index);
    return Classes.build(
        group.name,
        OBJECT,
        0,
        layout.sourceName(),
        builder -> {
          for (int c = group.from; c < group.to; c++) {
            int number = c;
            builder.withMethodBody(
                method(c), chunkType, ClassFile.ACC_STATIC, cb -> chunk(cb, number));
          }
          if (groups.size() > 1) {
            builder.withMethodBody(
                "group", chunkType, ClassFile.ACC_STATIC, cb -> emitGroup(cb, index));
          }
          for (int r = 0;
              index == 0 && groups.size() > MAX_CASES && r * MAX_CASES < groups.size();
              r++) {
            int route = r;
            builder.withMethodBody(
                "route$" + r, chunkType, ClassFile.ACC_STATIC, cb -> emitRoute(cb, route));
          }
          for (int p = 0; index == 0 && throughWindow() && p < parameterMethods(); p++) {
            int part = p;
            builder.withMethodBody(
                "parameters$" + p,
                parametersType(),
                ClassFile.ACC_STATIC,
                cb -> takeParameters(cb, part));
          }
        });
  }

  private boolean throughWindow() {
    return Signature.of(function.type()).throughWindow();
  }

  /** A dispatcher for the chunks of a class; it returns a state that is for another one. */
  private void emitGroup(CodeBuilder cb, int index) {
    Group group = groups.get(index);
    Label again = cb.newBoundLabel();
    Label other = cb.newLabel();
    // A negative state is no group either.
    cb.iload(STATE).loadConstant(GROUP_BITS).ishr().loadConstant(index).if_icmpne(other);
    cb.iload(STATE).loadConstant(ENTRY_BITS).ishr().loadConstant(ENTRY_MASK).iand();
    dispatch(cb, 0, group.to - group.from, other, FRAME, STATE, INSTANCE_SLOT, group);
    cb.goto_(again);
    cb.labelBinding(other).iload(STATE).ireturn();
  }

  /** A dispatcher for some of the groups. */
  private void emitRoute(CodeBuilder cb, int route) {
    int from = route * MAX_CASES;
    int to = Math.min(groups.size(), from + MAX_CASES);
    Label again = cb.newBoundLabel();
    Label other = cb.newLabel();
    cb.iload(STATE).loadConstant(GROUP_BITS).ishr();
    dispatch(cb, from, to, other, FRAME, STATE, INSTANCE_SLOT, null);
    cb.goto_(again);
    cb.labelBinding(other).iload(STATE).ireturn();
  }

  /**
   * Calls the chunk, or without a {@code group} the group, whose number is on the stack; others
   * than from–to go to {@code other}.
   */
  private void dispatch(
      CodeBuilder cb,
      int from,
      int to,
      Label other,
      int frameSlot,
      int state,
      int instance,
      @Nullable Group group) {
    Label done = cb.newLabel();
    List<SwitchCase> cases = new ArrayList<>();
    for (int c = from; c < to; c++) {
      cases.add(SwitchCase.of(c, cb.newLabel()));
    }
    cb.tableswitch(from, to - 1, other, cases);
    for (int c = from; c < to; c++) {
      cb.labelBinding(cases.get(c - from).target());
      cb.aload(frameSlot).iload(state).aload(instance);
      if (group == null) {
        cb.invokestatic(groups.get(c).name, "group", chunkType);
      } else {
        cb.invokestatic(group.name, method(group.from + c), chunkType);
      }
      cb.istore(state).goto_(done);
    }
    cb.labelBinding(done);
  }

  /** The body of the function itself. */
  void emitDriver(CodeBuilder cb, boolean throughWindow) {
    Slots.Assignment params = slots.parameters(throughWindow);
    FunctionContext context = new FunctionContext(cb, layout, params);
    int frameSlot = context.borrow(Kind.REF);
    int state = context.borrow(Kind.I32);
    frame.create(cb);
    cb.astore(frameSlot);
    if (throughWindow) {
      for (int p = 0; p < parameterMethods(); p++) {
        cb.iload(0).iload(1).aload(context.instance).aload(frameSlot);
        cb.invokestatic(groups.get(0).name, "parameters$" + p, parametersType());
      }
    } else {
      for (Var param : function.params()) {
        if (frame.holds(param)) {
          frame.store(cb, frameSlot, param, () -> context.load(param));
        }
      }
    }
    cb.iconst_0().istore(state);
    Label again = cb.newBoundLabel();
    Label end = cb.newLabel();
    drive(cb, end, frameSlot, state, context.instance);
    cb.iload(state).ifge(again).labelBinding(end);
    frame.giveBack(cb, frameSlot);
  }

  private void drive(CodeBuilder cb, Label end, int frameSlot, int state, int instance) {
    if (groups.size() == 1) {
      cb.iload(state).loadConstant(ENTRY_BITS).ishr();
      dispatch(cb, 0, chunks.size(), end, frameSlot, state, instance, groups.get(0));
    } else if (groups.size() <= MAX_CASES) {
      cb.iload(state).loadConstant(GROUP_BITS).ishr();
      dispatch(cb, 0, groups.size(), end, frameSlot, state, instance, null);
    } else {
      for (int r = 0; r * MAX_CASES < groups.size(); r++) {
        cb.aload(frameSlot).iload(state).aload(instance);
        cb.invokestatic(groups.get(0).name, "route$" + r, chunkType).istore(state);
      }
    }
  }

  private int parameterMethods() {
    return (function.params().size() + PARAMETERS_PER_METHOD - 1) / PARAMETERS_PER_METHOD;
  }

  private MethodTypeDesc parametersType() {
    return MethodTypeDesc.of(VOID, INT, INT, layout.instanceClass(), frame.name());
  }

  /** Moves some of the parameters from the window to the frame. */
  private void takeParameters(CodeBuilder cb, int part) {
    int window = 4;
    int from = part * PARAMETERS_PER_METHOD;
    cb.aload(2).invokevirtual(INSTANCE, "window", MethodTypeDesc.of(WINDOW)).astore(window);
    int number = 0;
    int reference = 0;
    for (int i = 0; i < Math.min(function.params().size(), from + PARAMETERS_PER_METHOD); i++) {
      Var param = function.params().get(i);
      boolean isReference = param.kind().isReference();
      int lane = isReference ? reference++ : number++;
      if (i >= from && frame.holds(param)) {
        frame.store(
            cb,
            3,
            param,
            () -> Windows.pushValue(cb, param.kind(), window, isReference ? 1 : 0, lane));
      }
    }
    cb.return_();
  }

  private void chunk(CodeBuilder cb, int number) {
    Chunk chunk = chunks.get(number);
    FunctionContext context = new FunctionContext(cb, layout, slots.assign(chunk, INSTANCE_SLOT));
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
    BodyEmitter body = new BodyEmitter(context, values -> giveBack(context, values));
    body.declareMemories(statements);
    enter(context, chunk);
    body.emit(function, chunk.start(), chunk.end());
    leave(context, number);
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
      cb.iload(STATE).loadConstant(ENTRY_MASK).iand();
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

  /** Where the chunk is left: what is stored is stored, and the state is returned. */
  private void leave(FunctionContext context, int number) {
    List<Chunk.Exit> exits = new ArrayList<>(chunks.get(number).exits());
    // Where control falls out of the last statement comes first.
    exits.sort(Comparator.comparing(exit -> exit.fallsThrough() ? 0 : 1));
    for (Chunk.Exit exit : exits) {
      leave(context, exit, number);
    }
  }

  private void leave(FunctionContext context, Chunk.Exit exit, int number) {
    CodeBuilder cb = context.cb;
    List<dev.kiln.compiler.ir.Label> labels =
        exit.labels().stream().filter(context.targets()::containsKey).toList();
    int ways = labels.size() + (exit.fallsThrough() ? 1 : 0);
    Label store = cb.newLabel();
    if (exit.fallsThrough() && ways > 1) {
      cb.loadConstant(startStates[number + 1]).goto_(store);
    }
    for (dev.kiln.compiler.ir.Label label : labels) {
      cb.labelBinding(context.target(label));
      if (ways > 1) {
        cb.loadConstant(state(label)).goto_(store);
      }
    }
    if (ways > 1) {
      cb.labelBinding(store).istore(STATE);
    }
    if (ways > 0) {
      for (Var variable : exit.stores()) {
        frame.store(cb, FRAME, variable, () -> context.load(variable));
      }
      if (ways > 1) {
        cb.iload(STATE).ireturn();
      } else {
        cb.loadConstant(labels.isEmpty() ? startStates[number + 1] : state(labels.get(0)));
        cb.ireturn();
      }
    }
  }

  private int state(dev.kiln.compiler.ir.Label label) {
    Integer state = states.get(label);
    if (state == null) {
      throw new IllegalStateException(label + " has no entry");
    }
    return state;
  }
}
