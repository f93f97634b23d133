package dev.kiln.compiler.batch;

import dev.kiln.compiler.facade.JavaNames;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names classes after WebAssembly files: {@code com/acme/image-filter.wasm} becomes {@code
 * com.acme.ImageFilter}. Stateless and thread-safe.
 */
public final class ClassNames {
  private static final String SUFFIX = ".wasm";

  private ClassNames() {}

  /**
   * The binary name for a file.
   *
   * @param path the file's path below the source folder, parts separated by {@code /}
   * @param rootPackage the package for files that are in no sub-folder, or null if there is none
   * @throws IllegalArgumentException if there is no legal name; the message is one sentence that
   *     says what to change
   */
  public static String of(String path, @Nullable String rootPackage) {
    List<String> parts = Arrays.asList(path.split("/"));
    List<String> folders = parts.subList(0, parts.size() - 1);
    String simpleName = simpleName(parts.get(parts.size() - 1));
    if (!folders.isEmpty()) {
      return checkPackage(String.join(".", folders), "the folder of " + path) + "." + simpleName;
    }
    if (rootPackage == null || rootPackage.isBlank()) {
      throw new IllegalArgumentException(
          "the class would have no package, so no other class could import it; move the file to the"
              + " folder of a package, such as com/acme/"
              + path
              + ", or set <packageName>");
    }
    return checkPackage(rootPackage, "<packageName>") + "." + simpleName;
  }

  /**
   * Checks a binary name that a user gave, such as {@code com.acme.ImageFilter}.
   *
   * @return the name itself
   * @throws IllegalArgumentException if it is not a legal Java name; the message is one sentence
   */
  public static String check(String className) {
    for (String part : className.split("\\.", -1)) {
      if (!isIdentifier(part)) {
        throw new IllegalArgumentException(
            "\"" + className + "\" is not a Java class name: \"" + part + "\" is not allowed");
      }
    }
    return className;
  }

  /** The part after the package: the words of the file's name, each with a capital. */
  private static String simpleName(String fileName) {
    String stem =
        fileName.endsWith(SUFFIX)
            ? fileName.substring(0, fileName.length() - SUFFIX.length())
            : fileName;
    StringBuilder name = new StringBuilder();
    boolean startOfWord = true;
    for (int c : stem.codePoints().toArray()) {
      if (c == '_' || c == '$' || !Character.isJavaIdentifierPart(c)) {
        startOfWord = true;
      } else {
        name.appendCodePoint(startOfWord ? Character.toUpperCase(c) : c);
        startOfWord = false;
      }
    }
    if (!isIdentifier(name.toString())) {
      throw new IllegalArgumentException(
          "\""
              + stem
              + "\" cannot become a Java class name; rename the file so that it starts with a letter");
    }
    return name.toString();
  }

  private static String checkPackage(String name, String where) {
    for (String part : name.split("\\.", -1)) {
      if (!isIdentifier(part)) {
        throw new IllegalArgumentException(
            where + " is not a Java package name: \"" + part + "\" is not allowed; rename it");
      }
    }
    return name;
  }

  private static boolean isIdentifier(String s) {
    return !s.isEmpty()
        && Character.isJavaIdentifierStart(s.codePointAt(0))
        && s.codePoints().allMatch(Character::isJavaIdentifierPart)
        && !JavaNames.isReserved(s);
  }
}
