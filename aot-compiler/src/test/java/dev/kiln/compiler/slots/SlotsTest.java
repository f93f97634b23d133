package dev.kiln.compiler.slots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.Functions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private final List<Var> variables = new ArrayList<>();
  private final List<Stmt> body = new ArrayList<>();
  private final List<Region> regions = new ArrayList<>();

  private Var variable(Kind kind, boolean local) {
    Var variable = new Var(variables.size(), kind, local);
    variables.add(variable);
    return variable;
  }

  private void set(Var target, Var source) {
    body.add(new Stmt.Set(target, new Expr.Get(source)));
  }

  private int[] slots(FuncType type, List<Var> params) {
    regions.add(0, new Region(Region.Kind.FUNCTION, 0, body.size(), -1));
    IrFunction function = new IrFunction(0, type, params, variables, body, regions);
    return Slots.assign(function, false).slots();
  }

  @Test
  void parametersThenInstanceThenLocalsThenTemporaries() {
    Var wide = variable(Kind.I64, true);
    Var param = variable(Kind.I32, true);
    Var local = variable(Kind.F64, true);
    Var unused = variable(Kind.I32, true);
    Var temporary = variable(Kind.I32, false);
    set(local, local);
    set(temporary, param);
    int[] slots =
        slots(new FuncType(List.of(NumType.I64, NumType.I32), List.of()), List.of(wide, param));
    assertEquals(0, slots[wide.id()]);
    assertEquals(2, slots[param.id()]);
    // 3 is the instance.
    assertEquals(4, slots[local.id()]);
    assertEquals(-1, slots[unused.id()]);
    assertEquals(6, slots[temporary.id()]);
  }

  @Test
  void temporariesShareWhenOneEndsBeforeTheOtherBegins() {
    Var local = variable(Kind.I32, true);
    Var first = variable(Kind.I32, false);
    Var second = variable(Kind.I32, false);
    Var other = variable(Kind.I64, false);
    set(first, local);
    set(local, first);
    set(second, local);
    body.add(new Stmt.Set(other, new Expr.Const(Kind.I64, 1)));
    set(local, second);
    body.add(new Stmt.Do(new Expr.Get(other)));
    int[] slots = slots(FuncType.EMPTY, List.of());
    assertEquals(slots[first.id()], slots[second.id()]);
    assertNotEquals(slots[first.id()], slots[other.id()]);
  }

  @Test
  void temporariesOfOneStatementDoNotShare() {
    Var first = variable(Kind.I32, false);
    Var second = variable(Kind.I32, false);
    body.add(new Stmt.Set(first, new Expr.Const(Kind.I32, 1)));
    set(second, first);
    body.add(new Stmt.Do(new Expr.Get(second)));
    int[] slots = slots(FuncType.EMPTY, List.of());
    assertNotEquals(slots[first.id()], slots[second.id()]);
  }

  /** What a loop uses but does not begin must survive its other rounds, also of an outer loop. */
  @Test
  void loopsStretchWhatTheyUse() {
    Var before = variable(Kind.I32, false);
    Var within = variable(Kind.I32, false);
    Var after = variable(Kind.I32, false);
    JumpLabel outer = new JumpLabel(0);
    JumpLabel inner = new JumpLabel(1);
    body.add(new Stmt.Set(before, new Expr.Const(Kind.I32, 1)));
    int outerStart = body.size();
    body.add(new Stmt.Bind(outer));
    int innerStart = body.size();
    body.add(new Stmt.Bind(inner));
    body.add(new Stmt.Do(new Expr.Get(before)));
    int innerEnd = body.size();
    body.add(new Stmt.Set(within, new Expr.Const(Kind.I32, 2)));
    body.add(new Stmt.Do(new Expr.Get(within)));
    int outerEnd = body.size();
    body.add(new Stmt.Set(after, new Expr.Const(Kind.I32, 3)));
    body.add(new Stmt.Do(new Expr.Get(after)));
    regions.add(new Region(Region.Kind.LOOP, outerStart, outerEnd, 0));
    regions.add(new Region(Region.Kind.LOOP, innerStart, innerEnd, 1));
    int[] slots = slots(FuncType.EMPTY, List.of());
    assertNotEquals(slots[before.id()], slots[within.id()]);
    assertTrue(
        slots[after.id()] == slots[before.id()] || slots[after.id()] == slots[within.id()],
        "free again after the loops");
  }

  @Test
  void zeroedAreLocalsThatMayBeReadFirst() {
    byte[] wasm =
        Assembler.assemble(
            """
            (func (param i32) (result i32) (local i32 i32 i32 i32 i32)
              i32.const 1
              local.set 1       ;; assigned first
              local.get 2       ;; read first
              local.get 1
              i32.add
              local.get 0
              if
                i32.const 3
                local.set 3     ;; perhaps not assigned
              end
              local.get 3
              i32.add
              local.get 4
              local.set 4       ;; read by what assigns it, which does nothing
              local.get 0
              local.set 0)
            """);
    IrFunction function = Functions.of(wasm).lowered().get(0);
    assertEquals("{2, 3}", Slots.zeroedLocals(function).toString());
  }
}
