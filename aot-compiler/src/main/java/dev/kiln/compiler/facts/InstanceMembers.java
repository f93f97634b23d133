package dev.kiln.compiler.facts;

import dev.kiln.compiler.model.WasmModule;
import java.util.BitSet;

/**
 * Numbers what an instance has a field for: imported functions, memories, tables, globals and the
 * types of indirect calls, in this order. Where these are too many for one class, the rest are in
 * classes of their own, to which the instance class refers.
 */
public final class InstanceMembers {
  /** How many a class holds: a class names about 20,000 fields, and a function import has two. */
  static final int PER_CLASS = 5000;

  private final WasmModule module;
  private final int[] typeRanks;
  private final int count;

  /** Numbers the members of instances of {@code module}. */
  public InstanceMembers(WasmModule module, BitSet indirectTypes) {
    this.module = module;
    this.typeRanks = new int[indirectTypes.length()];
    int rank = 0;
    for (int t = indirectTypes.nextSetBit(0); t >= 0; t = indirectTypes.nextSetBit(t + 1)) {
      typeRanks[t] = rank++;
    }
    this.count = type(0) + rank;
  }

  /** An imported function. */
  public int function(int index) {
    return index;
  }

  /** A memory. */
  public int memory(int index) {
    return module.importedFunctions() + index;
  }

  /** A table. */
  public int table(int index) {
    return memory(module.memoryCount()) + index;
  }

  /** A global. */
  public int global(int index) {
    return table(module.tableCount()) + index;
  }

  /** A type that an indirect call names. */
  public int type(int index) {
    int rank = index < typeRanks.length ? typeRanks[index] : 0;
    return global(module.globalCount()) + rank;
  }

  /** How many classes there are beside the instance class. */
  public int holders() {
    return count <= PER_CLASS ? 0 : (count - 1) / PER_CLASS;
  }

  /** Which of those classes holds {@code member}; -1 is the instance class. */
  public int holder(int member) {
    return member / PER_CLASS - 1;
  }
}
