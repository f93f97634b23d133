package dev.kiln.compiler.emit;

import static dev.kiln.compiler.emit.Abi.*;

import dev.kiln.compiler.analyse.Chunk;
import dev.kiln.compiler.analyse.Slots;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.ir.Statements;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Emits a function that is too large for one method. Variables that are live from one chunk to
 * another are fields of a frame object; a chunk loads those it needs when it is entered and stores
 * those it changed when it is left:
 *
 * <pre>
 *   static int parse(int a, Instance i) {          // the function itself
 *     Frame f = new Frame(); f.v0 = a;
 *     int state = 0;
 *     do {
 *       switch (state &gt;&gt;&gt; 16) {
 *         case 0: state = S.parse$0(f, (char) state, i); break; …
 *       }
 *     } while (state &gt;= 0);
 *     return f.result;
 *   }
 *   static int parse$0(Frame f, int entry, Instance i) {
 *     int v0 = f.v0; …
 *     switch (entry) { … }                         // to the label that was jumped to
 *     …
 *     state = …; f.v0 = v0; return state;
 *   }
 * </pre>
 *
 * <p>A state is the chunk's number times 65536 plus the number of its entry; -1 leaves the
 * function.
 */
final class SplitFunction {
  /** More chunks than this are dispatched in groups, so that no dispatcher is too large. */
  private static final int GROUP = 256;

  private static final int FRAME = 0;
  private static final int ENTRY = 1;
  private static final int INSTANCE_SLOT = 2;

  private final ModuleLayout layout;
  private final IrFunction function;
  private final List<Chunk> chunks;
  private final ClassDesc frameClass;
  private final ClassDesc chunkClass;
  private final MethodTypeDesc chunkType;
  private final Set<Var> fields = new HashSet<>();
  private final Map<dev.kiln.compiler.ir.Label, Integer> states = new HashMap<>();

  SplitFunction(ModuleLayout layout, IrFunction function, List<Chunk> chunks) {
    this.layout = layout;
    this.function = function;
    this.chunks = chunks;
    this.frameClass = layout.nested("R" + function.index());
    this.chunkClass = layout.nested("S" + function.index());
    this.chunkType = MethodTypeDesc.of(INT, frameClass, INT, layout.instanceClass());
    for (int c = 0; c < chunks.size(); c++) {
      Chunk chunk = chunks.get(c);
      fields.addAll(chunk.loads());
      fields.addAll(chunk.stores());
      for (int e = 0; e < chunk.entries().size(); e++) {
        states.put(chunk.entries().get(e), c << 16 | e + 1);
      }
    }
  }

  ClassDesc frameClass() {
    return frameClass;
  }

  ClassDesc chunkClass() {
    return chunkClass;
  }

  private static String field(Var variable) {
    return "v" + variable.id();
  }

  private String method(int chunk) {
    return layout.methodName(function.index()) + "$" + chunk;
  }

  /** The class of frames. */
  byte[] emitFrame() {
    return Classes.build(
        frameClass,
        OBJECT,
        0,
        layout.sourceName(),
        builder -> {
          Classes.constructor(builder, OBJECT, 0);
          for (Var variable : function.variables()) {
            if (fields.contains(variable)) {
              builder.withField(field(variable), type(variable.kind()), 0);
            }
          }
          if (!function.type().results().isEmpty()) {
            builder.withField("result", type(result()), 0);
          }
        });
  }

  private Kind result() {
    return Kind.of(function.type().results().get(0));
  }

  /** The class that holds the chunks. */
  byte[] emitChunks() {
    return Classes.build(
        chunkClass,
        OBJECT,
        0,
        layout.sourceName(),
        builder -> {
          for (int c = 0; c < chunks.size(); c++) {
            int number = c;
            builder.withMethodBody(
                method(c), chunkType, ClassFile.ACC_STATIC, cb -> chunk(cb, number));
          }
          for (int g = 0; grouped() && g * GROUP < chunks.size(); g++) {
            group(builder, g);
          }
        });
  }

  private boolean grouped() {
    return chunks.size() > GROUP;
  }

  private static String groupMethod(int group) {
    return "group$" + group;
  }

  /** A dispatcher for some of the chunks; it returns a state that is for another one. */
  private void group(ClassBuilder builder, int group) {
    int from = group * GROUP;
    int to = Math.min(chunks.size(), from + GROUP);
    builder.withMethodBody(
        groupMethod(group),
        chunkType,
        ClassFile.ACC_STATIC,
        cb -> {
          Label again = cb.newBoundLabel();
          Label other = cb.newLabel();
          dispatch(cb, from, to, other, FRAME, ENTRY, INSTANCE_SLOT);
          cb.iload(ENTRY).iflt(other).goto_(again);
          cb.labelBinding(other).iload(ENTRY).ireturn();
        });
  }

  /**
   * Calls the chunk of the state in slot {@code state}; others than from–to go to {@code other}.
   */
  private void dispatch(
      CodeBuilder cb, int from, int to, Label other, int frame, int state, int instance) {
    Label done = cb.newLabel();
    List<SwitchCase> cases = new ArrayList<>();
    for (int c = from; c < to; c++) {
      cases.add(SwitchCase.of(c, cb.newLabel()));
    }
    cb.iload(state).bipush(16).iushr().tableswitch(from, to - 1, other, cases);
    for (int c = from; c < to; c++) {
      cb.labelBinding(cases.get(c - from).target());
      cb.aload(frame).iload(state).i2c().aload(instance);
      cb.invokestatic(chunkClass, method(c), chunkType).istore(state).goto_(done);
    }
    cb.labelBinding(done);
  }

