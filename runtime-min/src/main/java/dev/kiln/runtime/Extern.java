package dev.kiln.runtime;

/**
 * What can be imported and exported. Each belongs to one store; the reference is the identity.
 *
 * <p>Tags get a class of their own here, beside these four, and a type in {@link ExternType}.
 */
public sealed interface Extern permits FuncRef, Memory, Table, Global {
  /** The type. Of a memory or table the minimum is the current size. */
  ExternType type();

  /** The store it belongs to. */
  Store<?> store();
}
