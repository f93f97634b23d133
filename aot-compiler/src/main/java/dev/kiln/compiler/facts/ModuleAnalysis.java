package dev.kiln.compiler.facts;

import dev.kiln.compiler.model.ConstExpr;
import dev.kiln.compiler.model.ElementSegment;
import dev.kiln.compiler.model.Export;
import dev.kiln.compiler.model.FunctionBody;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.ExternKind;
import dev.kiln.compiler.model.type.Limits;
import dev.kiln.compiler.opcode.Effects;
import dev.kiln.compiler.opcode.InstructionReader;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.compiler.validate.TypeRelation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Facts about a valid module as a whole, found in one pass over all bodies. Immutable once built.
 *
 * <p>A call may grow a memory if the callee does, calls one that does, or calls code that is not
 * known here (an import, a reference). Where no memory can grow, nobody reloads anything.
 */
public final class ModuleAnalysis {
  /** So many likely targets are worth a switch at every call site. */
  private static final int FEW_TARGETS = 8;

  /** So many cases at all call sites of a type together are: a table of handlers has one or two. */
  private static final int MAX_CASES = 256;

  /** Beyond this many the switches would be a large part of the classes. */
  private static final int MAX_CASES_OF_FEW = 30_000;

  /** A call site with more is too large for a method that the JIT likes. */
  private static final int MAX_TARGETS = 128;

  /** So many more targets of one call site have a class of their own with a tree of switches. */
  private static final int MAX_IN_TREE = 4096;

  private final WasmModule module;
  private final BitSet growing;
  private final BitSet referenced = new BitSet();
  private final BitSet targets = new BitSet();
  private final BitSet indirectTypes = new BitSet();

  /**
   * By canonical type: how many {@code call_indirect} there are, and which functions they may mean.
   */
  private final Map<Integer, Integer> callSites = new HashMap<>();

  private final Map<Integer, List<Integer>> targetsByType = new HashMap<>();
  private final TypeRelation types;
  private final boolean[] memoryGrows;
  private final boolean[] exactArrays;
  private final boolean anyMemoryGrows;
  private final InstanceMembers members;

