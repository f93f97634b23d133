package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import java.io.IOException;

/**
 * Functions that belong together; {@link Imports} has the table of all. They are told apart by name
 * and not made one lambda each: a small program would spend most of its start on those, whether it
 * calls them or not.
 */
interface Family {
  /**
   * Calls a function: its arguments are in the number lanes from {@code n} on.
   *
   * @return the error number
   * @throws IOException what becomes an error number
   * @throws IllegalArgumentException where no function of the family has the name
   */
  int call(String name, GuestMemory memory, Window window, int n) throws IOException;

  /** For a name that the table has and the family does not know. */
  static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException("no function \"" + name + "\"");
  }
}
