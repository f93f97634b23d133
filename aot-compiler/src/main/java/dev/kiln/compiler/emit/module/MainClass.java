package dev.kiln.compiler.emit.module;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * The class with a {@code main} for a WASI command, apart from the module class so that only it
 * needs WASI:
 *
 * <pre>{@code
 * public final class CalculatorMain extends WasiMain {
 *   public static void main(String[] args) { new CalculatorMain().run(args); }
 *   protected ModuleClass module() { return (ModuleClass) new Calculator(); }
 * }
 * }</pre>
 *
 * <p>The cast keeps the JVM's verifier from loading the module class to see what it extends: the
 * program's thread is to be there before.
 */
final class MainClass {
  private static final ClassDesc WASI_MAIN = ClassDesc.of("dev.kiln.wasi.WasiMain");

  private MainClass() {}

  static byte[] emit(ModuleLayout layout, ClassDesc self) {
    return Classes.build(
        self,
        WASI_MAIN,
        Classes.PUBLIC,
        layout.sourceName(),
        builder -> {
          Classes.constructor(builder, WASI_MAIN, ClassFile.ACC_PRIVATE);
          builder.withMethodBody(
              "main",
              MethodTypeDesc.of(VOID, STRING.arrayType()),
              Classes.PUBLIC | ClassFile.ACC_STATIC,
              cb ->
                  create(cb, self)
                      .aload(0)
                      .invokevirtual(self, "run", MethodTypeDesc.of(VOID, STRING.arrayType()))
                      .return_());
          builder.withMethodBody(
              "module",
              MethodTypeDesc.of(MODULE_CLASS),
              ClassFile.ACC_PROTECTED,
              cb -> create(cb, layout.moduleClass()).checkcast(MODULE_CLASS).areturn());
        });
  }

  private static CodeBuilder create(CodeBuilder cb, ClassDesc type) {
    return cb.new_(type).dup().invokespecial(type, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
  }
}
