package dev.kiln.compiler.testing;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Handler;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.opcode.Opcode;
import java.lang.constant.ClassDesc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Runs a function of the intermediate representation statement by statement: what compiled code
 * must do. Knows the instructions that {@link IrBuilder} makes.
 */
public final class IrRun {
  private static final int PAGE = 65536;

  private final IrFunction function;
  private final IntUnaryOperator host;
  private final Object[] values;
  private ByteBuffer memory = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);

  /** An access out of bounds. */
  public static final class OutOfBounds extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * A run.
   *
   * @param host what all calls call
   */
  public IrRun(IrFunction function, IntUnaryOperator host) {
    this.function = function;
    this.host = host;
    this.values = new Object[function.variables().size()];
  }

  /** The memory becomes larger by a page. */
  public void grow() {
    ByteBuffer larger = ByteBuffer.allocate(memory.capacity() + PAGE);
    larger.put(memory.rewind());
    memory = larger.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The result of the function, whose locals are zero. */
  public int call(int... arguments) {
    for (int i = 0; i < values.length; i++) {
      values[i] = function.variables().get(i).isLocal() ? 0 : null;
    }
    for (int i = 0; i < arguments.length; i++) {
      values[i] = arguments[i];
    }
    int at = 0;
    while (true) {
      Stmt stmt = function.body().get(at);
      if (stmt instanceof Stmt.Return r) {
        try {
          return eval(r.values().get(0));
        } catch (IllegalStateException | IllegalArgumentException thrown) {
          at = caught(at, thrown);
          continue;
        }
      }
      try {
        at = step(at, stmt);
      } catch (IllegalStateException | IllegalArgumentException thrown) {
        at = caught(at, thrown);
      }
    }
  }

  private int caught(int at, RuntimeException thrown) {
    int innermost = 0;
    for (int r = 0; r < function.regions().size(); r++) {
      Region region = function.regions().get(r);
      innermost = region.start() <= at && at < region.end() ? r : innermost;
    }
    for (int r = innermost; r >= 0; r = function.regions().get(r).parent()) {
      for (Handler handler : function.regions().get(r).handlers()) {
        ClassDesc name = thrown.getClass().describeConstable().orElseThrow();
        if (handler.caught().equals(name)) {
          values[handler.exception().id()] = thrown;
          return position(handler.label());
        }
      }
    }
    throw thrown;
  }

  private int position(JumpLabel label) {
    return function.body().indexOf(new Stmt.Bind(label));
  }

  /** The statement that is next. */
  private int step(int at, Stmt stmt) {
    switch (stmt) {
      case Stmt.Set s -> values[s.variable().id()] = eval(s.value());
      case Stmt.SetAll s -> {
        List<Object> all = new ArrayList<>();
        s.values().forEach(value -> all.add(eval(value)));
        for (int i = 0; i < all.size(); i++) {
          values[s.variables().get(i).id()] = all.get(i);
        }
      }
      case Stmt.Do s -> eval(s.value());
      case Stmt.Store s -> {
        int address = index(eval(s.address()), s.offset());
        memory.putInt(address, eval(s.value()));
      }
      case Stmt.Bind s -> {}
      case Stmt.Jump s -> {
        return position(s.label());
      }
      case Stmt.Branch s -> {
        if ((eval(s.condition()) != 0) == s.ifTrue()) {
          return position(s.label());
        }
      }
      default -> throw new AssertionError(stmt);
    }
    return at + 1;
  }

  private int index(int address, long offset) {
    long index = Integer.toUnsignedLong(address) + offset;
    if (index + Integer.BYTES > memory.capacity()) {
      throw new OutOfBounds();
    }
    return (int) index;
  }

  private int eval(Expr expr) {
    return switch (expr) {
      case Expr.Const e -> (int) e.bits;
      case Expr.Get e -> (int) values[e.variable.id()];
      case Expr.Call e -> host.applyAsInt(eval(e.operands().get(0)));
      case Expr.Apply e when e.op == Opcode.I32_LOAD ->
          memory.getInt(index(eval(e.operands().get(0)), e.immediates.offset()));
      case Expr.Apply e when e.op == Opcode.REF_IS_NULL ->
          values[((Expr.Get) e.operands().get(0)).variable.id()] == null ? 1 : 0;
      case Expr.Apply e -> apply(e.op, eval(e.operands().get(0)), eval(e.operands().get(1)));
      default -> throw new AssertionError(expr);
    };
  }

  private static int apply(Opcode op, int left, int right) {
    return switch (op) {
      case I32_ADD -> left + right;
      case I32_MUL -> left * right;
      case I32_XOR -> left ^ right;
      case I32_AND -> left & right;
      default -> throw new AssertionError(op);
    };
  }
}
