package dev.kiln.compiler.emit.layout;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all emitted classes have in common. */
public final class Classes {
  public static final int PUBLIC = ClassFile.ACC_PUBLIC;
  private static final ClassFile FILES =
      ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(Abi.HIERARCHY));

  private Classes() {}

  /**
   * Builds a final class of release 17.
   *
   * @param source what stack traces show; null for a class that is of no use in one
   */
  public static byte[] build(
      ClassDesc name,
      ClassDesc superclass,
      int access,
      @Nullable String source,
      Consumer<ClassBuilder> content) {
    return FILES.build(
        name,
        builder -> {
          builder
              .withVersion(ClassFile.JAVA_17_VERSION, 0)
              .withFlags(access | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
              .withSuperclass(superclass);
          if (source != null) {
            builder.with(SourceFileAttribute.of(source));
          }
          content.accept(builder);
        });
  }

  /** Builds an interface of release 17 that extends {@code interfaces}. */
  public static byte[] buildInterface(
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
  public static void constructor(ClassBuilder builder, ClassDesc superclass, int access) {
    builder.withMethodBody(
        ConstantDescs.INIT_NAME,
        ConstantDescs.MTD_void,
        access,
        cb ->
            cb.aload(0)
                .invokespecial(superclass, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                .return_());
  }
}
