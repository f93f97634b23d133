package dev.kiln.compiler.model.type;

/** The type of a memory. Limits count pages of {@link #PAGE_SIZE} bytes. */
public record MemoryType(Limits limits) {
  /** Bytes in a page. A custom page size would become a component of this record. */
  public static final int PAGE_SIZE = 65_536;

  /** The type of the memory's addresses. */
  public AddressType address() {
    return limits.address();
  }
}
