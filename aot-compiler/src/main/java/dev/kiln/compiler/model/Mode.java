package dev.kiln.compiler.model;

/** When a segment is used. */
public enum Mode {
  /** Copied at instantiation, then dropped. */
  ACTIVE,
  /** Copied on request. */
  PASSIVE,
  /** Only declares that functions are referenced; element segments only. */
  DECLARATIVE
}
