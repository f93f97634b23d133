package dev.kiln.runtime;

import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.DescriptorFormat;
import dev.kiln.runtime.abi.GlobalCell;
import dev.kiln.runtime.abi.LinearMemory;
import dev.kiln.runtime.abi.TableCells;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a compiler makes of this module:
 *
 * <pre>
 * (type $t (func (param i32) (result i32)))
 * (import "env" "f" (func $f (type $t)))
 * (table $table (export "table") 2 10 funcref)
 * (memory (export "memory") 1 2)
 * (global (export "counter") (mut i32) (i32.const 7))
 * (global (export "held") funcref (ref.func $f))
 * (func $twice (export "twice") (export "double") (type $t)
 *   (call $f (call $f (local.get 0))))
 * (func (export "apply") (type $t)
 *   (call_indirect (type $t) (local.get 0) (i32.const 1)))
 * (func (export "load") (type $t) (i32.load8_u (local.get 0)))
 * (export "f" (func $f))
 * (elem (i32.const 0) func $f)
 * (data (i32.const 4) "kiln")
 * </pre>
 */
final class HandCompiled extends TestModule {
  private static final int F = 0;
  private static final int TWICE = 1;
  private static final int APPLY = 2;
  private static final int LOAD = 3;

  /** Runs when the fields of an instance are filled. */
  Consumer<Fields> onLink = instance -> {};

  /** The start function. */
  Consumer<Fields> onStart = instance -> {};

  HandCompiled() {
    data = "kiln".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  void imports(DescriptorWriter out) {
    out.put(1).name("env").name("f").put(DescriptorFormat.FUNC, 0);
  }

  @Override
  void definitions(DescriptorWriter out) {
    out.put(1, FUNCREF, 2, 10 + 1); // tables
    out.put(1, 1, 2 + 1, 0); // memories
    out.put(2, I32, 1, 1, FUNCREF, 0, 1); // globals
    out.list(F, TWICE, APPLY, LOAD).items(0, 0, 0, 0); // escapes and their types
    out.list(TWICE, APPLY, LOAD); // bodies
  }

  @Override
  void exports(DescriptorWriter out) {
    out.put(9);
    out.name("table").put(DescriptorFormat.TABLE, 0);
    out.name("memory").put(DescriptorFormat.MEMORY, 0);
    out.name("counter").put(DescriptorFormat.GLOBAL, 0);
    out.name("held").put(DescriptorFormat.GLOBAL, 1);
    out.name("twice").put(DescriptorFormat.FUNC, TWICE, 0);
    out.name("double").put(DescriptorFormat.FUNC, TWICE, 0);
    out.name("apply").put(DescriptorFormat.FUNC, APPLY, 0);
    out.name("load").put(DescriptorFormat.FUNC, LOAD, 0);
    out.name("f").put(DescriptorFormat.FUNC, F, 0);
    out.put(1).list(F); // elements
    out.put(1, 4); // data
  }

  @Override
  public Code code(int index) {
    return switch (index) {
      case 0 -> new Twice();
      case 1 -> new Apply();
      default -> new Load();
    };
  }

  @Override
  public Instance newInstance() {
    return new Fields(this);
  }

  /** The instance class. */
  static final class Fields extends Instance {
    private final HandCompiled hooks;
    FuncRef f;
    TableCells table;
    LinearMemory memory;
    GlobalCell counter;
    GlobalCell held;
    int type;

    Fields(HandCompiled hooks) {
      this.hooks = hooks;
    }

    @Override
    protected void link(Instantiation instantiation) {
      f = instantiation.function(0);
      table = instantiation.table(0);
      memory = instantiation.memory(0);
      counter = instantiation.global(0);
      held = instantiation.global(1);
      type = instantiation.typeId(0);
      hooks.onLink.accept(this);
    }

    @Override
    protected void initialize(Instantiation instantiation) {
      counter.bits = 7;
      held.reference = function(F);
      instantiation.activeElement(0, 0, 0);
      instantiation.activeData(0, 0, 4);
    }

    @Override
    protected void start() {
      hooks.onStart.accept(this);
    }
  }

  private static final class Twice extends Code {
    @Override
    public long call1_N(long n0, FuncRef callee, @Nullable Instance caller) {
      Fields self = (Fields) callee.owner();
      Code code = self.f.code();
      return code.call1_N(code.call1_N(n0, self.f, self), self.f, self);
    }
  }

  private static final class Apply extends Code {
    @Override
    public long call1_N(long n0, FuncRef callee, @Nullable Instance caller) {
      Fields self = (Fields) callee.owner();
      FuncRef target = self.table.callee(1, self.type);
      return self.table.code(1, target).call1_N(n0, target, self);
    }
  }

  private static final class Load extends Code {
    @Override
    public long call1_N(long n0, FuncRef callee, @Nullable Instance caller) {
      Fields self = (Fields) callee.owner();
      return self.memory.bytes[Objects.checkIndex((int) n0, self.memory.limit)] & 0xff;
    }
  }
}
