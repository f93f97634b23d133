package dev.kiln.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.testing.Compiled;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules at the edges of what the JVM holds: they work, or are refused in a sentence. */
class LimitsTest {
  private static Object run(String text, Object... args) {
    return Compiled.ofText(text).instantiate().getFunction("f").call(args)[0];
  }

  private static String repeat(int count, java.util.function.IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"i32", "i64", "f64"})
  void threeHundredParameters(String type) {
    String text =
        "(func $many (param"
            + (" " + type).repeat(300)
            + ") (result "
            + type
            + ")\nlocal.get 7\nlocal.get 299\n"
            + type
            + ".sub)\n(func (export \"f\") (result "
            + type
            + ")\n"
            + repeat(300, i -> type + ".const " + i * i)
            + "\ncall $many)";
    assertEquals(49.0 - 299 * 299, ((Number) run(text)).doubleValue());
  }

  @Test
  void aThousandResults() {
    String results = repeat(1000, i -> i % 2 == 0 ? "i32" : "f64");
    String text =
        "(func $many (result "
            + results
            + ")\n"
            + repeat(1000, i -> (i % 2 == 0 ? "i32" : "f64") + ".const " + i)
            + ")\n(func (export \"g\") (result "
            + results
            + ") call $many)\n"
            + "(func (export \"f\") (result i32)\ncall $many\n"
            + repeat(999, i -> "drop")
            + ")";
    var instance = Compiled.ofText(text).instantiate();
    assertEquals(0, instance.getFunction("f").call()[0]);
    Object[] all = instance.getFunction("g").call();
    assertEquals(998, all[998]);
    assertEquals(999.0, all[999]);
  }

  @Test
  void manyLocals() {
    int count = 9388;
    StringBuilder code =
        new StringBuilder("(func (export \"f\") (result i32) (local" + " i32".repeat(9388) + ")\n");
    for (int i = 0; i < count; i++) {
      code.append("i32.const ").append(i).append("\nlocal.set ").append(i).append('\n');
    }
    code.append("i32.const 0\n");
    for (int i = 0; i < count; i++) {
      code.append("local.get ").append(i).append("\ni32.add\n");
    }
    assertEquals(count * (count - 1) / 2, run(code + ")"));
  }

  @Test
  void fiftyThousandLocals() {
    String text =
        "(func (export \"f\") (param i32) (result i32) (local"
            + " i64".repeat(49000)
            + ")\n"
            + "local.get 0\nlocal.get 48999\ni32.wrap_i64\ni32.add)";
    assertEquals(5, run(text, 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"block", "loop", "i32.const 1\nif"})
  void nestedBlocks(String block) {
    String text =
        "(func (export \"f\") (result i32)\n"
            + (block + "\n").repeat(20_000)
            + "end\n".repeat(20_000)
            + "i32.const 9)";
    assertEquals(9, run(text));
  }

  @Test
  void nestedBlocksWithBranchesOut() {
    String text =
        "(func (export \"f\") (param i32) (result i32)\n"
            + "block\n".repeat(5000)
            + repeat(5000, i -> "local.get 0\ni32.const " + i + "\ni32.eq\nbr_if " + i + "\nnop")
            + "\n"
            + "end\nlocal.get 0\ni32.const 2\ni32.add\nlocal.set 0\n".repeat(5000)
            + "local.get 0)";
    assertEquals(4990 + 2 * 10, run(text, 4990));
  }

  @Test
  void deepExpressions() {
    String left = "local.get 0\n" + "local.get 0\ni32.add\n".repeat(100_000);
    assertEquals(3 * 100_001, run(unary(left), 3));
    String right = "local.get 0\n".repeat(100_001) + "i32.add\n".repeat(100_000);
    assertEquals(3 * 100_001, run(unary(right), 3));
    String tests = "local.get 0\n" + "i32.eqz\n".repeat(100_000);
    assertEquals(1, run(unary(tests), 3));
  }

  /** The exported function {@code f} of an i32 that returns an i32. */
  private static String unary(String code) {
    return "(func (export \"f\") (param i32) (result i32)\n" + code + ")";
  }

  @Test
  void aSwitchOfRuns() {
    // 16,000 cases in 100 runs.
    String text = switchOf(16_000, 100, i -> i / 160);
    var function = Compiled.ofText(text).instantiate().getFunction("f");
    for (int i : new int[] {0, 1, 159, 160, 161, 8000, 15_839, 15_840, 15_999}) {
      assertEquals(i / 160, function.call(i)[0], "case " + i);
    }
    for (int i : new int[] {16_000, 1 << 20, -1, Integer.MIN_VALUE}) {
      assertEquals(-1, function.call(i)[0], "case " + i);
    }
  }

  @Test
  void aSwitchWithoutRuns() {
    Random random = new Random(3);
    int[] targets = random.ints(9000, 0, 60).toArray();
    var function =
        Compiled.ofText(switchOf(9000, 60, i -> targets[i])).instantiate().getFunction("f");
    for (int i = 0; i < 9000; i += 7) {
      assertEquals(targets[i], function.call(i)[0], "case " + i);
    }
    assertEquals(-1, function.call(9000)[0]);
    assertEquals(-1, function.call(-1)[0]);
  }

  /** A function that returns the number of the target of a case, -1 for the default. */
  private static String switchOf(int cases, int targets, java.util.function.IntUnaryOperator to) {
    return "(func (export \"f\") (param i32) (result i32)\n"
        + "block\n".repeat(targets + 1)
        + "local.get 0\nbr_table "
        + repeat(cases, i -> "" + to.applyAsInt(i))
        + " "
        + targets
        + "\n"
        + repeat(targets, i -> "end\ni32.const " + i + "\nreturn")
        + "\nend\ni32.const -1)";
  }

  @Test
  void aSwitchWithMoreTargetsThanAMethodHolds() {
    var function = Compiled.ofText(switchOf(20_000, 20_000, i -> i)).instantiate().getFunction("f");
    for (int i : new int[] {0, 1, 511, 512, 513, 1024, 10_000, 19_455, 19_456, 19_999}) {
      assertEquals(i, function.call(i)[0], "case " + i);
    }
    for (int i : new int[] {20_000, 20_479, 20_480, 1 << 20, -1, Integer.MIN_VALUE}) {
      assertEquals(-1, function.call(i)[0], "case " + i);
    }
  }

  /** A call with more in its arguments than a method holds. */
  @Test
  void hugeArguments() {
    String params = " i32".repeat(1000);
    String text =
        "(func $many (param"
            + params
            + ") (result i32)\nlocal.get 0\nlocal.get 999\ni32.sub)\n"
            + "(func (export \"f\") (param i32) (result i32)\n"
            + repeat(1000, i -> "local.get 0\n" + "local.get 0\ni32.mul\n".repeat(i % 95))
            + "\ncall $many)";
    // 0 and 999 % 95 times.
    int power = 1;
    for (int i = 0; i <= 999 % 95; i++) {
      power *= 3;
    }
    assertEquals(3 - power, run(text, 3));
  }

  /** An expression as wide as a method is cut into several. */
  @Test
  void wideExpressions() {
    StringBuilder code = new StringBuilder("(func (export \"f\") (param i32) (result i32)\n");
    for (int i = 1; i <= 65_536; i++) {
      code.append("local.get 0\n");
      code.append("i32.add\n".repeat(Integer.numberOfTrailingZeros(i)));
    }
    assertEquals(3 * 65_536, run(code + ")", 3));
  }

  @Test
  void moreVariablesThanAClassNames() {
    int count = 30_000;
    String text =
        "(func (export \"f\") (param i32) (result i32) (local"
            + " i32".repeat(30000)
            + ")\n"
            + repeat(count, i -> "local.get 0\nlocal.set " + (i + 1))
            + "\nloop\nlocal.get 0\ni32.const 1\ni32.sub\nlocal.tee 0\nbr_if 0\nend\n"
            + "i32.const 0\n"
            + repeat(count, i -> "local.get " + (i + 1) + "\ni32.add")
            + ")";
    assertEquals(30_000 * 7, run(text, 7));
  }

  @Test
  void aConstantExpressionThatIsTooLarge() {
    String add = " global.get 0 i32.add";
    String fine =
        "(global i32 (i32.const 5))\n(global i32 (i32.const 1)"
            + add.repeat(400)
            + ")\n(func (export \"f\") (result i32) global.get 1)";
    assertEquals(2001, run(fine));
    String text =
        "(global i32 (i32.const 5))\n(global i32 (i32.const 1)" + add.repeat(600) + ")\n(func)";
    WasmException refusal = assertThrows(WasmException.class, () -> Compiled.ofText(text));
    assertEquals(WasmException.Reason.LIMIT, refusal.reason());
    assertTrue(refusal.getMessage().contains("a constant expression has more than 900"));
  }
}
