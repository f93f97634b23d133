package dev.kiln.compiler.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.Compiled;
import dev.kiln.compiler.testing.Functions;
import dev.kiln.compiler.testing.RandomModule;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodSizeTest {
  /** The code length of each function's method, in order. */
  private static List<Integer> sizes(Compiled compiled) {
    List<Integer> sizes = new ArrayList<>();
    for (ClassModel model : compiled.functionClasses().values()) {
      for (MethodModel method : model.methods()) {
        CodeAttribute code = (CodeAttribute) method.code().orElseThrow();
        sizes.add(code.codeLength());
      }
    }
    return sizes;
  }

  /**
   * Estimates are at least the size, and at most so much more. Functions that are split have no
   * size of their own. Returns how many have.
   */
  private static int check(byte[] wasm, String what, double factor, int slack) {
    return check(wasm, what, factor, slack, false);
  }

  private static int check(byte[] wasm, String what, double factor, int slack, boolean metered) {
    Functions functions = Functions.of(wasm, metered);
    CompileOptions options = new CompileOptions(Compiled.CLASS, 1);
    List<Integer> sizes = sizes(Compiled.of(wasm, options.withInterruption(metered, metered)));
    int count = 0;
    for (int i = 0; i < sizes.size(); i++) {
      IrFunction function = functions.lowered().get(i);
      int estimate = functions.size(function);
      if (estimate <= CompileOptions.METHOD_LIMIT) {
        int size = sizes.get(i);
        String text = what + " func" + function.index() + ": " + size + ", estimate " + estimate;
        assertTrue(estimate >= size, text);
        assertTrue(estimate <= factor * size + slack, text);
        count++;
      }
    }
    return count;
  }

  @Test
  void randomFunctions() {
    int count = 0;
    for (int seed = 1; seed <= 12; seed++) {
      byte[] wasm = Assembler.assemble(new RandomModule(seed, 40).text());
      count += check(wasm, "seed " + seed, 2, 400);
      count += check(wasm, "metered, seed " + seed, 2, 400, true);
    }
    assertTrue(count > 800, "functions: " + count);
  }

  /** One construct many times, so that no slack hides a byte that was forgotten. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f32 NaN            | f32.const nan local.get 2 f32.add local.set 2",
        "f32 NaN negative   | f32.const -nan local.get 2 f32.add local.set 2",
        "f64 NaN            | f64.const nan local.get 3 f64.add local.set 3",
        "f32 cell           | global.get 0 local.set 2",
        "f64 cell           | global.get 1 local.set 3",
        "f32 cell set       | local.get 2 global.set 0",
        "i64.store16        | local.get 0 local.get 1 i64.store16",
        "i32.store16        | local.get 0 local.get 0 i32.store16",
        "i64.store32        | local.get 0 local.get 1 i64.store32 offset=1000000",
        "i32.store8         | local.get 0 local.get 0 i32.store8 offset=1000000",
        "i64.load8_u        | local.get 0 i64.load8_u local.set 1",
        "i64.load32_u       | local.get 0 i64.load32_u offset=70000 local.set 1",
        "i32.load16_u       | local.get 0 i32.load16_u offset=7 local.set 0",
        "f64.load           | local.get 0 f64.load offset=2147483640 local.set 3",
        "f64.load far       | local.get 0 f64.load offset=0xfffffff0 local.set 3",
        "grow               | local.get 0 memory.grow local.get 0 i32.load i32.add local.set 0",
        "grow 2 memories    | local.get 0 memory.grow local.get 0 i32.load local.get 0 i32.load 1"
            + " i32.add i32.add local.set 0",
        "fill               | local.get 0 local.get 0 local.get 0 memory.fill",
        "copy               | local.get 0 local.get 0 local.get 0 memory.copy",
        "init               | local.get 0 local.get 0 local.get 0 memory.init 0",
        "table fill         | local.get 0 ref.null func local.get 0 table.fill 0",
        "table copy         | local.get 0 local.get 0 local.get 0 table.copy 0 0",
        "table grow         | ref.null func local.get 0 table.grow 0 local.set 0",
        "loop               | loop local.get 0 br_if 0 end",
        "call               | local.get 0 call 4",
        "size               | memory.size local.set 0",
        "multiple results   | call 0 local.set 2 local.set 3 local.set 2",
        "import             | local.get 0 call 1 local.set 0",
        "import window      | local.get 2 local.get 2 local.get 2 local.get 2 local.get 2"
            + " local.get 2 local.get 2 call 2 local.set 2",
        "indirect           | local.get 2 local.get 0 call_indirect (param f32) (result f32)"
            + " local.set 2",
        "ref                | ref.func 3 ref.is_null local.set 0",
        "select             | local.get 0 local.get 0 local.get 0 select local.set 0",
        "select ordered     | local.get 0 local.get 0 local.get 1 local.get 1 i64.lt_u select"
            + " local.set 0",
        "select float       | local.get 2 local.get 2 local.get 3 local.get 3 f64.lt select"
            + " local.set 2",
        "branch             | local.get 0 local.get 0 i32.lt_u br_if 0",
        "branch and         | local.get 0 local.get 0 i32.lt_u local.get 0 local.get 0 i32.eq"
            + " i32.and br_if 0",
        "eqz eqz            | local.get 1 i64.eqz i32.eqz br_if 0",
        "compare            | local.get 0 local.get 0 i32.lt_u local.set 0",
        "compare i64        | local.get 1 local.get 1 i64.lt_u local.set 0",
        "compare f64        | local.get 3 local.get 3 f64.lt local.set 0",
        "rotl               | local.get 1 i64.const 5 i64.rotl local.set 1",
        "rotl variable      | local.get 1 local.get 1 i64.rotl local.set 1",
        "divide             | local.get 0 i32.const 10 i32.div_u local.set 0",
        "add128             | local.get 1 local.get 1 local.get 1 local.get 1 i64.add128"
            + " local.set 1 local.set 1",
        "sub128             | local.get 1 local.get 1 local.get 1 local.get 1 i64.sub128"
            + " local.set 1 local.set 1",
        "mul_wide_s         | local.get 1 local.get 1 i64.mul_wide_s local.set 1 local.set 1",
        "mul_wide_u         | local.get 1 local.get 1 i64.mul_wide_u local.set 1 local.set 1",
        "copysign           | local.get 3 local.get 3 f64.copysign local.set 3",
        "abs                | local.get 2 f32.abs local.set 2",
        "abs double         | local.get 3 f64.abs local.set 3",
        "nearest            | local.get 2 f32.nearest local.set 2",
        "convert            | local.get 0 f32.convert_i32_u local.set 2",
        "truncate           | local.get 2 i64.trunc_f32_u local.set 1",
        "return             | local.get 0 if local.get 2 local.get 3 local.get 2 return end"
      })
  void oneConstruct(String what, String code) {
    String results = what.equals("return") ? " (result f32 f64 f32)" : "";
    String end = results.isEmpty() ? "" : "\nlocal.get 2 local.get 3 local.get 2";
    int times = 400;
    byte[] wasm;
    do {
      times = times * 3 / 4;
      wasm = Assembler.assemble(module(results, (code + "\n").repeat(times) + end));
    } while (size(wasm) > CompileOptions.METHOD_LIMIT);
    assertTrue(times > 20, "times: " + times);
    assertEquals(2, check(wasm, what, 7, 200));
    assertEquals(2, check(wasm, what + ", metered", 7, 200, true));
  }

  private static int size(byte[] wasm) {
    Functions functions = Functions.of(wasm, true);
    return functions.size(functions.lowered().get(0));
  }

  private static String module(String results, String code) {
    return """
    (import "h" "0" (func (result f32 f64 f32)))
    (import "h" "1" (func (param i32) (result i32)))
    (import "h" "2" (func (param f32 f32 f32 f32 f32 f32 f32) (result f32)))
    (memory (export "m") 1 2) (memory 1) (data "x")
    (table 1 funcref) (elem declare func 3)
    (global (export "f") (mut f32) (f32.const 0)) (global (export "d") (mut f64) (f64.const 0))
    (func (param i32 i64 f32 f64)\
    """
        + results
        + " (local i32 i64 f32 f64)\n"
        + code
        + ")\n(func (param i32) i32.const 0 memory.grow drop)";
  }

  @Test
  void wideSlots() {
    String text =
        "(func (param i32) (result i32) (local"
            + " i32".repeat(400)
            + ")\n"
            + "local.get 0\nlocal.set 399\nlocal.get 399\ni32.const 1\ni32.add\nlocal.set 398\n"
                .repeat(150)
            + IntStream.range(200, 400)
                .mapToObj(i -> "local.get 0\nlocal.set " + i + "\n")
                .reduce("", String::concat)
            + "local.get 300)";
    assertEquals(1, check(Assembler.assemble(text), "wide", 2, 200));
  }

  @Test
  void parametersThroughTheWindow() {
    String text = "(func (param" + " f32".repeat(320) + ") (result f32)\nlocal.get 5)";
    assertEquals(1, check(Assembler.assemble(text), "window", 2, 500));
  }

  @Test
  void manyResults() {
    String text =
        "(func (result"
            + " f32".repeat(250)
            + ")\n"
            + "f32.const 0.5\n".repeat(250)
            + ")\n(func (local f32)\ncall 0\n"
            + "local.set 0\n".repeat(250)
            + ")";
    assertEquals(2, check(Assembler.assemble(text), "results", 2, 500));
  }

  @Test
  void manyMemories() {
    StringBuilder code = new StringBuilder("(memory 1)".repeat(100) + "(func (param i32)\n");
    for (int i = 0; i < 100; i++) {
      code.append("local.get 0\nlocal.get 0\ni32.store ").append(i).append('\n');
    }
    assertEquals(1, check(Assembler.assemble(code + ")"), "memories", 2, 200));
  }
}
