package dev.kiln.compiler.facade;

import java.util.HashSet;
import java.util.Set;

/**
 * Java names for wasm names, which may be any text. Letters, digits and underscores stay;
 * everything else separates words, and the next word begins with a capital: {@code get-value}
 * becomes {@code getValue}. What Java reserves gets an underscore behind it.
 */
public final class JavaNames {
  /** A class file constant holds 65,535 bytes; nobody reads names that long. */
  private static final int MAX_LENGTH = 200;

  /** JLS 3.9: keywords and literals. */
  private static final Set<String> RESERVED =
      Set.of(
          ("abstract assert boolean break byte case catch char class const continue default do"
                  + " double else enum extends false final finally float for goto if implements"
                  + " import instanceof int interface long native new null package private"
                  + " protected public return short static strictfp super switch synchronized this"
                  + " throw throws transient true try void volatile while _")
              .split(" "));

  private JavaNames() {}

  /** Whether Java keeps the word for itself, so that it is an identifier to no one. */
  public static boolean isReserved(String word) {
    return RESERVED.contains(word);
  }

  /**
   * An identifier that begins as {@code name} does, for a method, a parameter or a field.
   *
   * @param instead for names without a single usable character
   */
  static String identifier(String name, String instead) {
    String id = words(name, true);
    if (id.isEmpty()) {
      id = instead;
    } else if (!Character.isJavaIdentifierStart(id.charAt(0))) {
      id = "_" + id;
    }
    return isReserved(id) ? id + "_" : id;
  }

  /** {@code name} with a capital for each word, as the end of a class name; may be empty. */
  static String capitalized(String name) {
    String words = words(name, false);
    return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String words(String name, boolean keepUnderscores) {
    StringBuilder id = new StringBuilder();
    boolean newWord = false;
    for (int i = 0; i < name.length() && id.length() < MAX_LENGTH; i++) {
      char c = name.charAt(i);
      if (!isUsable(c) || (c == '_' && !keepUnderscores)) {
        newWord = !id.isEmpty();
      } else {
        id.append(newWord ? Character.toUpperCase(c) : c);
        newWord = false;
      }
    }
    return id.toString();
  }

  /** Letters and digits of the basic plane: source and class files show them alike. */
  private static boolean isUsable(char c) {
    return c == '_' || Character.isLetterOrDigit(c) && Character.isJavaIdentifierPart(c);
  }

  /** {@code name}, or with a number behind it if that is taken; takes it. */
  static String unique(String name, Set<String> taken) {
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  /** Names that parameters of generated source must not have: they would hide packages. */
  static Set<String> hidingPackages(String className) {
    Set<String> names = new HashSet<>(Set.of("dev", "java"));
    names.add(className.substring(0, Math.max(0, className.indexOf('.'))));
    return names;
  }
}
