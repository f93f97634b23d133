package dev.kiln.compiler.emit.module;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.OutputFile;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Code of the instance class that may be as long as the module: pieces that run in order, with the
 * instance in slot 0 and its {@code Instantiation} in slot 1. As many as fit make a method, as many
 * methods as fit a class; the instance class calls them.
 */
final class LongCode {
  private static final int MAX_METHOD = 6000;

  /** What a method call of the list of methods takes. */
  private static final int CALL = 5;

  /** A class of pieces; what they weigh also bounds the constants that they need. */
  private static final int MAX_CLASS = 60_000;

  private record Step(int weight, Consumer<CodeBuilder> code) {}

  private final ModuleLayout layout;
  private final String prefix;
  private final MethodTypeDesc type;
  private final List<Step> all = new ArrayList<>();

  /**
   * No pieces yet.
   *
   * @param prefix of the names of the classes, if there are any
   */
  LongCode(ModuleLayout layout, String prefix) {
    this.layout = layout;
    this.prefix = prefix;
    this.type = MethodTypeDesc.of(VOID, layout.instanceClass(), INSTANTIATION);
  }

  /**
   * Appends a piece.
   *
   * @param weight how many bytes of bytecode it has at most, up to 7000
   */
  void add(int weight, Consumer<CodeBuilder> code) {
    all.add(new Step(weight, code));
  }

  private static List<List<Step>> split(List<Step> pieces, int max) {
    List<List<Step>> parts = new ArrayList<>();
    int from = 0;
    int weight = 0;
    for (int i = 0; i < pieces.size(); i++) {
      if (i > from && weight + pieces.get(i).weight > max) {
        parts.add(pieces.subList(from, i));
        from = i;
        weight = 0;
      }
      weight += pieces.get(i).weight;
    }
    parts.add(pieces.subList(from, pieces.size()));
    return parts;
  }

  /** Emits the instance method {@code name}, which runs everything; other classes are added. */
  void emit(ClassBuilder builder, String name, List<OutputFile> files) {
    List<Step> calls = new ArrayList<>();
    List<List<Step>> classes = split(all, MAX_CLASS);
    if (classes.size() == 1) {
      // The instance class itself has room for them.
      calls.addAll(methods(builder, layout.instanceClass(), name, all));
    } else {
      for (int c = 0; c < classes.size(); c++) {
        ClassDesc self = layout.nested(prefix + c);
        calls.add(call(self, name));
        files.add(OutputFile.of(self, emitClass(self, name, classes.get(c))));
      }
    }
    body(builder, name, MethodTypeDesc.of(VOID, INSTANTIATION), ClassFile.ACC_PROTECTED, calls);
  }

  private byte[] emitClass(ClassDesc self, String name, List<Step> pieces) {
    return Classes.build(
        self,
        OBJECT,
        0,
        layout.sourceName(),
        builder ->
            body(builder, name, type, ClassFile.ACC_STATIC, methods(builder, self, name, pieces)));
  }

  /** LongCode that fit one method, which call others where the given ones do not. */
  private List<Step> methods(
      ClassBuilder builder, ClassDesc owner, String name, List<Step> pieces) {
    List<List<Step>> parts = split(pieces, MAX_METHOD);
    if (parts.size() == 1) {
      return pieces;
    }
    List<Step> calls = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String part = name + "$" + i;
      body(builder, part, type, ClassFile.ACC_STATIC, parts.get(i));
      calls.add(call(owner, part));
    }
    return calls;
  }

  private Step call(ClassDesc owner, String name) {
    return new Step(CALL, cb -> cb.aload(0).aload(1).invokestatic(owner, name, type));
  }

  private static void body(
      ClassBuilder builder, String name, MethodTypeDesc type, int access, List<Step> pieces) {
    builder.withMethodBody(
        name,
        type,
        access,
        cb -> {
          pieces.forEach(piece -> piece.code.accept(cb));
          cb.return_();
        });
  }
}
