package dev.kiln.compiler.validate;

import dev.kiln.compiler.model.LocalRun;
import dev.kiln.compiler.model.type.ValType;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The types of a function's locals, and which of those without a default value have been set
 * (specification 7.3.1). Runs of one type are kept as runs: the cost of a function depends on its
 * bytes, not on the number of its locals.
 */
final class LocalTypes {
  private ValType[] types = new ValType[16];

  /** For each run the index after its last local. */
  private int[] ends = new int[16];

  private int runs;
  private int parameters;
  private final BitSet set = new BitSet();
  private int[] order = new int[16];
  private int setCount;

  /** Goes to another function. */
  void reset(List<ValType> params, List<LocalRun> locals) {
    unwind(0);
    runs = 0;
    for (int i = 0; i < params.size(); i++) {
      addRun(params.get(i), 1);
    }
    parameters = count();
    for (LocalRun run : locals) {
      addRun(run.type(), run.count());
    }
  }

  private void addRun(ValType type, int length) {
    if (runs == ends.length) {
      types = Arrays.copyOf(types, runs * 2);
      ends = Arrays.copyOf(ends, runs * 2);
    }
    int end = count() + length;
    types[runs] = type;
    ends[runs] = end;
    runs++;
  }

  /** The number of locals, parameters included. */
  int count() {
    return runs == 0 ? 0 : ends[runs - 1];
  }

  /** The type of a local; the index must be below {@link #count}. */
  ValType type(int index) {
    int found = Arrays.binarySearch(ends, 0, runs, index + 1);
    return types[found >= 0 ? found : -found - 1];
  }

  /** Whether a local of this type has a value here. */
  boolean isSet(int index, ValType type) {
    return index < parameters || type.isDefaultable() || set.get(index);
  }

  /** Notes that a local gets a value here. */
  void set(int index, ValType type) {
    if (isSet(index, type)) {
      return;
    }
    set.set(index);
    if (setCount == order.length) {
      order = Arrays.copyOf(order, setCount * 2);
    }
    order[setCount++] = index;
  }

  /** How many locals have been noted by {@link #set}. */
  int setCount() {
    return setCount;
  }

  /** Forgets all but the first {@code count} noted by {@link #set}. */
  void unwind(int count) {
    while (setCount > count) {
      set.clear(order[--setCount]);
    }
  }
}
