package dev.kiln.compiler.emit.memory;

import static dev.kiln.compiler.emit.layout.Abi.LINEAR_MEMORY;

import dev.kiln.compiler.emit.layout.IntConstant;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.model.type.MemoryType;
import java.lang.constant.ClassDesc;

/**
 * A memory in one {@code byte[]}, with i32 addresses, of one store. {@link ArrayMemoryCode} shows
 * the shape of its code.
 *
 * @param index the memory's index in the module
 * @param type its type
 * @param grows whether anybody may grow it, so that the array may be replaced
 * @param exact whether the array is always exactly as long as the memory
 */
public record ArrayMemory(int index, MemoryType type, boolean grows, boolean exact)
    implements MemoryCarrier {
  /** What puts the object and the array into local variables. */
  private static final int OBJECT_AND_ARRAY = 16;

  /** What does that for the limit. */
  private static final int LIMIT = 20;

  @Override
  public ClassDesc objectClass() {
    return LINEAR_MEMORY;
  }

  /** The bytes that the memory surely has. */
  long certainBytes() {
    return type.limits().min() * MemoryType.PAGE_SIZE;
  }

  /** An array that is as long as the memory checks an access without an offset itself. */
  @Override
  public boolean needsBound(long offset) {
    return offset != 0 || !exact;
  }

  @Override
  public int declareSize(boolean bounded) {
    return OBJECT_AND_ARRAY + (bounded ? LIMIT : 0);
  }

  @Override
  public int freshenSize(int scratch) {
    return 5 * scratch + 12;
  }

  @Override
  public int loadSize(Access access, long offset, int scratch) {
    return accessSize(access, offset, scratch) + 1;
  }

  @Override
  public int storeSize(Access access, long offset, int scratch) {
    boolean narrowedTwice = access.bytes() == 2 && access.value() == Kind.I64;
    return accessSize(access, offset, scratch) + (narrowedTwice ? 2 : 1);
  }

  /** View, array, limit, the check, the offset, the access and what makes the value of it. */
  private static int accessSize(Access access, long offset, int scratch) {
    int bytes = access.bytes();
    Kind value = access.value();
    int check = 3 + scratch + (bytes == 1 && offset == 0 ? 0 : 1);
    check += IntConstant.size(bytes - 1 + offset);
    check += offset == 0 ? 0 : IntConstant.size(offset) + 1;
    int convert = value == Kind.F32 || value == Kind.F64 ? 3 : access.unsigned() ? 5 : 0;
    convert += access.loads() && value == Kind.I64 ? 1 : 0;
    convert += access.loads() && bytes == 2 && !access.unsigned() ? 1 : 0;
    return scratch + check + (bytes == 1 ? 1 : 6) + convert;
  }

  @Override
  public int sizeSize() {
    return 9;
  }

  @Override
  public int growSize() {
    return 9;
  }

  @Override
  public int bulkSize() {
    return 16;
  }

  @Override
  public MemoryCode in(MethodSite site) {
    return new ArrayMemoryCode(this, site);
  }
}
