package dev.kiln.compiler.emit.host;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.emit.layout.JavaMethods;
import dev.kiln.compiler.facade.HostInterface;
import dev.kiln.compiler.facade.HostInterface.HostMethod;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the static methods of a host interface do, as static methods of the first class of its
 * entries: that is a class file also where the interface is a source, and it is loaded anyway.
 *
 * <pre>
 *   static Linker define(Linker linker, Module module, FilterEnv host) { … }
 *   static void bind(Store store, Module module, FilterEnv host, Extern[] imports) { … }
 * </pre>
 */
final class HostBinding {
  /** How many functions a method defines or binds. */
  private static final int PIECE = 64;

  private final HostInterface host;
  private final ClassDesc self;
  private final List<HostCodeClass> codes;

  HostBinding(HostInterface host, List<HostCodeClass> codes) {
    this.host = host;
    this.self = ClassDesc.of(host.className());
    this.codes = codes;
  }

  /** The class that has the methods. */
  ClassDesc owner() {
    return codes.get(0).name();
  }

  /** The descriptor of {@link HostInterface#DEFINE}, here and in the interface. */
  MethodTypeDesc defineType() {
    return MethodTypeDesc.of(LINKER, LINKER, MODULE, self);
  }

  /** The descriptor of {@link HostInterface#BIND}, here and in the interface. */
  MethodTypeDesc bindType() {
    return MethodTypeDesc.of(VOID, STORE, MODULE, self, EXTERN.arrayType());
  }

  /** Adds the methods to the class that has them. */
  void emit(ClassBuilder builder) {
    define(builder);
    bind(builder);
  }

  private interface Piece {
    void emit(CodeBuilder cb, int importIndex, int codeSlot);
  }

  private void define(ClassBuilder builder) {
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
        HostInterface.DEFINE,
        defineType(),
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

  private void bind(ClassBuilder builder) {
    MethodTypeDesc hostFunction = MethodTypeDesc.of(FUNC_REF, STORE, INT, OBJECT, CODE);
    Map<Integer, HostCodeClass> bound = new LinkedHashMap<>();
    for (HostCodeClass code : codes) {
      code.methods().forEach(method -> method.imports().forEach(i -> bound.put(i, code)));
    }
    pieces(
        builder,
        HostInterface.BIND,
        bindType(),
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
      Consumer<CodeBuilder> end) {
    List<Map.Entry<Integer, HostCodeClass>> all = List.copyOf(imports.entrySet());
    int count = all.size() <= PIECE ? 0 : (all.size() + PIECE - 1) / PIECE;
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
        ClassFile.ACC_STATIC,
        cb -> {
          requireHost(cb);
          if (count == 0) {
            each(cb, codeSlot, all, one);
          }
          for (int i = 0; i < count; i++) {
            JavaMethods.load(cb, type, 0);
            cb.invokestatic(owner(), name + "$" + i, type);
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
