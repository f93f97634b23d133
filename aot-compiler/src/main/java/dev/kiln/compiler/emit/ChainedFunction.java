package dev.kiln.compiler.emit;

import static dev.kiln.compiler.emit.Abi.*;

import dev.kiln.compiler.analyse.Chain;
import dev.kiln.compiler.analyse.Chunk;
import dev.kiln.compiler.analyse.Slots;
import dev.kiln.compiler.analyse.Uses;
import dev.kiln.compiler.emit.ModuleEmitter.OutputFile;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Var;
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
 * Emits a function that is too large for one method, but whose chunks only go forwards. Each ends
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
final class ChainedFunction implements SplitFunction {
  private final ModuleLayout layout;
  private final IrFunction function;
  private final List<Chunk> chunks;
  private final List<Chain.Link> links;
  private final Slots slots;
  private final ClassDesc self;

  /** By label: the chunk and its entry. */
  private final Map<dev.kiln.compiler.ir.Label, Target> targets = new HashMap<>();

  private record Target(int chunk, int entry) {}

  ChainedFunction(
      ModuleLayout layout, IrFunction function, Uses uses, List<Chunk> chunks, Chain chain) {
    this.layout = layout;
    this.function = function;
    this.chunks = chunks;
    this.links = chain.links();
    this.slots = new Slots(function, uses);
    this.self = layout.nested("S" + function.index());
    for (int c = 0; c < chunks.size(); c++) {
      List<Chunk.Entry> entries = chunks.get(c).entries();
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
              for (int c = 0; c < chunks.size(); c++) {
                int number = c;
                builder.withMethodBody(
                    name(c), type(c), ClassFile.ACC_STATIC, cb -> emit(cb, number));
              }
            });
    return List.of(ModuleEmitter.outputFile(self, content));
  }

  private String name(int chunk) {
    return layout.methodName(function.index()) + "$" + chunk;
  }

  private boolean hasEntries(int chunk) {
    return !chunks.get(chunk).entries().isEmpty();
  }

  private MethodTypeDesc type(int chunk) {
    List<ClassDesc> params = new ArrayList<>();
    links.get(chunk).params().forEach(param -> params.add(Abi.type(param.kind())));
    if (hasEntries(chunk)) {
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
    Chunk chunk = chunks.get(number);
    List<Var> params = links.get(number).params();
    int entry = params.stream().mapToInt(param -> param.kind().slots()).sum();
    int instance = hasEntries(number) ? entry + 1 : entry;
    FunctionContext context =
        new FunctionContext(cb, layout, slots.assign(chunk, params, instance));
    Set<Var> others = new LinkedHashSet<>(chunk.stores());
    params.forEach(others::remove);
    for (Var variable : others) {
      // Some way may leave it unassigned: then nobody reads it, but the JVM asks.
      context.expressions.constant(variable.kind(), 0);
      context.store(variable);
    }
    BodyEmitter body = new BodyEmitter(context, context.calls::giveBack);
    body.declareState(function.body().subList(chunk.start(), chunk.end()));
    if (hasEntries(number)) {
      enter(context, chunk, entry);
    }
    body.emit(function, chunk.start(), chunk.end(), chunk.entries());
    leave(context, number);
  }

  private static void enter(FunctionContext context, Chunk chunk, int slot) {
    List<SwitchCase> cases = new ArrayList<>();
    for (Chunk.Entry entry : chunk.entries()) {
      cases.add(SwitchCase.of(cases.size() + 1, context.target(entry.label())));
    }
    Label start = context.cb.newLabel();
    context.cb.iload(slot).tableswitch(1, cases.size(), start, cases).labelBinding(start);
  }

  private void leave(FunctionContext context, int number) {
    List<Chunk.Exit> exits = chunks.get(number).exits();
    if (exits.stream().anyMatch(Chunk.Exit::fallsThrough)) {
      Target next = new Target(number + 1, 0);
      call(context, next, links.get(next.chunk).live().get(0));
    }
    for (Chunk.Exit exit : exits) {
      for (dev.kiln.compiler.ir.Label label : exit.labels()) {
        if (context.targets().containsKey(label)) {
          Target target = target(label);
          context.cb.labelBinding(context.target(label));
          call(context, target, links.get(target.chunk).live().get(target.entry));
        }
      }
    }
  }

  private Target target(dev.kiln.compiler.ir.Label label) {
    Target target = targets.get(label);
    if (target == null) {
      throw new IllegalStateException(label + " has no entry");
    }
    return target;
  }

  /** Goes on in another chunk, with the variables that have a value there. */
  private void call(FunctionContext context, Target target, Set<Var> live) {
    CodeBuilder cb = context.cb;
    for (Var param : links.get(target.chunk).params()) {
      if (live.contains(param)) {
        context.load(param);
      } else {
        context.expressions.constant(param.kind(), 0);
      }
    }
    if (hasEntries(target.chunk)) {
      cb.loadConstant(target.entry);
    }
    context.loadInstance();
    MethodTypeDesc type = type(target.chunk);
    cb.invokestatic(self, name(target.chunk), type);
    cb.return_(TypeKind.from(type.returnType()));
  }
}