  /** The body of the function itself. */
  void emitDriver(CodeBuilder cb, boolean throughWindow) {
    Slots.Assignment params = Slots.assign(function, throughWindow);
    FunctionContext context = new FunctionContext(cb, layout, params);
    if (throughWindow) {
      FunctionEmitter.takeFromWindow(context, function);
    }
    int frame = context.borrow(Kind.REF);
    int state = context.borrow(Kind.I32);
    cb.new_(frameClass)
        .dup()
        .invokespecial(frameClass, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
        .astore(frame);
    for (Var param : function.params()) {
      if (fields.contains(param)) {
        cb.aload(frame);
        context.load(param);
        cb.putfield(frameClass, field(param), type(param.kind()));
      }
    }
    cb.iconst_0().istore(state);
    Label again = cb.newBoundLabel();
    Label end = cb.newLabel();
    if (grouped()) {
      dispatchGroups(cb, end, frame, state, context.instance);
    } else {
      dispatch(cb, 0, chunks.size(), end, frame, state, context.instance);
    }
    cb.iload(state).ifge(again).labelBinding(end);
    if (function.type().results().isEmpty()) {
      cb.return_();
    } else {
      cb.aload(frame).getfield(frameClass, "result", type(result()));
      cb.return_(typeKind(result()));
    }
  }

  private void dispatchGroups(CodeBuilder cb, Label end, int frame, int state, int instance) {
    int groups = (chunks.size() + GROUP - 1) / GROUP;
    Label done = cb.newLabel();
    List<SwitchCase> cases = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      cases.add(SwitchCase.of(g, cb.newLabel()));
    }
    cb.iload(state).bipush(24).iushr().tableswitch(0, groups - 1, end, cases);
    for (int g = 0; g < groups; g++) {
      cb.labelBinding(cases.get(g).target()).aload(frame).iload(state).aload(instance);
      cb.invokestatic(chunkClass, groupMethod(g), chunkType).istore(state).goto_(done);
    }
    cb.labelBinding(done);
  }

  private void chunk(CodeBuilder cb, int number) {
    Chunk chunk = chunks.get(number);
    FunctionContext context =
        new FunctionContext(cb, layout, Slots.assign(function, chunk, INSTANCE_SLOT));
    for (Var variable : chunk.loads()) {
      cb.aload(FRAME).getfield(frameClass, field(variable), type(variable.kind()));
      context.store(variable);
    }
    Set<Var> loaded = new HashSet<>(chunk.loads());
    for (Var variable : chunk.stores()) {
      if (!loaded.contains(variable)) {
        // Some way to the exit may leave it unassigned: then nobody reads it, but the JVM asks.
        context.expressions.constant(variable.kind(), 0);
        context.store(variable);
      }
    }
    List<Stmt> statements = function.body().subList(chunk.start(), chunk.end());
    BodyEmitter body = new BodyEmitter(context, values -> giveBack(context, values));
    body.declareMemories(statements);
    enter(cb, context, chunk);
    body.emit(function, chunk.start(), chunk.end());
    leave(cb, context, number);
  }

  private void enter(CodeBuilder cb, FunctionContext context, Chunk chunk) {
    if (chunk.entries().isEmpty()) {
      return;
    }
    Label start = cb.newLabel();
    List<SwitchCase> cases = new ArrayList<>();
    for (int e = 0; e < chunk.entries().size(); e++) {
      cases.add(SwitchCase.of(e + 1, context.target(chunk.entries().get(e))));
    }
    cb.iload(ENTRY).tableswitch(1, chunk.entries().size(), start, cases).labelBinding(start);
  }

  /** The result goes to the frame; nothing else is needed any more. */
  private void giveBack(FunctionContext context, List<Expr> values) {
    CodeBuilder cb = context.cb;
    if (!values.isEmpty()) {
      cb.aload(FRAME);
      context.expressions.push(values.get(0));
      cb.putfield(frameClass, "result", type(result()));
      context.calls.pushMore(values.subList(1, values.size()));
    }
    cb.iconst_m1().ireturn();
  }

  private void leave(CodeBuilder cb, FunctionContext context, int number) {
    Chunk chunk = chunks.get(number);
    Set<dev.kiln.compiler.ir.Label> bound = new HashSet<>();
    for (Stmt stmt : function.body().subList(chunk.start(), chunk.end())) {
      if (stmt instanceof Stmt.Bind bind) {
        bound.add(bind.label());
      }
    }
    List<dev.kiln.compiler.ir.Label> outside = new ArrayList<>(context.targets().keySet());
    outside.removeAll(bound);
    boolean fallsThrough = !Statements.ends(function.body().get(chunk.end() - 1));
    if (outside.isEmpty() && !fallsThrough) {
      return;
    }
    Label exit = cb.newLabel();
    if (fallsThrough) {
      cb.loadConstant(number + 1 << 16).goto_(exit);
    }
    for (dev.kiln.compiler.ir.Label label : outside) {
      Integer state = states.get(label);
      if (state == null) {
        throw new IllegalStateException(label + " has no entry");
      }
      cb.labelBinding(context.target(label)).loadConstant((int) state).goto_(exit);
    }
    cb.labelBinding(exit).istore(ENTRY);
    for (Var variable : chunk.stores()) {
      cb.aload(FRAME);
      context.load(variable);
      cb.putfield(frameClass, field(variable), type(variable.kind()));
    }
    cb.iload(ENTRY).ireturn();
  }
}
