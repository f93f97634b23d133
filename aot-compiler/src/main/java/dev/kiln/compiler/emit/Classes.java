package dev.kiln.compiler.emit;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What all emitted classes have in common. */
final class Classes {
  static final int PUBLIC = ClassFile.ACC_PUBLIC;
  private static final int CHUNK = 64;
  private static final ClassFile FILES =
      ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(Abi.HIERARCHY));

  private Classes() {}

  /** Builds a final class of release 17. */
  static byte[] build(
      ClassDesc name,
      ClassDesc superclass,
      int access,
      String source,
      Consumer<ClassBuilder> content) {
    return FILES.build(
        name,
        builder -> {
          builder
              .withVersion(ClassFile.JAVA_17_VERSION, 0)
              .withFlags(access | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
              .withSuperclass(superclass)
              .with(SourceFileAttribute.of(source));
          content.accept(builder);
        });
  }

  /** Builds an interface of release 17 that extends {@code interfaces}. */
  static byte[] buildInterface(
      ClassDesc name, List<ClassDesc> interfaces, String source, Consumer<ClassBuilder> content) {
    return FILES.build(
        name,
        builder -> {
          builder
              .withVersion(ClassFile.JAVA_17_VERSION, 0)
              .withFlags(PUBLIC | ClassFile.ACC_INTERFACE | ClassFile.ACC_ABSTRACT)
              .withInterfaceSymbols(interfaces)
              .with(SourceFileAttribute.of(source));
          content.accept(builder);
        });
  }

  /** A constructor without parameters. */
  static void constructor(ClassBuilder builder, ClassDesc superclass, int access) {
    builder.withMethodBody(
        ConstantDescs.INIT_NAME,
        ConstantDescs.MTD_void,
        access,
        cb ->
            cb.aload(0)
                .invokespecial(superclass, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                .return_());
  }

  /**
   * An instance method that runs {@code pieces} in order. Many pieces go to methods of their own,
   * so that none becomes too large.
   */
  static void chunked(
      ClassBuilder builder,
      ClassDesc owner,
      String name,
      MethodTypeDesc type,
      int access,
      List<Consumer<CodeBuilder>> pieces) {
    if (pieces.size() <= CHUNK) {
      builder.withMethodBody(
          name,
          type,
          access,
          cb -> {
            pieces.forEach(piece -> piece.accept(cb));
            cb.return_();
          });
      return;
    }
    int chunks = (pieces.size() + CHUNK - 1) / CHUNK;
    for (int i = 0; i < chunks; i++) {
      List<Consumer<CodeBuilder>> part =
          pieces.subList(i * CHUNK, Math.min(pieces.size(), (i + 1) * CHUNK));
      chunked(builder, owner, name + "$" + i, type, ClassFile.ACC_PRIVATE, part);
    }
    List<Consumer<CodeBuilder>> calls = new ArrayList<>();
    for (int i = 0; i < chunks; i++) {
      String part = name + "$" + i;
      calls.add(
          cb -> {
            cb.aload(0);
            for (int p = 0; p < type.parameterCount(); p++) {
              cb.aload(p + 1);
            }
            cb.invokevirtual(owner, part, type);
          });
    }
    builder.withMethodBody(
        name,
        type,
        access,
        cb -> {
          calls.forEach(call -> call.accept(cb));
          cb.return_();
        });
  }
}
