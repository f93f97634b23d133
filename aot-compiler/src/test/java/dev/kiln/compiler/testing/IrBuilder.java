package dev.kiln.compiler.testing;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Handler;
import dev.kiln.compiler.ir.ImmediateValues;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Region;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.opcode.Effects;
import dev.kiln.compiler.opcode.Opcode;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds a function of the intermediate representation by hand, statement by statement. */
public final class IrBuilder {
  private static final FuncType UNARY = new FuncType(List.of(NumType.I32), List.of(NumType.I32));

  private final List<Var> params = new ArrayList<>();
  private final List<Var> variables = new ArrayList<>();
  private final List<Stmt> body = new ArrayList<>();
  private final List<Region> regions = new ArrayList<>();
  private int open = -1;
  private int labels;

  /** An empty function. */
  public IrBuilder() {
    open(Region.Origin.FUNCTION);
  }

  /** A parameter that is an i32; before all other variables. */
  public Var param() {
    Var variable = local();
    params.add(variable);
    return variable;
  }

  /** A local that is an i32. */
  public Var local() {
    return variable(Carrier.I32, true);
  }

  /** A temporary that is an i32. */
  public Var temporary() {
    return variable(Carrier.I32, false);
  }

  /** A variable. */
  public Var variable(Carrier kind, boolean local) {
    Var variable = new Var(variables.size(), kind, local);
    variables.add(variable);
    return variable;
  }

  /** A label to be bound. */
  public JumpLabel label() {
    JumpLabel label = new JumpLabel(labels++);
    label.use();
    return label;
  }

  /** A handler of exceptions of {@code caught}, which go to a variable of its own. */
  public Handler handler(Class<? extends Throwable> caught, JumpLabel label) {
    ClassDesc name = caught.describeConstable().orElseThrow();
    return new Handler(name, label, variable(Carrier.REF, false));
  }

  /** Appends statements. */
  public IrBuilder add(Stmt... statements) {
    body.addAll(Arrays.asList(statements));
    return this;
  }

  /** Appends an assignment. */
  public IrBuilder set(Var variable, Expr value) {
    return add(new Stmt.Set(variable, value));
  }

  /** Binds a label. */
  public IrBuilder bind(JumpLabel label) {
    return add(new Stmt.Bind(label));
  }

  /** Appends a jump. */
  public IrBuilder jump(JumpLabel label) {
    return add(new Stmt.Jump(label));
  }

  /** Appends a jump that is taken if {@code condition} is not zero. */
  public IrBuilder jumpIf(Expr condition, JumpLabel label) {
    return add(new Stmt.Branch(condition, true, label));
  }

  /** Appends a return. */
  public IrBuilder giveBack(Expr... values) {
    return add(new Stmt.Return(List.of(values)));
  }

  /** Opens a region. */
  public IrBuilder open(Region.Origin origin, Handler... handlers) {
    regions.add(new Region(origin, body.size(), -1, open, List.of(handlers)));
    open = regions.size() - 1;
    return this;
  }

  /** Opens a block with a handler of {@code caught}, whose label is a new one, to be bound. */
  public Handler openCatching(Class<? extends Throwable> caught) {
    Handler handler = handler(caught, label());
    open(Region.Origin.BLOCK, handler);
    return handler;
  }

  /** Closes the region that was opened last. */
  public IrBuilder close() {
    Region region = regions.get(open);
    regions.set(open, region.withRange(region.start(), body.size()));
    open = region.parent();
    return this;
  }

  /** How many statements there are. */
  public int size() {
    return body.size();
  }

  /** Function {@code index}, whose parameters are i32, as is its result if it has one. */
  public IrFunction build(int index, boolean hasResult) {
    close();
    List<NumType> types = params.stream().map(param -> NumType.I32).toList();
    FuncType type = new FuncType(List.copyOf(types), hasResult ? List.of(NumType.I32) : List.of());
    return new IrFunction(index, type, params, variables, body, regions);
  }

  /** A constant. */
  public static Expr i32(int value) {
    return new Expr.Const(Carrier.I32, value);
  }

  /** The value of a variable. */
  public static Expr get(Var variable) {
    return new Expr.Get(variable);
  }

  /** An instruction that cannot trap. */
  public static Expr apply(Opcode op, Expr... operands) {
    return new Expr.Apply(op, 0, operands);
  }

  /** A sum. */
  public static Expr add(Expr left, Expr right) {
    return apply(Opcode.I32_ADD, left, right);
  }

  /** {@code i32.load} of the first memory. */
  public static Expr load(Expr address, long offset) {
    Opcode op = Opcode.I32_LOAD;
    ImmediateValues immediates = ImmediateValues.access(0, offset);
    return new Expr.Apply(op, immediates, Carrier.I32, op.effects(), List.of(address));
  }

  /** A call of function {@code index}, from i32 to i32, which may grow memories. */
  public static Expr.Call call(int index, Expr argument) {
    return new Expr.Call(Opcode.CALL, index, 0, UNARY, Effects.CALL | Effects.GROWS, argument);
  }
}
