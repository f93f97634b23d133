package dev.kiln.runtime;

/** What addresses of a memory are (specification, section 2.3.8). */
public enum AddressType {
  /** 32-bit: at most 65,536 pages. */
  I32(1L << 16),
  /** 64-bit: at most 2⁴⁸ pages. */
  I64(1L << 48);

  /** The most pages that a type may declare. */
  final long maxPages;

  AddressType(long maxPages) {
    this.maxPages = maxPages;
  }
}
