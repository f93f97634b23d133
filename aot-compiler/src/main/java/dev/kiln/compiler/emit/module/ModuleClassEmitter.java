package dev.kiln.compiler.emit.module;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.OutputFile;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** The module class: what the runtime is handed. */
final class ModuleClassEmitter {
  /** The most cases of a switch, and about the most switches. */
  private static final int MAX_CASES = 400;

  /** The method of a class that holds a part of the descriptor. */
  private static final String PART = "part";

  private static final MethodTypeDesc PART_TYPE = MethodTypeDesc.of(STRING);

  private final ModuleLayout layout;
  private final String compilerVersion;
  private final String sha256;

  ModuleClassEmitter(ModuleLayout layout, String compilerVersion, String sha256) {
    this.layout = layout;
    this.compilerVersion = compilerVersion;
    this.sha256 = sha256;
  }

  /** The class, and others with parts of the descriptor. */
  List<OutputFile> emit() {
    List<String> parts = Descriptor.of(layout);
    List<OutputFile> files = new ArrayList<>();
    files.add(OutputFile.of(layout.moduleClass(), moduleClass(parts)));
    for (int i = 1; i < parts.size() - 1; i++) {
      ClassDesc name = layout.descriptorClass(i);
      files.add(OutputFile.of(name, part(name, parts.get(i))));
    }
    return files;
  }

  private byte[] moduleClass(List<String> parts) {
    return Classes.build(
        layout.moduleClass(),
        MODULE_CLASS,
        Classes.PUBLIC,
        layout.sourceName(),
        builder -> {
          Classes.constructor(builder, MODULE_CLASS, Classes.PUBLIC);
          builder.withMethodBody(
              "abiVersion",
              MethodTypeDesc.of(INT),
              Classes.PUBLIC,
              cb -> cb.loadConstant(dev.kiln.runtime.abi.Abi.VERSION).ireturn());
          text(builder, "compilerVersion", compilerVersion);
          text(builder, "fileName", layout.sourceName());
          text(builder, "sha256", sha256);
          text(builder, "options", layout.options());
          descriptor(builder, parts);
          bodies(builder);
          adapters(builder);
          builder.withMethodBody(
              "newInstance",
              MethodTypeDesc.of(INSTANCE),
              Classes.PUBLIC,
              cb -> create(cb, layout.instanceClass(), INSTANCE));
          openData(builder);
          layout.facade().startFunction().ifPresent(function -> prepare(builder, function));
        });
  }

  /** Names the classes that a program's first call needs, which loads them. */
  private void prepare(ClassBuilder builder, int function) {
    if (function < layout.module().importedFunctions()) {
      return;
    }
    int body = layout.escapes().bodyOf(function);
    builder.withMethodBody(
        "prepare",
        ConstantDescs.MTD_void,
        Classes.PUBLIC,
        cb -> cb.ldc(layout.codeClass(body)).pop().ldc(layout.ownerOf(function)).pop().return_());
  }

  private static void text(ClassBuilder builder, String name, String value) {
    builder.withMethodBody(
        name, MethodTypeDesc.of(STRING), Classes.PUBLIC, cb -> cb.loadConstant(value).areturn());
  }

