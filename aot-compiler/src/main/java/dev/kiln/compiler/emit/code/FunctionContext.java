package dev.kiln.compiler.emit.code;

import dev.kiln.compiler.emit.layout.Abi;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.memory.MethodSite;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.slots.SlotAssignment;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the emitters of one method share: where the instance, the variables and the memories are.
 * Made anew for each run of the body handler, which the class file library may repeat.
 */
public final class FunctionContext implements MethodSite {
  public final CodeBuilder cb;
  final ModuleLayout layout;
  public final ExprEmitter expressions;
  final Conditions conditions;
  final Memories memories;
  public final CallEmitter calls;
  public final StateEmitter state;
  final MeterEmitter meter;

  /** The slot of the instance. */
  public final int instance;

  /** The function that calls its twin where it calls itself; -1 where there is none. */
  private int twinned = -1;

  private final int[] slots;
  private int next;
  private final Map<JumpLabel, Label> labels = new LinkedHashMap<>();
  private final Map<Kind, List<Integer>> scratch = new HashMap<>();

  /**
   * A context.
   *
   * @param assigned the slots of the instance and the variables
   */
  public FunctionContext(CodeBuilder cb, ModuleLayout layout, SlotAssignment assigned) {
    this.cb = cb;
    this.layout = layout;
    this.instance = assigned.instance();
    this.slots = assigned.slots();
    this.next = assigned.next();
    this.expressions = new ExprEmitter(this);
    this.conditions = new Conditions(this);
    this.memories = new Memories(this);
    this.calls = new CallEmitter(this);
    this.state = new StateEmitter(this);
    this.meter = new MeterEmitter(this);
  }

  /** For code outside functions, in an instance method: the instance is {@code this}. */
  public static FunctionContext ofInstanceMethod(
      CodeBuilder cb, ModuleLayout layout, int firstFree) {
    return new FunctionContext(cb, layout, new SlotAssignment(new int[0], 0, firstFree));
  }

  /** Lets calls of {@code function} go to its twin. */
  public void callTwinOf(int function) {
    twinned = function;
  }

  /** The class in which {@code function} is called. */
  ClassDesc ownerOf(int function) {
    return function == twinned ? layout.twinOwnerOf(function) : layout.ownerOf(function);
  }

  /** Pushes the instance. */
  public CodeBuilder loadInstance() {
    return cb.aload(instance);
  }

  /** Pushes the object that has the field of an instance's member. */
  public CodeBuilder loadOwner(int member) {
    loadInstance();
    int holder = layout.members().holder(member);
    if (holder >= 0) {
      cb.getfield(layout.instanceClass(), layout.holderField(holder), layout.holderClass(holder));
    }
    return cb;
  }

  /** Pushes a member of the instance. */
  public CodeBuilder loadMember(int member, String field, ClassDesc type) {
    return loadOwner(member).getfield(layout.ownerOfMember(member), field, type);
  }

  int slot(Var variable) {
    return slots[variable.id()];
  }

  public void load(Var variable) {
    cb.loadLocal(Abi.typeKind(variable.kind()), slots[variable.id()]);
  }

  public void store(Var variable) {
    cb.storeLocal(Abi.typeKind(variable.kind()), slots[variable.id()]);
  }

  /** The class file label of {@code label}, wherever that will be bound. */
  public Label target(JumpLabel label) {
    return labels.computeIfAbsent(label, l -> cb.newLabel());
  }

  /** The labels that something jumps to, in the order of the first mention. */
  public Map<JumpLabel, Label> targets() {
    return labels;
  }

  @Override
  public CodeBuilder code() {
    return cb;
  }

  @Override
  public void push(Expr value) {
    expressions.push(value);
  }

  @Override
  public void pushMemory(int index, ClassDesc type) {
    loadMember(layout.members().memory(index), layout.memoryField(index), type);
  }

  @Override
  public void pushData(int index) {
    state.pushData(index);
  }

  @Override
  public void beginBulk() {
    meter.beginBulk();
  }

  @Override
  public void bulk(ClassDesc owner, String name, MethodTypeDesc type) {
    meter.bulk(owner, name, type);
  }

  /** A slot for something short-lived; give it back with {@link #release}. */
  @Override
  public int borrow(Kind kind) {
    List<Integer> free = scratch.computeIfAbsent(kind, k -> new ArrayList<>());
    if (!free.isEmpty()) {
      return free.remove(free.size() - 1);
    }
    int slot = next;
    next += kind.slots();
    return slot;
  }

  public void release(Kind kind, int slot) {
    scratch.computeIfAbsent(kind, k -> new ArrayList<>()).add(slot);
  }
}
