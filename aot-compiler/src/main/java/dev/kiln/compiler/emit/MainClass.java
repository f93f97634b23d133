package dev.kiln.compiler.emit;

import static dev.kiln.compiler.emit.Abi.*;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * The class with a {@code main} for a WASI command, apart from the module class so that only it
 * needs WASI.
 */
final class MainClass {
  private static final ClassDesc WASI_MAIN = ClassDesc.of("dev.kiln.wasi.WasiMain");

  private MainClass() {}

  static byte[] emit(ModuleLayout layout, ClassDesc self) {
    return Classes.build(
        self,
        OBJECT,
        Classes.PUBLIC,
        layout.sourceName(),
        builder -> {
          Classes.constructor(builder, OBJECT, ClassFile.ACC_PRIVATE);
          builder.withMethodBody(
              "main",
              MethodTypeDesc.of(VOID, STRING.arrayType()),
              Classes.PUBLIC | ClassFile.ACC_STATIC,
              cb ->
                  cb.new_(layout.moduleClass())
                      .dup()
                      .invokespecial(
                          layout.moduleClass(), ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                      .aload(0)
                      .invokestatic(
                          WASI_MAIN,
                          "run",
                          MethodTypeDesc.of(VOID, MODULE_CLASS, STRING.arrayType()))
                      .return_());
        });
  }
}
