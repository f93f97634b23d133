package dev.kiln.compiler.emit.memory;

import java.lang.constant.ClassDesc;

/**
 * How one memory of a module lives in the JVM: its object in the instance, and the sizes of all
 * code that its {@link MemoryCode} emits. Immutable.
 *
 * <p>Sizes are bytes of bytecode and upper bounds. They leave out the operands, what finds the
 * object of an instance that has holders, and the meter. {@code scratch} is the size of a load or
 * store of a local variable that the memory borrowed: 2 or 4.
 */
public interface MemoryCarrier {
  /** The class of the object in the instance's field. */
  ClassDesc objectClass();

  /** Whether an access with the constant {@code offset}, unsigned, is checked against a bound. */
  boolean needsBound(long offset);

  /** Whether the local variables of the memory are stale after code that may grow it. */
  boolean grows();

  /**
   * The size of {@link MemoryCode#declare}.
   *
   * @param bounded whether some access needs a bound
   */
  int declareSize(boolean bounded);

  /** The size of reading all local variables again. */
  int freshenSize(int scratch);

  /** The size of a load. */
  int loadSize(Access access, long offset, int scratch);

  /** The size of a store. */
  int storeSize(Access access, long offset, int scratch);

  /** The size of {@code memory.size}. */
  int sizeSize();

  /** The size of {@code memory.grow}, that of reading local variables again left out. */
  int growSize();

  /** The size of {@code memory.fill}, {@code memory.copy} or {@code memory.init}. */
  int bulkSize();

  /** The emitter of the memory's code in one method. */
  MemoryCode in(MethodSite site);
}
