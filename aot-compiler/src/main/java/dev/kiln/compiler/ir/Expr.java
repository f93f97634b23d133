package dev.kiln.compiler.ir;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.opcode.Opcode;
import java.util.Arrays;
import java.util.List;

/**
 * An expression tree. Operands are evaluated in order, each once ({@link Select} evaluates only one
 * arm, so its arms are pure). Immutable.
 */
public abstract sealed class Expr {
  private final Carrier carrier;
  private final int effects;
  private final int depth;
  private final int nodes;

  private Expr(Carrier carrier, int effects, Expr... operands) {
    int all = effects;
    int deepest = 0;
    int count = 1;
    for (Expr operand : operands) {
      all |= operand.effects;
      deepest = Math.max(deepest, operand.depth);
      count += operand.nodes;
    }
    this.carrier = carrier;
    this.effects = all;
    this.depth = deepest + 1;
    this.nodes = count;
  }

  /** What the value is. */
  public final Carrier carrier() {
    return carrier;
  }

  /** The {@link Effects} of the whole tree. */
  public final int effects() {
    return effects;
  }

  /** The height of the tree. */
  public final int depth() {
    return depth;
  }

  /** How many expressions the tree is made of. */
  public final int nodes() {
    return nodes;
  }

  /** The operands in order. */
  public abstract List<Expr> operands();

  /** Whether the tree reads {@code variable}. */
  public final boolean reads(Var variable) {
    if (this instanceof Get get) {
      return get.variable == variable;
    }
    for (Expr operand : operands()) {
      if (operand.reads(variable)) {
        return true;
      }
    }
    return false;
  }

  /** A constant; {@code bits} as in a number word. References: null. */
  public static final class Const extends Expr {
    /** The value: sign-extended i32, i64, raw bits of f32 and f64; 0 for null. */
    public final long bits;

    /** A constant. */
    public Const(Carrier carrier, long bits) {
      super(carrier, 0);
      this.bits = bits;
    }

    @Override
    public List<Expr> operands() {
      return List.of();
    }
  }

  /** The value of a variable. */
  public static final class Get extends Expr {
    /** Which. */
    public final Var variable;

    /** A read. */
    public Get(Var variable) {
      super(variable.carrier(), 0);
      this.variable = variable;
    }

    @Override
    public List<Expr> operands() {
      return List.of();
    }
  }

  /**
   * An instruction that makes one value of its operands, however many they are: numeric
   * instructions, loads, those on globals, tables, references and memories as a whole.
   */
  public static final class Apply extends Expr {
    /** Which. */
    public final Opcode op;

    /** Its immediates. */
    public final ImmediateValues immediates;

    private final int own;
    private final List<Expr> operands;

    /**
     * An application.
     *
     * @param effects those of the operands left out
     */
    public Apply(
        Opcode op, ImmediateValues immediates, Carrier carrier, int effects, List<Expr> operands) {
      super(carrier, effects, operands.toArray(new Expr[0]));
      this.op = op;
      this.immediates = immediates;
      this.own = effects;
      this.operands = List.copyOf(operands);
    }

    /** An application without immediates, whose kind is in the row of the opcode. */
    public Apply(Opcode op, int effects, Expr... operands) {
      this(
          op,
          ImmediateValues.NONE,
          Carrier.of(op.results().charAt(0)),
          effects,
          Arrays.asList(operands));
    }

    /** The same instruction with other operands, which have the same values. */
    public Apply withOperands(List<Expr> others) {
      return new Apply(op, immediates, carrier(), own, others);
    }

    /** The operand at {@code index}. */
    public Expr operand(int index) {
      return operands.get(index);
    }

    /** Whether it accesses a memory at an address and a constant offset. */
    public boolean accessesMemory() {
      return op.immediates().naturalAlignment() >= 0;
    }

    @Override
    public List<Expr> operands() {
      return operands;
    }
  }

  /** One of two pure values. */
  public static final class Select extends Expr {
    /** Not zero for {@link #ifTrue}. */
    public final Expr condition;

    /** The first operand. */
    public final Expr ifTrue;

    /** The second operand. */
    public final Expr ifFalse;

    /** A choice. */
    public Select(Expr condition, Expr ifTrue, Expr ifFalse) {
      super(ifTrue.carrier(), 0, condition, ifTrue, ifFalse);
      this.condition = condition;
      this.ifTrue = ifTrue;
      this.ifFalse = ifFalse;
    }

    @Override
    public List<Expr> operands() {
      return List.of(condition, ifTrue, ifFalse);
    }
  }

  /**
   * A call. The kind is that of the first result and without meaning where there is none. Arguments
   * come first, then what is called, where that is an operand.
   */
  public static final class Call extends Expr {
    /** {@code call}, {@code call_indirect} or {@code call_ref}. */
    public final Opcode op;

    /** The function, or the type. */
    public final int index;

    /** The table of {@code call_indirect}. */
    public final int table;

    /** The signature. */
    public final FuncType type;

    /** Whether the arguments are in the window: operands are where, and what is called. */
    public final boolean laidOut;

    private final List<Expr> operands;

    /** A call. */
    public Call(Opcode op, int index, int table, FuncType type, int effects, Expr... operands) {
      this(op, index, table, type, effects, false, operands);
    }

    /** This call with its arguments in the window. */
    public Call withArgumentsAt(Var n, Var r) {
      Expr numbers = new Get(n);
      Expr references = new Get(r);
      return op == Opcode.CALL
          ? new Call(op, index, table, type, effects(), true, numbers, references)
          : new Call(op, index, table, type, effects(), true, numbers, references, callee());
    }

    private Call(
        Opcode op,
        int index,
        int table,
        FuncType type,
        int effects,
        boolean laidOut,
        Expr... operands) {
      super(
          type.results().isEmpty() ? Carrier.I32 : Layout.of(type.results().get(0)).first(),
          effects,
          operands);
      this.op = op;
      this.index = index;
      this.table = table;
      this.type = type;
      this.laidOut = laidOut;
      this.operands = List.of(operands);
    }

    @Override
    public List<Expr> operands() {
      return operands;
    }

    /** The arguments; none if they are in the window. */
    public List<Expr> arguments() {
      return laidOut
          ? List.of()
          : operands.subList(0, operands.size() - (op == Opcode.CALL ? 0 : 1));
    }

    /** The table index or function reference that is called. */
    public Expr callee() {
      return operands.get(operands.size() - 1);
    }
  }
}
