package dev.kiln.compiler.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.Functions;
import org.junit.jupiter.api.Test;

class PoolSizeTest {
  @Test
  void aLargeOffsetIsAConstantInALoadAndInAStore() {
    int without = size("i32.load local.set 0", "i32.store");
    assertEquals(without + 2, size("i32.load offset=40000 local.set 0", "i32.store"));
    assertEquals(without + 2, size("i32.load local.set 0", "i32.store offset=40000"));
    assertEquals(without, size("i32.load offset=30000 local.set 0", "i32.store offset=30000"));
  }

  @Test
  void aConstantCountsOnce() {
    assertEquals(4, size("i32.const 100000 i32.add local.set 0", "drop drop"));
    assertEquals(
        4, size("i32.const 100000 i32.add local.set 0", "i32.const 100000 drop drop drop"));
    assertEquals(0, size("i32.const 100 i32.add local.set 0", "drop drop"));
  }

  private static int size(String onFirst, String onBoth) {
    Functions functions =
        Functions.of(
            Assembler.assemble(
                "(memory 1) (func (param i32) local.get 0 %s local.get 0 local.get 0 %s)"
                    .formatted(onFirst, onBoth)));
    IrFunction function = functions.lowered().get(0);
    return new PoolSize(functions.analysis()).of(function.body());
  }
}
