package dev.kiln.compiler.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.compiler.testing.Compiled;
import dev.kiln.runtime.Trap;
import org.junit.jupiter.api.Test;

/** What is pending is evaluated in the program's order as far as anything can tell. */
class OrderTest {
  private static Object run(String text, Object... args) {
    return Compiled.ofText(text).instantiate().getFunction("f").call(args)[0];
  }

  private static Trap.Kind trap(String text, Object... args) {
    return assertThrows(Trap.class, () -> run(text, args)).kind();
  }

  @Test
  void aReadPendingBeforeADeepExpressionThatWrites() {
    // The call is below more operators than one expression may have.
    String text =
        """
        (global (mut i32) (i32.const 1))
        (func $write (result i32)
          i32.const 100
          global.set 0
          i32.const 0)
        (func (export "f") (param i32) (result i32)
          global.get 0
          call $write
        """
            + "local.get 0 i32.xor\n".repeat(250)
            + "i32.add)";
    assertEquals(1, run(text, 7));
  }

  @Test
  void aSegmentDroppedByAnOperandOfItsInit() {
    String text =
        """
        (memory 1)
        (data "abc")
        (func $drop (result i32)
          data.drop 0
          i32.const 1)
        (func (export "f") (result i32)
          i32.const 0
          i32.const 0
          call $drop
          memory.init 0
          i32.const 0
          i32.load8_u)
        """;
    assertEquals(Trap.Kind.MEMORY_OUT_OF_BOUNDS, trap(text));
  }

  @Test
  void elementsDroppedByAnOperandOfTheirInit() {
    String text =
        """
        (table 1 funcref)
        (elem func $drop)
        (func $drop (result i32)
          elem.drop 0
          i32.const 1)
        (func (export "f") (result i32)
          i32.const 0
          i32.const 0
          call $drop
          table.init 0
          i32.const 0)
        """;
    assertEquals(Trap.Kind.TABLE_OUT_OF_BOUNDS, trap(text));
  }

  @Test
  void theFirstOfTwoTrapsWins() {
    String text =
        """
        (memory 1)
        (func (export "f") (param i32) (result i32)
          i32.const 1
          local.get 0
          i32.div_u
          i32.const -1
          i32.load
          i32.add)
        """;
    assertEquals(Trap.Kind.INTEGER_DIVIDE_BY_ZERO, trap(text, 0));
    assertEquals(Trap.Kind.MEMORY_OUT_OF_BOUNDS, trap(text, 1));
  }

  @Test
  void theValueOfAStoreTrapsBeforeItsAddress() {
    String text =
        """
        (memory 1)
        (func (export "f") (param i32) (result i32)
          i32.const -1
          i32.const 1
          local.get 0
          i32.div_u
          i32.store
          i32.const 0)
        """;
    assertEquals(Trap.Kind.INTEGER_DIVIDE_BY_ZERO, trap(text, 0));
  }

  @Test
  void theOperandsOfAnIndirectCallComeBeforeItsElement() {
    String text =
        """
        (table 1 funcref)
        (func (export "f") (param i32) (result i32)
          i32.const 1
          local.get 0
          i32.div_u
          i32.const 5
          call_indirect (param i32) (result i32))
        """;
    assertEquals(Trap.Kind.INTEGER_DIVIDE_BY_ZERO, trap(text, 0));
    assertEquals(Trap.Kind.UNDEFINED_ELEMENT, trap(text, 1));
  }

  @Test
  void anElementReplacedByAnOperandOfItsCall() {
    String text =
        """
        (table 1 funcref)
        (elem (i32.const 0) $old)
        (elem declare func $new)
        (func $old (param i32) (result i32)
          i32.const 1)
        (func $new (param i32) (result i32)
          i32.const 2)
        (func $replace (result i32)
          i32.const 0
          ref.func $new
          table.set
          i32.const 0)
        (func (export "f") (result i32)
          call $replace
          i32.const 0
          call_indirect (param i32) (result i32))
        """;
    assertEquals(2, run(text));
  }

  @Test
  void aMemoryThatGrowsBetweenAddressAndValue() {
    String text =
        """
        (memory 1 9)
        (func $grow (result i32)
          i32.const 3
          memory.grow
          drop
          i32.const 42)
        (func (export "f") (result i32)
          i32.const 8
          i32.const 7
          i32.store
          i32.const 0
          call $grow
          i32.store offset=4
          i32.const 0
          i32.load offset=4
          i32.const 8
          i32.load
          i32.add
          memory.size
          i32.add)
        """;
    assertEquals(42 + 7 + 4, run(text));
  }

  @Test
  void aLocalSetWhileItsOldValueIsPending() {
    String text =
        """
        (func (export "f") (param i32) (result i32)
          local.get 0
          local.get 0
          i32.const 1
          i32.add
          local.tee 0
          i32.const 10
          i32.mul
          i32.add
          local.get 0
          i32.const 100
          i32.mul
          i32.add)
        """;
    assertEquals(3 + 40 + 400, run(text, 3));
  }

  @Test
  void branchValuesThatSwapTheParametersOfALoop() {
    String text =
        """
        (func (export "f") (param i32) (result i32)
          i32.const 1
          i32.const 10
          loop (param i32 i32) (result i32)
            local.set 0
            local.get 0
            i32.const 100
            i32.ge_s
            if (param i32) (result i32)
              local.get 0
              i32.sub
              return
            end
            local.set 0
            i32.const 500
            local.get 0
            br 0
          end)
        """;
    // First round (1, 10), second (500, 1), then for ever; the second local is not 100 yet.
    String ends = text.replace("i32.const 500\n", "i32.const 7\ni32.const 200\n");
    assertEquals(7 - 200, run(ends.replace("local.get 0\n    br 0", "br 0"), 0));
  }
}