  /** The cast never fails; without it the verifier would load all these classes to know that. */
  private static void create(CodeBuilder cb, ClassDesc type, ClassDesc result) {
    cb.new_(type)
        .dup()
        .invokespecial(type, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
        .checkcast(result)
        .areturn();
  }

  private interface Case {
    void emit(CodeBuilder cb, int index);
  }

  /**
   * A method that switches on its argument; each case returns, others return null. Many cases are
   * in methods of their own.
   */
  private void indexed(ClassBuilder builder, String name, ClassDesc result, int count, Case one) {
    MethodTypeDesc type = MethodTypeDesc.of(result, INT);
    if (count <= MAX_CASES) {
      builder.withMethodBody(
          name, type, Classes.PUBLIC, cb -> dispatch(cb, 0, count, i -> one.emit(cb, i)));
      return;
    }
    int parts = (count + MAX_CASES - 1) / MAX_CASES;
    for (int p = 0; p < parts; p++) {
      int from = p * MAX_CASES;
      int to = Math.min(count, from + MAX_CASES);
      builder.withMethodBody(
          name + "$" + p,
          type,
          ClassFile.ACC_PRIVATE,
          cb -> dispatch(cb, from, to, i -> one.emit(cb, i)));
    }
    builder.withMethodBody(
        name,
        type,
        Classes.PUBLIC,
        cb -> {
          for (int p = 0; p < parts; p++) {
            Label next = cb.newLabel();
            cb.iload(1).loadConstant((p + 1) * MAX_CASES).if_icmpge(next);
            cb.aload(0).iload(1).invokevirtual(layout.moduleClass(), name + "$" + p, type);
            cb.areturn().labelBinding(next);
          }
          cb.aconst_null().areturn();
        });
  }

  private static void dispatch(CodeBuilder cb, int from, int to, IntConsumer one) {
    if (from < to) {
      Label none = cb.newLabel();
      List<SwitchCase> cases = new ArrayList<>();
      for (int i = from; i < to; i++) {
        cases.add(SwitchCase.of(i, cb.newLabel()));
      }
      cb.iload(1).tableswitch(from, to - 1, none, cases);
      for (int i = from; i < to; i++) {
        cb.labelBinding(cases.get(i - from).target());
        one.accept(i);
      }
      cb.labelBinding(none);
    }
    cb.aconst_null().areturn();
  }

  /**
   * Most of a large descriptor is lists, of which few items are ever looked at: its parts are in
   * classes of their own, so that they are not read with the module class. The first and last are,
   * which every module is asked for.
   */
  private void descriptor(ClassBuilder builder, List<String> parts) {
    indexed(
        builder,
        "descriptor",
        STRING,
        parts.size(),
        (cb, i) -> {
          if (i == 0 || i == parts.size() - 1) {
            cb.loadConstant(parts.get(i));
          } else {
            cb.invokestatic(layout.descriptorClass(i), PART, PART_TYPE);
          }
          cb.areturn();
        });
  }

  private static byte[] part(ClassDesc name, String text) {
    return Classes.build(
        name,
        OBJECT,
        0,
        null,
        builder ->
            builder.withMethodBody(
                PART, PART_TYPE, ClassFile.ACC_STATIC, cb -> cb.loadConstant(text).areturn()));
  }

  private void bodies(ClassBuilder builder) {
    int count = layout.escapes().bodies().size();
    indexed(builder, "code", CODE, count, (cb, i) -> create(cb, layout.codeClass(i), CODE));
  }

  private void adapters(ClassBuilder builder) {
    indexed(
        builder,
        "adapter",
        CODE,
        layout.shapes().length,
        (cb, i) -> {
          AdapterClass.create(cb, layout, i);
          cb.areturn();
        });
  }

  /**
   * From the resource, or from a constant of one character per byte: the JDK has a method for the
   * low bytes of characters that needs no charset. Only a class of the module itself may open its
   * resources on the module path.
   */
  private void openData(ClassBuilder builder) {
    MethodTypeDesc type = MethodTypeDesc.of(INPUT_STREAM);
    boolean none = layout.module().data().isEmpty();
    builder.withMethodBody(
        "openData",
        type,
        Classes.PUBLIC,
        cb -> {
          if (none) {
            cb.aconst_null().areturn();
          } else if (DataResource.isConstant(layout.module())) {
            byte[] content = DataResource.of(layout.module());
            cb.loadConstant(content.length)
                .newarray(TypeKind.BYTE)
                .astore(1)
                .loadConstant(new String(content, StandardCharsets.ISO_8859_1))
                .loadConstant(0)
                .loadConstant(content.length)
                .aload(1)
                .loadConstant(0)
                .invokevirtual(STRING, "getBytes", MethodTypeDesc.of(VOID, INT, INT, BYTES, INT))
                .new_(BYTE_ARRAY_INPUT_STREAM)
                .dup()
                .aload(1)
                .invokespecial(
                    BYTE_ARRAY_INPUT_STREAM,
                    ConstantDescs.INIT_NAME,
                    MethodTypeDesc.of(VOID, BYTES))
                .areturn();
          } else {
            cb.ldc(layout.moduleClass())
                .loadConstant(layout.dataResource())
                .invokevirtual(
                    ConstantDescs.CD_Class,
                    "getResourceAsStream",
                    MethodTypeDesc.of(INPUT_STREAM, STRING))
                .areturn();
          }
        });
  }
}
