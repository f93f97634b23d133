package dev.kiln.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** What tests say about traps. */
public final class TrapAssertions {
  private TrapAssertions() {}

  /** {@code operation} traps, and the reason is {@code kind}. */
  public static void assertTrap(Trap.Kind kind, Executable operation) {
    assertEquals(kind, assertThrows(Trap.class, operation).kind());
  }
}
