package dev.kiln.it.spec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * A command of a script. Names of modules and instances are empty where the script gives none,
 * which means the latest.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
public sealed interface Command {
  /** The line in the script's text. */
  int line();

  /** Instantiates a module and makes it the current instance. */
  record Module(int line, String name, Source source) implements Command {}

  /** Defines a module without instantiating it. */
  record Definition(int line, String name, Source source) implements Command {}

  /** Instantiates a module defined before. */
  record InstanceOf(int line, String name, String module) implements Command {}

  /** Offers an instance's exports for import. */
  record Register(int line, String name, String as) implements Command {}

  /** Does something whose result does not matter. */
  record Run(int line, Action action) implements Command {}

  /** The action returns these values. */
  record AssertReturn(int line, Action action, List<Value.Expected> expected) implements Command {
    /** Copies the list. */
    public AssertReturn {
      expected = List.copyOf(expected);
    }
  }

  /** The action traps, be it for want of stack. */
  record AssertTrap(int line, Action action, String text) implements Command {}

  /** The action throws a wasm exception. */
  record AssertException(int line, Action action) implements Command {}

  /** The module does not link. */
  record AssertUnlinkable(int line, Source source, String text) implements Command {}

  /** Instantiation of the module traps. */
  record AssertUninstantiable(int line, Source source, String text) implements Command {}

  /**
   * An assertion that the compile phase settled: {@code detail} says why, or names the proposals.
   */
  record Settled(int line, Outcome outcome, String detail) implements Command {}

  /**
   * Something done to an instance.
   *
   * @param invoke whether it is a call; else a global is read
   * @param module the name of the instance
   * @param field the name of the export
   * @param args the arguments
   */
  record Action(boolean invoke, String module, String field, List<Value> args) {
    /** Copies the list. */
    public Action {
      args = List.copyOf(args);
    }

    @Override
    public String toString() {
      return (invoke ? "invoke" : "get") + " \"" + field + "\"" + (invoke ? " " + args : "");
    }
  }
}
