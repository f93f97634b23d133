package dev.kiln.it.spec;

import java.util.List;

/**
 * A script of the suite after the compile phase.
 *
 * @param name the path below the suite, such as {@code legacy/throw}
 * @param commands in order
 */
public record Script(String name, List<Command> commands) {
  /** Copies the list. */
  public Script {
    commands = List.copyOf(commands);
  }
}
