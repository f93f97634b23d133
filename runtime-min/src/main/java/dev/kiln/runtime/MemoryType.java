package dev.kiln.runtime;

/**
 * The type of a memory.
 *
 * @param address what its addresses are
 * @param min the initial size in pages of 65,536 bytes, at least 0
 * @param max the maximum in pages, {@link #NO_MAX} where there is none
 * @param shared whether threads share it, and with them their stores
 */
public record MemoryType(AddressType address, long min, long max, boolean shared)
    implements ExternType {
  /** No declared maximum. */
  public static final long NO_MAX = -1;

  /** The type of an unshared memory with 32-bit addresses and without a maximum. */
  public MemoryType(long min) {
    this(min, NO_MAX);
  }

  /**
   * The type of an unshared memory with 32-bit addresses.
   *
   * @throws IllegalArgumentException where not 0 ≤ min ≤ max ≤ 65,536 pages
   */
  public MemoryType(long min, long max) {
    this(AddressType.I32, min, max, false);
  }

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException where not 0 ≤ min ≤ max ≤ 65,536 pages, or 2⁴⁸ with 64-bit
   *     addresses, or where a shared memory has no maximum
   */
  public MemoryType {
    Limits.check(min, max, address.maxPages, "memory");
    if (shared && max == NO_MAX) {
      throw new IllegalArgumentException("a shared memory needs a maximum");
    }
  }

  /** Whether a memory of this type, with its current size as minimum, is what an import wants. */
  boolean matches(MemoryType wanted) {
    return address == wanted.address
        && shared == wanted.shared
        && Limits.fit(min, max, wanted.min, wanted.max);
  }

  @Override
  public String toString() {
    return "memory "
        + (address == AddressType.I64 ? "i64 " : "")
        + Limits.text(min, max)
        + (shared ? " shared" : "");
  }
}
