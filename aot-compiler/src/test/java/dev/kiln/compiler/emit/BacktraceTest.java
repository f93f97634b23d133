package dev.kiln.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.testing.Compiled;
import dev.kiln.runtime.HostBody;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Trap;
import dev.kiln.runtime.WasmBacktrace;
import dev.kiln.runtime.WasmBacktrace.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The wasm functions that a trap and a host exception name, in real compiled classes. */
class BacktraceTest {
  private static List<Integer> indices(Throwable thrown) {
    return WasmBacktrace.of(thrown).frames().stream().map(Frame::functionIndex).toList();
  }

  @Test
  void everyTrapNamesItsFunctionAlsoWhenItIsHot() {
    String text =
        """
        (memory 1)
        (func $load (param i32) (result i32) local.get 0 i32.load)
        (func $divide (param i32) (result i32) i32.const 7 local.get 0 i32.div_u)
        (func (export "load") (param i32) (result i32) local.get 0 call $load)
        (func (export "divide") (param i32) (result i32) local.get 0 call $divide)
        """;
    Instance instance = Compiled.ofText(text).instantiate();
    for (int i = 0; i < 30_000; i++) {
      Trap load = assertThrows(Trap.class, () -> instance.getFunction("load").typed().call(65536));
      Trap divide = assertThrows(Trap.class, () -> instance.getFunction("divide").typed().call(0));
      if (i % 1000 == 0) {
        assertEquals(List.of(0, 2), indices(load));
        assertEquals(List.of(1, 3), indices(divide));
        assertTrue(load.getMessage().startsWith("out of bounds memory access in "));
        assertTrue(divide.getMessage().startsWith("integer divide by zero in "));
      }
    }
  }

  @Test
  void aFunctionInChunksIsOneFrame() {
    String text =
        "(func (export \"f\") (param i32) (result i32) (local i32)\n"
            + "local.get 0 local.set 1\n"
            + "local.get 1 i32.const 3 i32.mul i32.const 1 i32.add local.set 1\n".repeat(3000)
            + "i32.const 1 local.get 0 i32.div_s)\n"
            + "(func (export \"g\") (param i32) (result i32) local.get 0 call 0)";
    Instance instance = Compiled.ofText(text).instantiate();

    Trap trap = assertThrows(Trap.class, () -> instance.getFunction("g").call(0));

    assertTrue(
        List.of(trap.getStackTrace()).stream()
            .anyMatch(frame -> frame.getClassName().contains("$S")),
        "the function is not split");
    assertEquals(List.of(0, 1), indices(trap));
  }

  @Test
  void aHostExceptionHasTheFramesOfAllCallsBelow() {
    String text =
        """
        (import "env" "f" (func $f (param i32) (result i32)))
        (func (export "a") (param i32) (result i32) local.get 0 call $f)
        (func (export "b") (param i32) (result i32) local.get 0 call 1)
        """;
    IllegalStateException thrown = new IllegalStateException("mine");
    Instance[] self = new Instance[1];
    self[0] =
        Compiled.ofText(text)
            .instantiate(
                linker ->
                    linker.function(
                        "env",
                        "f",
                        HostBody.ints(
                            a -> {
                              if (a == 0) {
                                throw thrown;
                              }
                              return (int) self[0].getFunction("b").typed().call(a - 1);
                            })));

    assertSame(
        thrown,
        assertThrows(IllegalStateException.class, () -> self[0].getFunction("b").typed().call(1)));
    assertEquals(List.of(1, 2, 1, 2), indices(thrown));
    assertEquals(1, thrown.getSuppressed().length);
  }

  @Test
  void recursionThroughTwinsIsAFrameEach() {
    String text =
        """
        (func $down (export "f") (param i32) (result i32)
          local.get 0 i32.eqz
          if (result i32) unreachable else local.get 0 i32.const 1 i32.sub call $down end)
        """;
    Instance instance = Compiled.ofText(text).instantiate();

    Trap trap = assertThrows(Trap.class, () -> instance.getFunction("f").call(4));

    assertEquals(List.of(0, 0, 0, 0, 0), indices(trap));
    assertEquals(Trap.Kind.UNREACHABLE, trap.kind());
  }
}
