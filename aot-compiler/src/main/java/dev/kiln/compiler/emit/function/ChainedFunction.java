package dev.kiln.compiler.emit.function;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.cut.Chain;
import dev.kiln.compiler.emit.code.BodyEmitter;
import dev.kiln.compiler.emit.code.FunctionContext;
import dev.kiln.compiler.emit.layout.Abi;
import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.OutputFile;
import dev.kiln.compiler.emit.layout.Signature;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Piece;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.slots.Slots;
import dev.kiln.compiler.slots.Uses;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Emits a function that is too large for one method, but whose pieces only go forwards. Each ends
 * with a call of the one that goes on:
 *
 * <pre>
 *   static int malloc(int size, Instance i) {      // the function itself
 *     return malloc$0(size, i);
 *   }
 *   static int malloc$0(int v0, Instance i) {
 *     …
 *     return malloc$2(v0, v3, 1, i);               // 1 is the entry, where there are several
 *   }
 * </pre>
 */
public final class ChainedFunction implements SplitFunction {
  private final ModuleLayout layout;
  private final IrFunction function;
  private final List<Piece> pieces;
  private final List<Chain.Link> links;
  private final Slots slots;
  private final ClassDesc self;

  /** By label: the piece and its entry. */
  private final Map<JumpLabel, Target> targets = new HashMap<>();

  private record Target(int piece, int entry) {}

  public ChainedFunction(
      ModuleLayout layout, IrFunction function, Uses uses, List<Piece> pieces, Chain chain) {
    this.layout = layout;
    this.function = function;
    this.pieces = pieces;
    this.links = chain.links();
    this.slots = new Slots(function, uses);
    this.self = layout.nested("S" + function.index());
    for (int c = 0; c < pieces.size(); c++) {
      List<Piece.Entry> entries = pieces.get(c).entries();
      for (int e = 0; e < entries.size(); e++) {
        targets.put(entries.get(e).label(), new Target(c, e + 1));
      }
    }
  }

  @Override
  public List<OutputFile> files() {
    byte[] content =
        Classes.build(
            self,
            OBJECT,
            0,
            layout.sourceName(),
            builder -> {
              for (int c = 0; c < pieces.size(); c++) {
                int number = c;
                builder.withMethodBody(
                    name(c), type(c), ClassFile.ACC_STATIC, cb -> emit(cb, number));
              }
            });
    return List.of(OutputFile.of(self, content));
  }

  private String name(int piece) {
    return layout.methodName(function.index()) + "$" + piece;
  }

  private boolean hasEntries(int piece) {
    return !pieces.get(piece).entries().isEmpty();
  }

  private MethodTypeDesc type(int piece) {
    List<ClassDesc> params = new ArrayList<>();
    links.get(piece).params().forEach(param -> params.add(Abi.type(param.kind())));
    if (hasEntries(piece)) {
      params.add(INT);
    }
    params.add(layout.instanceClass());
    Signature signature = Signature.of(function.type());
    return MethodTypeDesc.of(signature.methodType(layout.instanceClass()).returnType(), params);
  }

  @Override
  public void emitDriver(CodeBuilder cb, boolean throughWindow) {
    FunctionContext context = new FunctionContext(cb, layout, slots.parameters(throughWindow));
    call(context, new Target(0, 0), Set.copyOf(function.params()));
  }

  private void emit(CodeBuilder cb, int number) {
    Piece piece = pieces.get(number);
    List<Var> params = links.get(number).params();
    int entry = params.stream().mapToInt(param -> param.kind().slots()).sum();
    int instance = hasEntries(number) ? entry + 1 : entry;
    FunctionContext context =
        new FunctionContext(cb, layout, slots.assign(piece, params, instance));
    Set<Var> others = new LinkedHashSet<>(piece.stores());
    params.forEach(others::remove);
    for (Var variable : others) {
      // Some way may leave it unassigned: then nobody reads it, but the JVM asks.
      context.expressions.constant(variable.kind(), 0);
      context.store(variable);
    }
    BodyEmitter body = new BodyEmitter(context, context.calls::giveBack);
    body.declareState(function.body().subList(piece.start(), piece.end()));
    if (hasEntries(number)) {
      enter(context, piece, entry);
    }
    body.emit(function, piece.start(), piece.end(), piece.entries());
    leave(context, number);
  }

  private static void enter(FunctionContext context, Piece piece, int slot) {
    List<SwitchCase> cases = new ArrayList<>();
    for (Piece.Entry entry : piece.entries()) {
      cases.add(SwitchCase.of(cases.size() + 1, context.target(entry.label())));
    }
    Label start = context.cb.newLabel();
    context.cb.iload(slot).tableswitch(1, cases.size(), start, cases).labelBinding(start);
  }

  private void leave(FunctionContext context, int number) {
    List<Piece.Exit> exits = pieces.get(number).exits();
    if (exits.stream().anyMatch(Piece.Exit::fallsThrough)) {
      Target next = new Target(number + 1, 0);
      call(context, next, links.get(next.piece).live().get(0));
    }
    for (Piece.Exit exit : exits) {
      for (JumpLabel label : exit.labels()) {
        if (context.targets().containsKey(label)) {
          Target target = target(label);
          context.cb.labelBinding(context.target(label));
          call(context, target, links.get(target.piece).live().get(target.entry));
        }
      }
    }
  }

  private Target target(JumpLabel label) {
    Target target = targets.get(label);
    if (target == null) {
      throw new IllegalStateException(label + " has no entry");
    }
    return target;
  }

  /** Goes on in another piece, with the variables that have a value there. */
  private void call(FunctionContext context, Target target, Set<Var> live) {
    CodeBuilder cb = context.cb;
    for (Var param : links.get(target.piece).params()) {
      if (live.contains(param)) {
        context.load(param);
      } else {
        context.expressions.constant(param.kind(), 0);
      }
    }
    if (hasEntries(target.piece)) {
      cb.loadConstant(target.entry);
    }
    context.loadInstance();
    MethodTypeDesc type = type(target.piece);
    cb.invokestatic(self, name(target.piece), type);
    cb.return_(TypeKind.from(type.returnType()));
  }
}
