package dev.kiln.compiler.emit.host;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.emit.layout.JavaMethods;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.facade.HostInterface;
import dev.kiln.compiler.facade.HostInterface.HostMethod;
import dev.kiln.compiler.facade.Method;
import dev.kiln.compiler.facade.ResultRecord;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The interface for the functions of one import module, with the same members as its source has
 * where a facade is made (see {@code HostInterfaceSource}):
 *
 * <pre>
 *   public interface FilterEnv {
 *     int add(int a, int b);
 *     default int add(Caller caller, int a, int b) { return add(a, b); }  // what wasm calls
 *     static Linker define(Linker linker, Module module, FilterEnv host) { … }
 *     static void bind(Store store, Module module, FilterEnv host, Extern[] imports) { … }
 *     interface WithCaller extends FilterEnv { … }      // here the one with the caller is abstract
 *     record DivModResult(int r0, int r1) {}
 *   }
 * </pre>
 */
public final class HostInterfaceClass {
  private static final int PUBLIC_STATIC = Classes.PUBLIC | ClassFile.ACC_STATIC;
  private static final ClassDesc ILLEGAL_STATE = ClassDesc.of("java.lang.IllegalStateException");

  private final ModuleLayout layout;
  private final HostInterface host;
  private final ClassDesc self;
  private final ClassDesc withCaller;
  private final List<HostCodeClass> codes;
  private final HostBinding binding;

  public HostInterfaceClass(ModuleLayout layout, HostInterface host) {
    this.layout = layout;
    this.host = host;
    this.self = ClassDesc.of(host.className());
    this.withCaller = self.nested(HostInterface.WITH_CALLER);
    this.codes = HostCodeClass.of(layout, host);
    this.binding = new HostBinding(host, codes);
  }

  /** What makes the class files, by class. */
  public Map<ClassDesc, Supplier<byte[]>> tasks() {
    Map<ClassDesc, Supplier<byte[]>> tasks = new LinkedHashMap<>();
    tasks.put(self, this::emit);
    tasks.put(withCaller, this::emitWithCaller);
    for (ResultRecord record : host.records()) {
      ClassDesc name = JavaMethods.record(self, record);
      tasks.put(
          name,
          () -> RecordClass.emit(name, record, layout.sourceName(), inner(name, record.name())));
    }
    for (HostCodeClass code : codes) {
      Consumer<ClassBuilder> more =
          code.name().equals(binding.owner()) ? binding::emit : nothing -> {};
      tasks.put(code.name(), () -> code.emit(more));
    }
    return tasks;
  }

  /** The nesting of {@code nested}, for its own class file. */
  private List<java.lang.classfile.ClassElement> inner(ClassDesc nested, String name) {
    return List.of(
        NestHostAttribute.of(self), InnerClassesAttribute.of(innerClass(nested, name, false)));
  }

  private InnerClassInfo innerClass(ClassDesc nested, String name, boolean isInterface) {
    int flags =
        PUBLIC_STATIC
            | (isInterface
                ? ClassFile.ACC_INTERFACE | ClassFile.ACC_ABSTRACT
                : ClassFile.ACC_FINAL);
    return InnerClassInfo.of(nested, Optional.of(self), Optional.of(name), flags);
  }

  private byte[] emit() {
    return Classes.buildInterface(
        self,
        List.of(),
        layout.sourceName(),
        builder -> {
          List<ClassDesc> members = new ArrayList<>(List.of(withCaller));
          List<InnerClassInfo> infos =
              new ArrayList<>(List.of(innerClass(withCaller, HostInterface.WITH_CALLER, true)));
          for (ResultRecord record : host.records()) {
            ClassDesc name = JavaMethods.record(self, record);
            members.add(name);
            infos.add(innerClass(name, record.name(), false));
          }
          builder.with(NestMembersAttribute.ofSymbols(members));
          builder.with(InnerClassesAttribute.of(infos));
          for (HostMethod method : host.methods()) {
            abstractMethod(builder, method.method(), false);
            delegate(builder, method.method());
          }
          inBinding(builder, HostInterface.DEFINE, binding.defineType());
          inBinding(builder, HostInterface.BIND, binding.bindType());
        });
  }

  private byte[] emitWithCaller() {
    return Classes.buildInterface(
        withCaller,
        List.of(self),
        layout.sourceName(),
        builder -> {
          builder.with(NestHostAttribute.of(self));
          List<InnerClassInfo> infos = new ArrayList<>();
          infos.add(innerClass(withCaller, HostInterface.WITH_CALLER, true));
          host.records()
              .forEach(r -> infos.add(innerClass(JavaMethods.record(self, r), r.name(), false)));
          builder.with(InnerClassesAttribute.of(infos));
          for (HostMethod method : host.methods()) {
            abstractMethod(builder, method.method(), true);
            refuse(builder, method.method());
          }
        });
  }

  private void abstractMethod(ClassBuilder builder, Method method, boolean caller) {
    builder.withMethod(
        method.name(),
        JavaMethods.type(method, self, caller),
        Classes.PUBLIC | ClassFile.ACC_ABSTRACT,
        mb -> JavaMethods.names(method, caller).ifPresent(mb::with));
  }

  private void delegate(ClassBuilder builder, Method method) {
    MethodTypeDesc plain = JavaMethods.type(method, self, false);
    builder.withMethod(
        method.name(),
        JavaMethods.type(method, self, true),
        Classes.PUBLIC,
        mb -> {
          JavaMethods.names(method, true).ifPresent(mb::with);
          mb.withCode(
              cb -> {
                cb.aload(0);
                JavaMethods.load(cb, plain, 2);
                cb.invokeinterface(self, method.name(), plain);
                cb.return_(TypeKind.from(plain.returnType()));
              });
        });
  }

  /** The method without a caller is never called by wasm. */
  private void refuse(ClassBuilder builder, Method method) {
    builder.withMethodBody(
        method.name(),
        JavaMethods.type(method, self, false),
        Classes.PUBLIC,
        cb ->
            cb.new_(ILLEGAL_STATE)
                .dup()
                .loadConstant(host.refusal(method))
                .invokespecial(
                    ILLEGAL_STATE, ConstantDescs.INIT_NAME, MethodTypeDesc.of(VOID, STRING))
                .athrow());
  }

  /** A static method that is not said twice: the source of the interface has the same line. */
  private void inBinding(ClassBuilder builder, String name, MethodTypeDesc type) {
    builder.withMethodBody(
        name,
        type,
        PUBLIC_STATIC,
        cb -> {
          JavaMethods.load(cb, type, 0);
          cb.invokestatic(binding.owner(), name, type);
          cb.return_(TypeKind.from(type.returnType()));
        });
  }
}
