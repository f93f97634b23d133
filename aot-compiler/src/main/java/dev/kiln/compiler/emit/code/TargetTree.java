package dev.kiln.compiler.emit.code;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.Signature;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.slots.SlotAssignment;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The class with which the only {@code call_indirect} of a type finds one of very many functions: a
 * tree of switches on {@code FuncRef.index}, each so small that C2 inlines it where it runs often,
 * and with a profile of its own, since nobody else calls it. Eight functions of thousands then cost
 * no more than eight of a few: branches, and no indirect jump.
 *
 * <pre>
 *   static int root(int a, FuncRef f, Instance i) {
 *     if (f.owner() != i) return other(a, f, i);
 *     switch (f.index() - 7 &gt;&gt; 4) { case 0: return n0(a, f, i); … default: return other(a, f, i); }
 *   }
 *   static int n0(int a, FuncRef f, Instance i) {
 *     switch (f.index()) { case 7: return F0.parse(a, i); … default: return other(a, f, i); }
 *   }
 * </pre>
 */
public final class TargetTree {
  /** The method that is called. */
  static final String ROOT = "root";

  private static final String OTHER = "other";

  /** A switch has 16 cases: less than the 325 bytes of bytecode that C2 inlines. */
  private static final int BITS = 4;

  private final ModuleLayout layout;
  private final int type;
  private final ClassDesc self;
  private final Signature signature;
  private final MethodTypeDesc methodType;

  /** The positions of the functions among the escapes. */
  private final TreeSet<Integer> positions = new TreeSet<>();

  /** The slots of the parameters. */
  private final int[] slots;

  private final int function;
  private final int instance;

  /** For the calls with type {@code type}. */
  public TargetTree(ModuleLayout layout, int type) {
    this.layout = layout;
    this.type = type;
    this.self = layout.targetTree(type);
    this.signature = Signature.of(layout.module().funcType(type));
    this.methodType = methodType(layout, signature);
    for (int target : layout.analysis().targetsOfOneSite(type)) {
      positions.add(layout.escapes().position(target));
    }
    this.slots = new int[signature.params().size()];
    int next = 0;
    for (int i = 0; i < slots.length; i++) {
      slots[i] = next;
      next += signature.params().get(i).slots();
    }
    this.function = next;
    this.instance = next + 1;
  }

  /** The type of all methods: the function's with the reference before the instance. */
  static MethodTypeDesc methodType(ModuleLayout layout, Signature signature) {
    MethodTypeDesc type = signature.methodType(layout.instanceClass());
    return type.insertParameterTypes(type.parameterCount() - 1, FUNC_REF);
  }

  /** The class file. */
  public byte[] emit() {
    int first = positions.first();
    int level = 0;
    while (positions.last() - first >> BITS * (level + 1) != 0) {
      level++;
    }
    int top = level;
    return Classes.build(
        self,
        OBJECT,
        0,
        null,
        builder -> {
          method(builder, OTHER, this::emitOther);
          method(
              builder,
              ROOT,
              cb -> {
                Label own = cb.newLabel();
                cb.aload(function).invokevirtual(FUNC_REF, "owner", MethodTypeDesc.of(OBJECT));
                cb.aload(instance).if_acmpeq(own);
                callMethod(cb, OTHER);
                cb.labelBinding(own);
                emitSwitch(cb, top, first);
              });
          for (int l = top - 1; l >= 0; l--) {
            nodes(builder, l, first);
          }
        });
  }

  private void method(ClassBuilder builder, String name, Consumer<CodeBuilder> body) {
    builder.withMethodBody(name, methodType, ClassFile.ACC_STATIC, body);
  }

  /** The switches of a level that lead to any function. */
  private void nodes(ClassBuilder builder, int level, int first) {
    int width = 1 << BITS * (level + 1);
    for (int start = first; start <= positions.last(); start += width) {
      int from = start;
      if (!positions.subSet(from, from + width).isEmpty()) {
        method(builder, node(level, from), cb -> emitSwitch(cb, level, from));
      }
    }
  }

  private static String node(int level, int from) {
    return "n" + level + "_" + from;
  }

  /** A switch over the positions from {@code from} on, single ones at level 0. */
  private void emitSwitch(CodeBuilder cb, int level, int from) {
    int width = 1 << BITS * level;
    Label other = cb.newLabel();
    List<SwitchCase> cases = new ArrayList<>();
    for (int c = 0; c < 1 << BITS; c++) {
      int start = from + c * width;
      if (!positions.subSet(start, start + width).isEmpty()) {
        cases.add(SwitchCase.of(c, cb.newLabel()));
      }
    }
    cb.aload(function).invokevirtual(FUNC_REF, "index", MethodTypeDesc.of(INT));
    cb.loadConstant(from).isub();
    if (level > 0) {
      cb.loadConstant(BITS * level).ishr();
    }
    cb.tableswitch(0, (1 << BITS) - 1, other, cases);
    for (SwitchCase each : cases) {
      cb.labelBinding(each.target());
      int start = from + each.caseValue() * width;
      if (level > 0) {
        callMethod(cb, node(level - 1, start));
      } else {
        int target = layout.escapes().function(start);
        pushArguments(cb);
        cb.aload(instance);
        cb.invokestatic(
            layout.ownerOf(target),
            layout.methodName(target),
            signature.methodType(layout.instanceClass()));
        giveBack(cb);
      }
    }
    cb.labelBinding(other);
    callMethod(cb, OTHER);
  }

  private void pushArguments(CodeBuilder cb) {
    for (int i = 0; i < slots.length; i++) {
      cb.loadLocal(typeKind(signature.params().get(i)), slots[i]);
    }
  }

  private void callMethod(CodeBuilder cb, String name) {
    pushArguments(cb);
    cb.aload(function).aload(instance).invokestatic(self, name, methodType);
    giveBack(cb);
  }

  private void giveBack(CodeBuilder cb) {
    List<Kind> results = signature.results();
    if (results.isEmpty()) {
      cb.return_();
    } else {
      cb.return_(typeKind(results.get(0)));
    }
  }

  /** A function of another instance or module, or of a type that only fits this one. */
  private void emitOther(CodeBuilder cb) {
    SlotAssignment assigned = new SlotAssignment(new int[0], instance, instance + 1);
    FunctionContext context = new FunctionContext(cb, layout, assigned);
    IntConsumer argument = i -> cb.loadLocal(typeKind(signature.params().get(i)), slots[i]);
    context.calls.elsewhere(type, signature, function, argument);
    giveBack(cb);
  }
}
