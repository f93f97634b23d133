package dev.kiln.compiler;

/**
 * How to compile a module.
 *
 * @param className the binary name of the module class, such as {@code com.acme.ImageFilter}
 * @param threads how many threads compile, at least 1; the result does not depend on it
 */
public record CompileOptions(String className, int threads) {
  /** Checks the arguments. */
  public CompileOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + " is less than 1");
    }
    for (String part : className.split("\\.", -1)) {
      if (!isIdentifier(part)) {
        throw new IllegalArgumentException("\"" + className + "\" is not a name for a Java class");
      }
    }
  }

  /** All defaults: as many threads as there are processors. */
  public static CompileOptions of(String className) {
    return new CompileOptions(className, Runtime.getRuntime().availableProcessors());
  }

  private static boolean isIdentifier(String part) {
    return !part.isEmpty()
        && Character.isJavaIdentifierStart(part.codePointAt(0))
        && part.codePoints().allMatch(Character::isJavaIdentifierPart);
  }
}
