package dev.kiln.it.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.CompiledClassLoader;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.runtime.Engine;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.Global;
import dev.kiln.runtime.GlobalType;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.ValType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A module that imports a function {@code env.twice}, given something else. */
class LinkingIT {
  private Engine engine;
  private Store<?> store;
  private Module module;

  @BeforeEach
  void compile() {
    byte[] wasm =
        Assembler.assemble(
            """
            (import "env" "twice" (func $twice (param i32) (result i32)))
            (func (export "run") (param i32) (result i32) local.get 0 call $twice)
            """);
    engine = new Engine();
    store = Store.of(engine);
    module =
        Module.of(
            engine,
            CompiledClassLoader.load(
                Compiler.compile("needy.wasm", wasm, CompileOptions.of("input.Needy"))));
  }

  private String refused(Linker linker) {
    LinkException e = assertThrows(LinkException.class, () -> linker.instantiate(store, module));
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    assertStoreWorks();
    return e.getMessage();
  }

  /** A refusal leaves no trace: what fits is linked and runs. */
  private void assertStoreWorks() {
    Linker linker = new Linker(engine);
    linker.function(
        "env",
        "twice",
        FuncType.of(ValType.I32).returns(ValType.I32),
        (caller, args) -> new Object[] {2 * (int) args[0]});
    Instance instance = linker.instantiate(store, module);
    assertArrayEquals(new Object[] {42}, instance.getFunction("run").call(21));
  }

  @Test
  void missing() {
    String message = refused(new Linker(engine));
    assertTrue(message.startsWith("needy.wasm: "), message);
    assertTrue(message.contains("unknown import \"env\" \"twice\""), message);
    assertTrue(message.contains("[i32] -> [i32]"), message);
  }

  @Test
  void anotherFunctionType() {
    Linker linker = new Linker(engine);
    linker.function("env", "twice", FuncType.of(ValType.I64), (caller, args) -> new Object[0]);
    String message = refused(linker);
    assertTrue(message.startsWith("needy.wasm: import \"env\" \"twice\": "), message);
    assertTrue(message.contains("incompatible import type"), message);
    assertTrue(message.contains("[i32] -> [i32]"), message);
    assertTrue(message.contains("[i64] -> []"), message);
  }

  @Test
  void anotherKind() {
    Linker linker = new Linker(engine);
    linker.define("env", "twice", Global.create(store, new GlobalType(ValType.I32, false), 2));
    String message = refused(linker);
    assertTrue(message.contains("incompatible import type"), message);
    assertTrue(message.contains("global i32"), message);
  }
}
