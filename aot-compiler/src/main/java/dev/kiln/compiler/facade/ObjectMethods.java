package dev.kiln.compiler.facade;

import java.util.Set;

/** The methods that every object has: no generated method may have their name and parameters. */
final class ObjectMethods {
  private static final Set<String> SIGNATURES =
      Set.of(
          "clone()",
          "equals(REF)",
          "finalize()",
          "getClass()",
          "hashCode()",
          "notify()",
          "notifyAll()",
          "toString()",
          "wait()",
          "wait(I64)",
          "wait(I64,I32)");

  private ObjectMethods() {}

  /** Whether a method of {@link Object} has this name and these erased parameters. */
  static boolean clashes(String name, String parameters) {
    return SIGNATURES.contains(name + "(" + parameters + ")");
  }
}
