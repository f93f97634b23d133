package dev.kiln.it.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.CompiledClassLoader;
import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.runtime.Engine;
import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.abi.Abi;
import dev.kiln.runtime.abi.ModuleClass;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ConstantDesc;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Modules that other versions of the compiler made, in one runtime. */
class VersionsIT {
  /** A module "compiled" by that version for that ABI: its class says so. */
  private static ModuleClass compiled(String name, String version, int abi) {
    byte[] wasm =
        Assembler.assemble(
            """
            (func (export "run") (param i32) (result i32) local.get 0 i32.const 1 i32.add)
            """);
    CompiledModule module =
        Compiler.compile(name + ".wasm", wasm, CompileOptions.of("versions." + name));
    Map<String, byte[]> files = new HashMap<>(module.files());
    files.computeIfPresent(
        "versions/" + name + ".class",
        (path, bytes) ->
            returning(returning(bytes, "abiVersion", abi), "compilerVersion", version));
    return new CompiledClassLoader(VersionsIT.class.getClassLoader(), files)
        .newModule(module.className());
  }

  private static byte[] returning(byte[] bytes, String method, ConstantDesc value) {
    ClassFile classes = ClassFile.of();
    return classes.transformClass(
        classes.parse(bytes),
        ClassTransform.transformingMethodBodies(
            m -> m.methodName().equalsString(method),
            CodeTransform.ofStateful(
                () ->
                    (builder, element) -> {
                      if (element instanceof ReturnInstruction end) {
                        builder.loadConstant(value).with(end);
                      } else if (!(element instanceof Instruction)) {
                        builder.with(element);
                      }
                    })));
  }

  @Test
  void versionsOfOneAbiShareARuntime() throws Exception {
    Engine engine = new Engine();
    Store<?> store = Store.of(engine);
    for (String version : new String[] {"0.0.9", "7.1"}) {
      ModuleClass module = compiled("Fine", version, Abi.VERSION);
      assertEquals(version, module.compilerVersion());
      assertArrayEquals(
          new Object[] {42},
          new Linker(engine)
              .instantiate(store, Module.of(engine, module))
              .getFunction("run")
              .call(41));
    }
  }

  @Test
  void anotherAbiIsRefusedInASentenceThatNamesBoth() throws Exception {
    int other = Abi.VERSION + 1;
    ModuleClass module = compiled("Newer", "7.1", other);
    LinkException refused =
        assertThrows(LinkException.class, () -> Module.of(new Engine(), module));
    String message = refused.getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.startsWith("Newer.wasm was compiled by Kiln 7.1 "), message);
    assertTrue(message.contains("ABI " + other + ","), message);
    assertTrue(message.contains("ABI " + Abi.VERSION + ":"), message);
  }
}
