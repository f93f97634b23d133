package dev.kiln.compiler.emit.layout;

import dev.kiln.compiler.model.WasmModule;
import java.util.HashSet;
import java.util.Set;

/**
 * Method names for functions, from the name section, so that a Java stack trace reads like the
 * program's. Legal for the JVM and unique in the module.
 */
public final class Names {
  /** Names of C++ templates are longer than the code they name; a backtrace has the index, too. */
  private static final int MAX_LENGTH = 120;

  private final String[] names;

  /** The names for the functions of a module. */
  public Names(WasmModule module) {
    names = new String[module.functionCount()];
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < names.length; i++) {
      String given = module.functionName(i);
      String name = given == null || given.isEmpty() ? "func" + i : legal(given);
      while (!taken.add(name)) {
        name = name + "$" + i;
      }
      names[i] = name;
    }
  }

  /** The name of the method of a function, imported ones included. */
  public String method(int function) {
    return names[function];
  }

  /** Replaces what the JVM forbids in a method name (JVMS 4.2.2), and what no log shows. */
  private static String legal(String name) {
    StringBuilder legal = new StringBuilder();
    for (int i = 0; i < name.length() && i < MAX_LENGTH; i++) {
      char c = name.charAt(i);
      legal.append(
          switch (c) {
            case '.' -> '_';
            case ';' -> ',';
            case '[' -> '{';
            case '/' -> '|';
            case '<' -> '{';
            case '>' -> '}';
            default -> c < ' ' || Character.isSurrogate(c) ? '_' : c;
          });
    }
    return legal.toString();
  }
}
