package dev.kiln.compiler.emit.code;

import dev.kiln.compiler.emit.memory.Coverage;
import dev.kiln.compiler.emit.memory.MemoryCarriers;
import dev.kiln.compiler.emit.memory.MemoryCode;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Piece;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The memories that one method uses. */
final class Memories {
  private final FunctionContext context;
  private final @Nullable MemoryCode[] codes;

  /** Those with loads or stores, whose local variables are declared. */
  private final BitSet accessed = new BitSet();

  Memories(FunctionContext context) {
    this.context = context;
    this.codes = new MemoryCode[context.layout.module().memoryCount()];
  }

  /** The code on memory {@code index}. */
  MemoryCode get(int index) {
    MemoryCode code = codes[index];
    if (code == null) {
      code =
          MemoryCarriers.of(context.layout.module(), context.layout.analysis(), index).in(context);
      codes[index] = code;
    }
    return code;
  }

  /** Declares that the method accesses memory {@code index}. */
  void declare(int index, boolean bounded) {
    get(index).declare(bounded);
    accessed.set(index);
  }

  /**
   * Lets accesses of the first memory leave out checks that are made already. Returns what is to be
   * told of each statement, or null where the method accesses no memory.
   */
  @Nullable Coverage cover(IrFunction function, int start, int end, List<Piece.Entry> entries) {
    int first = accessed.nextSetBit(0);
    if (first < 0) {
      return null;
    }
    Coverage coverage =
        new Coverage(
            context.layout.module().memoryType(first).address(), function, start, end, entries);
    get(first).heed(coverage);
    return coverage;
  }

  /** After something that may grow memories. */
  void invalidate() {
    for (int i = accessed.nextSetBit(0); i >= 0; i = accessed.nextSetBit(i + 1)) {
      get(i).invalidate();
    }
  }

  /** Before control flow joins or leaves: every path agrees that nothing is stale. */
  void freshen() {
    for (int i = accessed.nextSetBit(0); i >= 0; i = accessed.nextSetBit(i + 1)) {
      get(i).freshen();
    }
  }

  /** Where control flow ends, nothing needs to be right. */
  void forget() {
    for (int i = accessed.nextSetBit(0); i >= 0; i = accessed.nextSetBit(i + 1)) {
      get(i).forget();
    }
  }
}
