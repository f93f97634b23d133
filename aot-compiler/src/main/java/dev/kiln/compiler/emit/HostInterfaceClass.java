package dev.kiln.compiler.emit;

import static dev.kiln.compiler.emit.Abi.*;

import dev.kiln.compiler.facade.HostInterface;
import dev.kiln.compiler.facade.HostInterface.HostMethod;
import dev.kiln.compiler.facade.Method;
import dev.kiln.compiler.facade.ResultRecord;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The interface for the functions of one import module, as if written in Java:
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
final class HostInterfaceClass {
  /** How many functions a method of the interface defines or binds. */
  private static final int PIECE = 64;

  private static final int PUBLIC_STATIC = Classes.PUBLIC | ClassFile.ACC_STATIC;
  private static final ClassDesc ILLEGAL_STATE = ClassDesc.of("java.lang.IllegalStateException");

  private final ModuleLayout layout;
  private final HostInterface host;
  private final ClassDesc self;
  private final ClassDesc withCaller;
  private final List<HostCodeClass> codes;

  HostInterfaceClass(ModuleLayout layout, HostInterface host) {
    this.layout = layout;
    this.host = host;
    this.self = ClassDesc.of(host.className());
    this.withCaller = self.nested("WithCaller");
    this.codes = HostCodeClass.of(layout, host);
  }

  /** What makes the class files, by class. */
  Map<ClassDesc, Supplier<byte[]>> tasks() {
    Map<ClassDesc, Supplier<byte[]>> tasks = new LinkedHashMap<>();
    tasks.put(self, this::emit);
    tasks.put(withCaller, this::emitWithCaller);
    for (ResultRecord record : records()) {
      ClassDesc name = JavaMethods.record(self, record);
      tasks.put(
          name,
          () -> RecordClass.emit(name, record, layout.sourceName(), inner(name, record.name())));
    }
    for (HostCodeClass code : codes) {
      tasks.put(code.name(), code::emit);
    }
    return tasks;
  }

  private List<ResultRecord> records() {
    List<ResultRecord> records = new ArrayList<>();
    for (HostMethod method : host.methods()) {
      ResultRecord record = method.method().result();
      if (record != null) {
        records.add(record);
      }
    }
    return records;
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
              new ArrayList<>(List.of(innerClass(withCaller, "WithCaller", true)));
          for (ResultRecord record : records()) {
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
          define(builder);
          bind(builder);
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
          infos.add(innerClass(withCaller, "WithCaller", true));
          records()
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
    String message = host.simpleName() + "." + method.name() + " needs a Caller: give it one";
    builder.withMethodBody(
        method.name(),
        JavaMethods.type(method, self, false),
        Classes.PUBLIC,
        cb ->
            cb.new_(ILLEGAL_STATE)
                .dup()
                .loadConstant(message)
                .invokespecial(
                    ILLEGAL_STATE, ConstantDescs.INIT_NAME, MethodTypeDesc.of(VOID, STRING))
                .athrow());
  }

  private interface Piece {
    void emit(CodeBuilder cb, int importIndex, int codeSlot);
  }

  /** {@code static Linker define(Linker linker, Module module, FilterEnv host)}. */
  private void define(ClassBuilder builder) {
    MethodTypeDesc type = MethodTypeDesc.of(LINKER, LINKER, MODULE, self);
    MethodTypeDesc hostFunction = MethodTypeDesc.of(LINKER, MODULE, INT, OBJECT, CODE);
    Set<String> names = new HashSet<>();
    Map<Integer, HostCodeClass> defined = new LinkedHashMap<>();
    for (HostCodeClass code : codes) {
      for (HostMethod method : code.methods()) {
        // A linker has one definition per name: of a second type of one name it can have none.
        if (names.add(method.method().wasmName())) {
          defined.put(method.imports().get(0), code);
        }
      }
    }
    pieces(
        builder,
        "define",
        type,
        3,
        defined,
        (cb, index, code) ->
            cb.aload(0)
                .aload(1)
                .loadConstant(index)
                .aload(2)
                .aload(code)
                .invokevirtual(LINKER, "hostFunction", hostFunction)
                .pop(),
        cb -> cb.aload(0).areturn());
  }

  /** {@code static void bind(Store store, Module module, FilterEnv host, Extern[] imports)}. */
  private void bind(ClassBuilder builder) {
    MethodTypeDesc type = MethodTypeDesc.of(VOID, STORE, MODULE, self, EXTERN.arrayType());
    MethodTypeDesc hostFunction = MethodTypeDesc.of(FUNC_REF, STORE, INT, OBJECT, CODE);
    Map<Integer, HostCodeClass> bound = new LinkedHashMap<>();
    for (HostCodeClass code : codes) {
      code.methods().forEach(method -> method.imports().forEach(i -> bound.put(i, code)));
    }
    pieces(
        builder,
        "bind",
        type,
        4,
        bound,
        (cb, index, code) ->
            cb.aload(3)
                .loadConstant(index)
                .aload(1)
                .aload(0)
                .loadConstant(index)
                .aload(2)
                .aload(code)
                .invokevirtual(MODULE, "hostFunction", hostFunction)
                .aastore(),
        CodeBuilder::return_);
  }

  /** A static method that does something for each import; in methods of their own if many. */
  private void pieces(
      ClassBuilder builder,
      String name,
      MethodTypeDesc type,
      int codeSlot,
      Map<Integer, HostCodeClass> imports,
      Piece one,
      java.util.function.Consumer<CodeBuilder> end) {
    List<Map.Entry<Integer, HostCodeClass>> all = List.copyOf(imports.entrySet());
    if (all.size() <= PIECE) {
      builder.withMethodBody(
          name,
          type,
          PUBLIC_STATIC,
          cb -> {
            requireHost(cb);
            each(cb, codeSlot, all, one);
            end.accept(cb);
          });
      return;
    }
    int count = (all.size() + PIECE - 1) / PIECE;
    for (int i = 0; i < count; i++) {
      var part = all.subList(i * PIECE, Math.min(all.size(), (i + 1) * PIECE));
      builder.withMethodBody(
          name + "$" + i,
          type,
          ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
          cb -> {
            each(cb, codeSlot, part, one);
            end.accept(cb);
          });
    }
    builder.withMethodBody(
        name,
        type,
        PUBLIC_STATIC,
        cb -> {
          requireHost(cb);
          for (int i = 0; i < count; i++) {
            JavaMethods.load(cb, type, 0);
            cb.invokestatic(self, name + "$" + i, type, true);
            if (!type.returnType().equals(VOID)) {
              cb.pop();
            }
          }
          end.accept(cb);
        });
  }

  /** The host is the third parameter of both methods. */
  private void requireHost(CodeBuilder cb) {
    cb.aload(2).loadConstant("the " + host.simpleName() + " is null");
    cb.invokestatic(JAVA_OBJECTS, "requireNonNull", MethodTypeDesc.of(OBJECT, OBJECT, STRING));
    cb.pop();
  }

  private static void each(
      CodeBuilder cb, int codeSlot, List<Map.Entry<Integer, HostCodeClass>> imports, Piece one) {
    HostCodeClass last = null;
    for (var entry : imports) {
      HostCodeClass code = entry.getValue();
      if (code != last) {
        cb.new_(code.name())
            .dup()
            .invokespecial(code.name(), ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
            .astore(codeSlot);
        last = code;
      }
      one.emit(cb, entry.getKey(), codeSlot);
    }
  }
}
