package dev.kiln.compiler.emit.code;

import static dev.kiln.runtime.NumType.F64;
import static dev.kiln.runtime.NumType.I32;
import static dev.kiln.runtime.NumType.I64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.compiler.testing.Compiled;
import dev.kiln.runtime.Engine;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.Table;
import dev.kiln.runtime.Trap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The only {@code call_indirect} of a type with very many functions. */
class TargetTreeTest {
  private static final FuncType TYPE = FuncType.of(I32, F64, I64).returns(F64);

  /** After so many functions of the type stands one of another type with the same shape. */
  private static final int EVERY = 7;

  /** In the table: the host's function, the others, and two nulls. */
  private static String module(int functions, int sites) {
    StringBuilder text = new StringBuilder("(type $t (func (param i32 f64 i64) (result f64)))\n");
    text.append("(import \"env\" \"f\" (func $host (param i32 f64 i64) (result f64)))\n");
    text.append("(global (export \"called\") (mut i32) (i32.const 0))\n");
    StringBuilder elements = new StringBuilder("(elem (i32.const 0) $host");
    for (int i = 0; i < functions; i++) {
      text.append("(func $f").append(i).append(" (param i32 f64 i64) (result f64)\n");
      text.append("  global.get 0 i32.const 1 i32.add global.set 0\n");
      text.append("  local.get 0 f64.convert_i32_s local.get 1 f64.add\n");
      text.append("  local.get 2 f64.convert_i64_s f64.add\n");
      text.append("  i32.const ").append(1000 * i).append(" f64.convert_i32_s f64.add)\n");
      elements.append(" $f").append(i);
      if (i % EVERY == EVERY - 1) {
        text.append("(func $other").append(i).append(" (param i32 i32 i32) (result i32)\n");
        text.append("  i32.const 7)\n");
        elements.append(" $other").append(i);
      }
    }
    int size = 1 + functions + functions / EVERY;
    text.append("(table (export \"t\") ").append(size + 2).append(" funcref)\n");
    for (int s = 0; s < sites; s++) {
      text.append("(func (export \"call").append(s);
      text.append("\") (param i32 i32 f64 i64) (result f64)\n");
      text.append("  local.get 1 local.get 2 local.get 3 local.get 0 call_indirect (type $t))\n");
    }
    return text + elements.append(")\n").toString();
  }

  private static Instance instantiate(Compiled compiled, Store<?> store) {
    return compiled.instantiate(
        store,
        linker ->
            linker.function(
                "env", "f", TYPE, (caller, args) -> new Object[] {(double) args[1] - 5000}));
  }

  private static double call(Instance instance, int site, int index) {
    return (double) instance.getFunction("call" + site).call(index, 3, 0.5, 40L)[0];
  }

  private static int size(Instance instance) {
    return instance.getTable("t").size() - 2;
  }

  /** Calls every element, which does what it should, or is of another type. */
  private static void callAll(Instance instance, int functions, int site) {
    assertEquals(-4999.5, call(instance, site, 0));
    int index = 1;
    for (int i = 0; i < functions; i++) {
      assertEquals(43.5 + 1000 * i, call(instance, site, index++), "function " + i);
      if (i % EVERY == EVERY - 1) {
        int other = index++;
        Trap trap = assertThrows(Trap.class, () -> call(instance, site, other));
        assertEquals(Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH, trap.kind());
      }
    }
    for (int end : new int[] {index, index + 1}) {
      Trap trap = assertThrows(Trap.class, () -> call(instance, site, end));
      assertEquals(Trap.Kind.UNINITIALIZED_ELEMENT, trap.kind());
    }
    for (int beyond : new int[] {index + 2, -1, Integer.MIN_VALUE}) {
      Trap trap = assertThrows(Trap.class, () -> call(instance, site, beyond));
      assertEquals(Trap.Kind.UNDEFINED_ELEMENT, trap.kind());
    }
  }

  @ParameterizedTest(name = "{0} functions, {1} call sites")
  @CsvSource({
    "128, 1, false", // a switch at the call site
    "129, 1, true",
    "1000, 1, true",
    "4096, 1, true",
    "4097, 1, false", // through their Code
    "200, 2, false",
  })
  void everyFunctionIsFound(int functions, int sites, boolean tree) {
    Compiled compiled = Compiled.ofText(module(functions, sites));
    assertEquals(
        tree, compiled.files().keySet().stream().anyMatch(file -> file.matches("t/M\\$T\\d+.*")));
    Instance instance = instantiate(compiled, Store.of(new Engine()));
    for (int site = 0; site < sites; site++) {
      callAll(instance, functions, site);
    }
    assertEquals(functions * sites, instance.getGlobal("called").get());
  }

  @Test
  void aFunctionOfAnotherInstanceRunsInItsOwn() {
    Compiled compiled = Compiled.ofText(module(300, 1));
    Store<?> store = Store.of(new Engine());
    Instance instance = instantiate(compiled, store);
    Instance another = instantiate(compiled, store);
    Table table = instance.getTable("t");
    // Where another one stood that was called before, and at the end.
    assertEquals(43.5, call(instance, 0, 1));
    table.set(1, another.getTable("t").get(20));
    table.set(size(instance) + 1, another.getTable("t").get(1));

    assertEquals(43.5 + 17_000, call(instance, 0, 1));
    assertEquals(43.5, call(instance, 0, size(instance) + 1));
    assertEquals(43.5 + 1000, call(instance, 0, 2));
    assertEquals(2, instance.getGlobal("called").get());
    assertEquals(2, another.getGlobal("called").get());
  }
}
