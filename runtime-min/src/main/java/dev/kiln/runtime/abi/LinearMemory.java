package dev.kiln.runtime.abi;

import dev.kiln.runtime.Quota;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bytes of an unshared, 32-bit memory as compiled code sees them. The array may be longer than
 * the memory (its capacity grows in steps), so {@link #limit} is what accesses are checked against.
 *
 * <p>Compiled code calls {@code get} and {@code set} on the little-endian views directly, which
 * HotSpot always inlines; a helper method around them would not be. There are no more of them than
 * needed, since each takes time when a program starts: the JDK's views of floating-point numbers
 * access integers too.
 */
public final class LinearMemory {
  /** Bytes per page. */
  public static final int PAGE = 65536;

  /** The most pages a {@code byte[]} can hold. */
  public static final int MAX_PAGES = 32767;

  /** Views a {@code byte[]} as 16-bit integers without a sign. */
  public static final VarHandle U16 = view(char[].class);

  /** Views a {@code byte[]} as 32-bit integers. */
  public static final VarHandle I32 = view(int[].class);

  /** Views a {@code byte[]} as 64-bit integers. */
  public static final VarHandle I64 = view(long[].class);

  /** The content; replaced when the memory grows past its capacity. */
  public byte[] bytes;

  /** The size in bytes, a multiple of {@link #PAGE}; never above {@code bytes.length}. */
  public int limit;

  private final int maxPages;
  private final boolean exact;

  /** In bytes, for the limiter; -1 where there is no maximum. */
  private final long declaredMax;

  private final Quota quota;

  /**
   * A zeroed memory.
   *
   * @param pages the initial size, 0 to {@link #MAX_PAGES}
   * @param maxPages the declared maximum; what lies above {@link #MAX_PAGES} is never reached;
   *     negative where there is none
   * @param exact whether the array never has room to spare: code that was compiled for that checks
   *     against the length of the array
   * @param quota asked before each growth
   */
  public LinearMemory(int pages, long maxPages, boolean exact, Quota quota) {
    this.bytes = new byte[pages * PAGE];
    this.limit = bytes.length;
    this.maxPages = maxPages < 0 ? MAX_PAGES : (int) Math.min(maxPages, MAX_PAGES);
    this.declaredMax = maxPages < 0 ? -1 : maxPages * PAGE;
    this.exact = exact;
    this.quota = quota;
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /** {@code memory.size}: pages. */
  public int size() {
    return limit / PAGE;
  }

  /**
   * {@code memory.grow}.
   *
   * @param delta pages to add, unsigned
   * @return the old size in pages, or -1 where the maximum, the limiter or the heap refuses
   */
  public int grow(int delta) {
    int old = size();
    long pages = old + (delta & 0xffffffffL);
    if (pages > maxPages
        || !quota.memoryGrowing(limit, pages * PAGE, declaredMax)
        || size() != old) { // the limiter itself made it grow
      return -1;
    }
    int newLimit = (int) (pages * PAGE);
    if (newLimit > bytes.length) {
      try {
        bytes = Arrays.copyOf(bytes, capacity(newLimit));
      } catch (OutOfMemoryError e) {
        // Perhaps the room for later growth was what did not fit.
        try {
          bytes = Arrays.copyOf(bytes, newLimit);
        } catch (OutOfMemoryError again) {
          return -1;
        }
      }
    }
    limit = newLimit;
    return old;
  }

  /** wasi-libc grows page by page: doubling keeps the copying linear, later 1.5× keeps it small. */
  private int capacity(int needed) {
    if (exact) {
      return needed;
    }
    long length = bytes.length;
    long wanted = length < (256 << 20) ? length * 2 : length + (length >> 1);
    return (int) Math.min((long) maxPages * PAGE, Math.max(needed, wanted));
  }

  /** {@code memory.fill} at {@code to} with {@code count} bytes; all operands unsigned. */
  public void fill(int to, int value, int count) {
    check(to, count);
    Arrays.fill(bytes, to, to + count, (byte) value);
  }

  /** {@code memory.copy} from {@code source}, which may be this memory; operands unsigned. */
  public void copy(LinearMemory source, int to, int from, int count) {
    source.check(from, count);
    check(to, count);
    System.arraycopy(source.bytes, from, bytes, to, count);
  }

  /** {@code memory.init} from a data segment; operands unsigned. */
  public void init(byte[] segment, int to, int from, int count) {
    check(segment.length, from, count);
    check(to, count);
    System.arraycopy(segment, from, bytes, to, count);
  }

  void check(int from, int count) {
    check(limit, from, count);
  }

  static void check(int size, int from, int count) {
    if ((from & 0xffffffffL) + (count & 0xffffffffL) > size) {
      throw Traps.memoryOutOfBounds();
    }
  }
}
