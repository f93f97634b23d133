package dev.kiln.compiler.emit.host;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.emit.layout.Abi;
import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.emit.layout.JavaMethods;
import dev.kiln.compiler.emit.layout.Lane;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.Signature;
import dev.kiln.compiler.emit.layout.Windows;
import dev.kiln.compiler.facade.HostInterface;
import dev.kiln.compiler.facade.HostInterface.HostMethod;
import dev.kiln.compiler.facade.Method;
import dev.kiln.compiler.facade.ResultRecord;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.runtime.abi.Shape;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The typed entries of some functions of a host interface, in one {@code Code}: from lanes to exact
 * types, the interface's method, and back. The functions are told apart by {@code FuncRef.index},
 * their position among the imports.
 *
 * <pre>
 *   try { return ((FilterEnv) callee.owner()).add(Caller.of(callee, caller), (int) n0, (int) n1); }
 *   catch (Throwable t) { throw Caller.failure(t); }
 * </pre>
 */
final class HostCodeClass {
  /** Few enough that C2 still inlines the entry (325 bytes); a class each would cost start-up. */
  private static final int FUNCTIONS = 8;

  private static final ClassDesc THROWABLE = ClassDesc.of("java.lang.Throwable");
  private static final ClassDesc RUNTIME_EXCEPTION = ClassDesc.of("java.lang.RuntimeException");
  private static final int WINDOW_SLOT = 1;
  private static final int NUMBERS_SLOT = 2;
  private static final int REFERENCES_SLOT = 3;
  private static final int WINDOW_CALLEE = 4;

  private final ModuleLayout layout;
  private final ClassDesc name;
  private final ClassDesc host;
  private final List<HostMethod> methods;

  private HostCodeClass(
      ModuleLayout layout, ClassDesc name, ClassDesc host, List<HostMethod> methods) {
    this.layout = layout;
    this.name = name;
    this.host = host;
    this.methods = methods;
  }

  /** All classes for an interface. */
  static List<HostCodeClass> of(ModuleLayout layout, HostInterface host) {
    List<HostCodeClass> all = new ArrayList<>();
    List<HostMethod> methods = host.methods();
    for (int from = 0; from < methods.size(); from += FUNCTIONS) {
      int to = Math.min(methods.size(), from + FUNCTIONS);
      ClassDesc name = layout.hostCodeClass(host, from / FUNCTIONS);
      ClassDesc owner = ClassDesc.of(host.className());
      all.add(new HostCodeClass(layout, name, owner, methods.subList(from, to)));
    }
    return all;
  }

  ClassDesc name() {
    return name;
  }

  List<HostMethod> methods() {
    return methods;
  }

  /**
   * The class file.
   *
   * @param more adds other members
   */
  byte[] emit(Consumer<ClassBuilder> more) {
    TreeMap<Integer, List<HostMethod>> byShape = new TreeMap<>();
    for (HostMethod method : methods) {
      int shape = Signature.of(method.method().type()).shape();
      byShape.computeIfAbsent(shape, s -> new ArrayList<>()).add(method);
    }
    return Classes.build(
        name,
        CODE,
        0,
        layout.sourceName(),
        builder -> {
          Classes.constructor(builder, CODE, 0);
          byShape.forEach((shape, all) -> entry(builder, shape, all));
          more.accept(builder);
        });
  }

  private void entry(ClassBuilder builder, int shape, List<HostMethod> all) {
    boolean window = shape == Shape.WINDOW;
    int callee = window ? WINDOW_CALLEE : 1 + 2 * Shape.numbers(shape) + Shape.references(shape);
    int free = callee + 2;
    builder.withMethodBody(
        Shape.entryName(shape),
        entryType(shape),
        Classes.PUBLIC,
        cb ->
            cb.trying(
                body ->
                    dispatch(
                        body,
                        callee,
                        all,
                        (code, method) -> {
                          if (window) {
                            callFromWindow(code, method, free);
                          } else {
                            callFromLanes(code, method, callee, free);
                          }
                        }),
                catches ->
                    catches.catching(
                        THROWABLE,
                        handler ->
                            handler
                                .invokestatic(
                                    CALLER,
                                    "failure",
                                    MethodTypeDesc.of(RUNTIME_EXCEPTION, THROWABLE))
                                .athrow())));
  }

  private interface Case {
    void emit(CodeBuilder cb, Method method);
  }

  /** One case per function; each returns. */
  private static void dispatch(CodeBuilder cb, int callee, List<HostMethod> all, Case one) {
    if (all.size() == 1) {
      one.emit(cb, all.get(0).method());
      return;
    }
    List<Label> labels = new ArrayList<>();
    List<SwitchCase> cases = new ArrayList<>();
    for (HostMethod method : all) {
      Label label = cb.newLabel();
      labels.add(label);
      method.imports().forEach(i -> cases.add(SwitchCase.of(i, label)));
    }
    cases.sort(Comparator.comparingInt(SwitchCase::caseValue));
    cb.aload(callee).invokevirtual(FUNC_REF, "index", MethodTypeDesc.of(INT));
    // The last function needs no case: no other index ever gets here.
    cb.lookupswitch(labels.get(labels.size() - 1), cases);
    for (int i = 0; i < labels.size(); i++) {
      cb.labelBinding(labels.get(i));
      one.emit(cb, all.get(i).method());
    }
  }

  /** Pushes the host and the caller. */
  private void begin(CodeBuilder cb, int callee) {
    cb.aload(callee).invokevirtual(FUNC_REF, "owner", MethodTypeDesc.of(OBJECT)).checkcast(host);
    cb.aload(callee).aload(callee + 1);
    cb.invokestatic(CALLER, "of", MethodTypeDesc.of(CALLER, FUNC_REF, INSTANCE));
  }