  private ModuleAnalysis(WasmModule module, TypeRelation types) {
    this.module = module;
    this.types = types;
    int functions = module.functionCount();
    int imported = module.importedFunctions();
    BitSet grows = new BitSet(functions);
    BitSet growOps = new BitSet();
    List<List<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < functions; i++) {
      callers.add(new ArrayList<>(2));
    }
    grows.set(0, imported);
    for (FunctionBody body : module.bodies()) {
      scan(
          new InstructionReader(module.file(), body.code()), body.index(), callers, grows, growOps);
    }
    collectReferences();
    for (int f = imported; f < functions; f++) {
      if (targets.get(f)) {
        int type = types.canonicalId(module.functionTypeIndex(f));
        targetsByType.computeIfAbsent(type, t -> new ArrayList<>()).add(f);
      }
    }
    memoryGrows = new boolean[module.memoryCount()];
    exactArrays = new boolean[module.memoryCount()];
    boolean any = false;
    for (int i = 0; i < memoryGrows.length; i++) {
      memoryGrows[i] = canGrow(i, growOps.get(i));
      exactArrays[i] = !memoryGrows[i] || i >= module.importedMemories() && !growOps.get(i);
      any |= memoryGrows[i];
    }
    anyMemoryGrows = any;
    growing = propagate(grows, callers);
    members = new InstanceMembers(module, indirectTypes);
  }

  /** Analyses a valid module. */
  public static ModuleAnalysis of(WasmModule module, TypeRelation types) {
    return new ModuleAnalysis(module, types);
  }

  private void scan(
      InstructionReader in,
      int function,
      List<List<Integer>> callers,
      BitSet grows,
      BitSet growOps) {
    while (in.hasNext()) {
      Opcode op = in.next();
      // Of a function that is called by its name it is found out what it does.
      if ((op.effects() & Effects.GROWS) != 0 && op != Opcode.CALL) {
        grows.set(function);
      }
      switch (op) {
        case CALL -> {
          List<Integer> known = callers.get(in.index());
          if (known.isEmpty() || known.getLast() != function) {
            known.add(function);
          }
        }
        case CALL_INDIRECT -> {
          indirectTypes.set(in.index());
          callSites.merge(types.canonicalId(in.index()), 1, Integer::sum);
        }
        case MEMORY_GROW -> growOps.set(in.index());
        case REF_FUNC -> reference(in.index());
        default -> {}
      }
    }
  }

  private void reference(int function) {
    referenced.set(function);
    targets.set(function);
  }

  private void collectReferences() {
    for (Export export : module.exports()) {
      if (export.kind() == ExternKind.FUNC) {
        referenced.set(export.index());
      }
    }
    for (ElementSegment segment : module.elements()) {
      if (segment.functions() != null) {
        for (int function : segment.functions()) {
          reference(function);
        }
      } else if (segment.expressions() != null) {
        segment.expressions().forEach(this::scanConstant);
      }
    }
    module.definedGlobals().forEach(global -> scanConstant(global.init()));
    module
        .definedTables()
        .forEach(
            table -> {
              if (table.init() != null) {
                scanConstant(table.init());
              }
            });
  }

  private void scanConstant(ConstExpr expr) {
    InstructionReader in = new InstructionReader(module.file(), expr.code());
    while (in.hasNext()) {
      if (in.next() == Opcode.REF_FUNC) {
        reference(in.index());
      }
    }
  }

  /** Whether anybody, this module or one that shares the memory, may grow it. */
  private boolean canGrow(int memory, boolean grownHere) {
    Limits limits = module.memoryType(memory).limits();
    if (limits.max().isPresent() && limits.max().getAsLong() == limits.min()) {
      return false;
    }
    return grownHere || memory < module.importedMemories() || isExported(memory);
  }

  private boolean isExported(int memory) {
    for (Export export : module.exports()) {
      if (export.kind() == ExternKind.MEMORY && export.index() == memory) {
        return true;
      }
    }
    return false;
  }

  private static BitSet propagate(BitSet seeds, List<List<Integer>> callers) {
    BitSet all = (BitSet) seeds.clone();
    Deque<Integer> work = new ArrayDeque<>();
    seeds.stream().forEach(work::add);
    while (!work.isEmpty()) {
      for (int caller : callers.get(work.remove())) {
        if (!all.get(caller)) {
          all.set(caller);
          work.add(caller);
        }
      }
    }
    return all;
  }

  /** Whether the array behind some memory may be another one after calling {@code function}. */
  public boolean callGrows(int function) {
    return anyMemoryGrows && growing.get(function);
  }

  /** The same for code that is not known here. */
  public boolean unknownCallGrows() {
    return anyMemoryGrows;
  }

  /**
   * Whether the array of {@code memory} is always exactly as long as the memory: it cannot grow, or
   * it is defined here and only others grow it, which then is rare enough to copy each time.
   */
  public boolean hasExactArray(int memory) {
    return exactArrays[memory];
  }

  /** Whether {@code memory} may grow, so that its array may be replaced. */
  public boolean memoryGrows(int memory) {
    return memoryGrows[memory];
  }

  /** The functions that may become references, imported ones included. */
  public BitSet referenced() {
    return (BitSet) referenced.clone();
  }

  /** Those of them that stand in a table or come from {@code ref.func}: wasm itself calls them. */
  public boolean isIndirectTarget(int function) {
    return targets.get(function);
  }

  /**
   * The functions that a {@code call_indirect} of type {@code typeIndex} looks for before it goes
   * through a reference: those of exactly this type that stand in tables or come from {@code
   * ref.func}. Empty where there are none, or so many that call sites would become too large.
   */
  public List<Integer> likelyTargets(int typeIndex) {
    int type = types.canonicalId(typeIndex);
    List<Integer> likely = targetsByType.getOrDefault(type, List.of());
    int cases = likely.size() * callSites.getOrDefault(type, 0);
    boolean few = likely.size() <= FEW_TARGETS && cases <= MAX_CASES_OF_FEW;
    boolean fits = likely.size() <= MAX_TARGETS && cases <= MAX_CASES;
    return few || fits ? likely : List.of();
  }

  /**
   * The same where they are too many for the call site and it is the only one of the type: a table
   * of handlers. Empty for any other type.
   */
  public List<Integer> targetsOfOneSite(int typeIndex) {
    int type = types.canonicalId(typeIndex);
    List<Integer> likely = targetsByType.getOrDefault(type, List.of());
    boolean tree = likely.size() > MAX_TARGETS && likely.size() <= MAX_IN_TREE;
    return tree && callSites.getOrDefault(type, 0) == 1 ? likely : List.of();
  }

  /** What instances have fields for. */
  public InstanceMembers members() {
    return members;
  }

  /** The types that {@code call_indirect} names. */
  public BitSet indirectTypes() {
    return (BitSet) indirectTypes.clone();
  }
}
