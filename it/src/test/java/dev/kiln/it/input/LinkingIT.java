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

  /** Refused in one line with these parts. */
  private void refused(Linker linker, String... parts) {
    LinkException e = assertThrows(LinkException.class, () -> linker.instantiate(store, module));
    String message = e.getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.startsWith("needy.wasm: "), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
    assertStoreWorks();
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
    refused(new Linker(engine), "unknown import \"env\" \"twice\"", "[i32] -> [i32]");
  }

  @Test
  void anotherFunctionType() {
    Linker linker = new Linker(engine);
    linker.function("env", "twice", FuncType.of(ValType.I64), (caller, args) -> new Object[0]);
    refused(
        linker,
        "needy.wasm: import \"env\" \"twice\": ",
        "incompatible import type",
        "[i32] -> [i32]",
        "[i64] -> []");
  }

  @Test
  void anotherKind() {
    Linker linker = new Linker(engine);
    linker.define("env", "twice", Global.create(store, new GlobalType(ValType.I32, false), 2));
    refused(linker, "incompatible import type", "global i32");
  }
}