  private void invoke(CodeBuilder cb, Method method) {
    cb.invokeinterface(host, method.name(), JavaMethods.type(method, host, true));
  }

  private void callFromLanes(CodeBuilder cb, Method method, int callee, int free) {
    Signature signature = Signature.of(method.type());
    begin(cb, callee);
    int number = 1;
    int reference = 1 + 2 * signature.numbers();
    for (Kind kind : signature.params()) {
      if (kind.isReference()) {
        cb.aload(reference++);
      } else {
        cb.lload(number);
        number += 2;
      }
      Lane.restore(cb, kind);
    }
    invoke(cb, method);
    if (signature.results().isEmpty()) {
      cb.return_();
      return;
    }
    Kind result = signature.results().get(0);
    check(cb, method.type().results().get(0), 0, callee, free);
    Lane.erase(cb, result);
    cb.return_(result.isReference() ? TypeKind.REFERENCE : TypeKind.LONG);
  }

  /** A reference that the host returns, on the stack, must be of the type and the store. */
  private static void check(CodeBuilder cb, ValType type, int result, int callee, int free) {
    if (type instanceof RefType && !type.equals(RefType.EXTERNREF)) {
      cb.astore(free).aload(callee).loadConstant(result).aload(free);
      cb.invokestatic(CALLER, "checkResult", MethodTypeDesc.of(VOID, FUNC_REF, INT, OBJECT));
      cb.aload(free);
    }
  }

  private void callFromWindow(CodeBuilder cb, Method method, int free) {
    if (method.isArray()) {
      callWithArray(cb, method, free);
      return;
    }
    begin(cb, WINDOW_CALLEE);
    int number = 0;
    int reference = 0;
    for (ValType param : method.type().params()) {
      Kind kind = Kind.of(param);
      if (kind.isReference()) {
        Windows.pushValue(cb, kind, WINDOW_SLOT, REFERENCES_SLOT, reference++);
      } else {
        Windows.pushValue(cb, kind, WINDOW_SLOT, NUMBERS_SLOT, number++);
      }
    }
    invoke(cb, method);
    ResultRecord record = method.result();
    if (record != null) {
      ClassDesc type = JavaMethods.record(host, record);
      cb.astore(free);
      results(
          cb,
          method,
          free + 1,
          (i, kind) ->
              cb.aload(free)
                  .invokevirtual(
                      type, ResultRecord.component(i), MethodTypeDesc.of(Abi.type(kind))));
    } else if (!method.type().results().isEmpty()) {
      TypeKind kind = typeKind(Kind.of(method.type().results().get(0)));
      cb.storeLocal(kind, free);
      results(cb, method, free + kind.slotSize(), (i, k) -> cb.loadLocal(kind, free));
    }
    cb.return_();
  }

  private interface Result {
    void push(int index, Kind kind);
  }

  /** Writes the results to the window, from where the arguments were. */
  private static void results(CodeBuilder cb, Method method, int free, Result result) {
    int number = 0;
    int reference = 0;
    List<ValType> types = method.type().results();
    for (int i = 0; i < types.size(); i++) {
      Kind kind = Kind.of(types.get(i));
      boolean isReference = kind.isReference();
      Windows.pushLane(
          cb,
          isReference,
          WINDOW_SLOT,
          isReference ? REFERENCES_SLOT : NUMBERS_SLOT,
          isReference ? reference++ : number++);
      result.push(i, kind);
      check(cb, types.get(i), i, WINDOW_CALLEE, free);
      Lane.erase(cb, kind);
      if (isReference) {
        cb.aastore();
      } else {
        cb.lastore();
      }
    }
  }

  /** Boxed arguments in an array, boxed results in another. */
  private void callWithArray(CodeBuilder cb, Method method, int free) {
    List<ValType> params = method.type().params();
    begin(cb, WINDOW_CALLEE);
    cb.loadConstant(params.size()).anewarray(OBJECT);
    int number = 0;
    int reference = 0;
    for (int i = 0; i < params.size(); i++) {
      Kind kind = Kind.of(params.get(i));
      cb.dup().loadConstant(i);
      if (kind.isReference()) {
        Windows.pushValue(cb, kind, WINDOW_SLOT, REFERENCES_SLOT, reference++);
      } else {
        Windows.pushValue(cb, kind, WINDOW_SLOT, NUMBERS_SLOT, number++);
        ClassDesc box = RecordClass.box(kind);
        cb.invokestatic(box, "valueOf", MethodTypeDesc.of(box, Abi.type(kind)));
      }
      cb.aastore();
    }
    invoke(cb, method);
    cb.astore(free);
    cb.aload(WINDOW_CALLEE).aload(free);
    cb.invokestatic(CALLER, "checkResults", MethodTypeDesc.of(VOID, FUNC_REF, OBJECTS));
    results(
        cb,
        method,
        free + 1,
        (i, kind) -> {
          cb.aload(free).loadConstant(i).aaload();
          if (!kind.isReference()) {
            ClassDesc box = RecordClass.box(kind);
            cb.checkcast(box);
            cb.invokevirtual(box, unboxing(kind), MethodTypeDesc.of(Abi.type(kind)));
          } else if (kind == Kind.FUNC) {
            cb.checkcast(FUNC_REF);
          }
        });
    cb.return_();
  }

  private static String unboxing(Kind kind) {
    return switch (kind) {
      case I32 -> "intValue";
      case I64 -> "longValue";
      case F32 -> "floatValue";
      case F64 -> "doubleValue";
      case FUNC, REF -> throw new IllegalArgumentException("no box for " + kind);
    };
  }
}
