package dev.kiln.runtime.abi;

import dev.kiln.runtime.FuncRef;
import org.jspecify.annotations.Nullable;

/** What a new instance asks the runtime for while it is linked and initialised. */
public interface Linkage {
  /** The function for the imported function {@code index}. Its {@link FuncRef#code()} is filled. */
  FuncRef function(int index);

  /** The state of memory {@code index}, imported or defined. */
  LinearMemory memory(int index);

  /** The state of table {@code index}, imported or defined. */
  TableCells table(int index);

  /** The cell of global {@code index}, imported or defined and exported. */
  GlobalCell global(int index);

  /** The limits of the store, for code that heeds them. */
  Meter meter();

  /** The engine's id of type {@code index}. */
  int typeId(int index);

  /**
   * Keeps {@code elements} as the content of element segment {@code segment}; one that is given by
   * function indices needs none.
   */
  void element(int segment, @Nullable Object[] elements);

  /** Writes an active element segment to its table at {@code offset} (unsigned) and drops it. */
  void activeElement(int segment, int table, int offset);

  /** Writes an active data segment to its memory at {@code offset} (unsigned) and drops it. */
  void activeData(int segment, int memory, int offset);
}
