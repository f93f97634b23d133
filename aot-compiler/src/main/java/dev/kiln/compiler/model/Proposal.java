package dev.kiln.compiler.model;

/** The proposals that became WebAssembly, or may. To support a proposal, set its flag here. */
public enum Proposal {
  MVP("MVP", true),
  SIGN_EXTENSION("sign extension", true),
  SATURATING("saturating conversions", true),
  MULTI_VALUE("multi-value", true),
  BULK_MEMORY("bulk memory", true),
  REFERENCE_TYPES("reference types", true),
  EXTENDED_CONST("extended constant expressions", true),
  TYPED_REFERENCES("typed function references", true),
  MULTI_MEMORY("multi-memory", true),
  SIMD("fixed-width SIMD", false),
  RELAXED_SIMD("relaxed SIMD", false),
  EXCEPTIONS("exception handling", false),
  LEGACY_EXCEPTIONS("legacy exception handling", false),
  TAIL_CALLS("tail calls", false),
  GC("garbage collection", false),
  MEMORY64("memory64", false),
  THREADS("threads", false),
  WIDE_ARITHMETIC("wide arithmetic", true);

  private final String text;
  private final boolean supported;

  Proposal(String text, boolean supported) {
    this.text = text;
    this.supported = supported;
  }

  /** Whether this version compiles modules that use it. */
  public boolean isSupported() {
    return supported;
  }

  /** The name for messages. */
  @Override
  public String toString() {
    return text;
  }
}
