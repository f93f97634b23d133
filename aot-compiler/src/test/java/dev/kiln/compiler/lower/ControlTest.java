package dev.kiln.compiler.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.validate.ModuleValidator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlTest {
  private static IrFunction lower(String instructions) {
    byte[] wasm = Assembler.assemble("(func (param i32) (result i32) " + instructions + ")");
    WasmModule module = ModuleDecoder.decode("m.wasm", wasm);
    ModuleAnalysis analysis = ModuleAnalysis.of(module, ModuleValidator.validate(module));
    return new Lowering(module, analysis).function(module.bodies().get(0));
  }

  private static List<String> statements(IrFunction function) {
    return function.body().stream().map(stmt -> stmt.getClass().getSimpleName()).toList();
  }

  /** Nothing jumps to its end: the block leaves no trace but its region. */
  @Test
  void aBlockWithoutBranchesIsNoLabel() {
    IrFunction function = lower("block nop end local.get 0");
    assertEquals(List.of("Return"), statements(function));
    assertEquals(new Region(Region.Origin.BLOCK, 0, 0, 0), function.regions().get(1));
  }

  @Test
  void aLoopIsALabelAndAJumpBack() {
    IrFunction function = lower("loop local.get 0 br_if 0 end local.get 0");
    assertEquals(List.of("Bind", "Branch", "Return"), statements(function));
    Stmt.Bind head = (Stmt.Bind) function.body().get(0);
    assertEquals(head.label(), ((Stmt.Branch) function.body().get(1)).label());
    assertEquals(new Region(Region.Origin.LOOP, 0, 2, 0), function.regions().get(1));
  }

  /** Both arms leave the result in one variable. */
  @Test
  void theArmsOfAnIfAssignItsResult() {
    IrFunction function = lower("local.get 0 if (result i32) i32.const 1 else i32.const 2 end");
    assertEquals(
        List.of("Branch", "Set", "Jump", "Bind", "Set", "Bind", "Return"), statements(function));
    assertFalse(((Stmt.Branch) function.body().get(0)).ifTrue(), "jumps to the second arm");
    assertEquals(
        ((Stmt.Set) function.body().get(1)).variable(),
        ((Stmt.Set) function.body().get(4)).variable());
    assertEquals(
        List.of(Region.Origin.FUNCTION, Region.Origin.THEN, Region.Origin.ELSE),
        function.regions().stream().map(Region::origin).toList());
  }

  @Test
  void codeThatCannotBeReachedIsLeftOut() {
    IrFunction function =
        lower("local.get 0 return block loop i32.const 1 br_if 0 end end i32.const 7");
    assertEquals(List.of("Return"), statements(function));
    assertEquals(1, function.regions().size());
  }

  /** A branch with a value jumps round the assignment if it is not taken. */
  @Test
  void aBranchWithAValueAssignsBeforeItJumps() {
    IrFunction function = lower("block (result i32) i32.const 5 local.get 0 br_if 0 end");
    assertEquals(
        List.of("Branch", "Set", "Jump", "Bind", "Set", "Bind", "Return"), statements(function));
    assertTrue(((Stmt.Jump) function.body().get(2)).label().isUsed());
  }
}
