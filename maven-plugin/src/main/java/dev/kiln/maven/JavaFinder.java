package dev.kiln.maven;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds a Java that can run the compiler. It first looks at those that the user named (toolchains,
 * {@code JAVA_HOME}, {@code JAVA25_HOME} and so on), then in the folders that installers use.
 */
final class JavaFinder {
  /** The compiler's classes are of this release. */
  static final int REQUIRED = 25;

  static final String NOT_FOUND =
      "Kiln's compiler needs JDK 25 or newer, and none was found; install one, or name it in"
          + " JAVA_HOME, JAVA25_HOME or ~/.m2/toolchains.xml";

  private final List<Path> named;
  private final List<Path> installFolders;

  /**
   * @param named homes to prefer, in this order
   * @param installFolders folders whose children are homes, or hold one in {@code Contents/Home}
   */
  JavaFinder(List<Path> named, List<Path> installFolders) {
    this.named = List.copyOf(named);
    this.installFolders = List.copyOf(installFolders);
  }

  /**
   * The finder for this machine.
   *
   * @param toolchains homes that Maven's toolchains name, preferred to all others
   * @param environment the environment variables
   * @param userHome the user's home directory
   */
  static JavaFinder of(List<Path> toolchains, Map<String, String> environment, Path userHome) {
    List<Path> named = new ArrayList<>(toolchains);
    addIfSet(named, environment.get("JAVA_HOME"));
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (name.matches("JAVA_?\\d+_HOME|JAVA_HOME_\\d+.*|JDK_?\\d+(_HOME)?")) {
                addIfSet(named, value);
              }
            });
    return new JavaFinder(named, installFolders(environment, userHome));
  }

  private static void addIfSet(List<Path> homes, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      homes.add(Path.of(value));
    }
  }

  private static List<Path> installFolders(Map<String, String> environment, Path userHome) {
    List<Path> folders = new ArrayList<>();
    for (String folder :
        List.of(
            "/usr/lib/jvm",
            "/usr/lib64/jvm",
            "/usr/java",
            "/usr/local/java",
            "/opt/java",
            "/opt/jdk",
            "/opt",
            "/Library/Java/JavaVirtualMachines")) {
      folders.add(Path.of(folder));
    }
    for (String folder :
        List.of(
            ".sdkman/candidates/java",
            ".jdks",
            ".m2/jdks",
            ".gradle/jdks",
            ".asdf/installs/java",
            ".local/share/mise/installs/java",
            "Library/Java/JavaVirtualMachines")) {
      folders.add(userHome.resolve(folder));
    }
    String programs = environment.get("ProgramFiles");
    if (programs != null) {
      for (String vendor :
          List.of("Java", "Eclipse Adoptium", "Microsoft", "Zulu", "Amazon Corretto", "BellSoft")) {
        folders.add(Path.of(programs, vendor));
      }
    }
    return folders;
  }

  /**
   * Searches. Among several in the install folders, the oldest that is new enough is taken. The
   * compiler was made for it, and the choice does not depend on the order of a folder.
   */
  Optional<JavaHome> find() throws IOException {
    for (Path home : named) {
      Optional<JavaHome> java = JavaHome.at(home).filter(JavaFinder::suffices);
      if (java.isPresent()) {
        return java;
      }
    }
    List<JavaHome> installed = new ArrayList<>();
    for (Path folder : installFolders) {
      for (Path child : children(folder)) {
        JavaHome.at(child)
            .or(() -> JavaHome.at(child.resolve("Contents").resolve("Home")))
            .filter(JavaFinder::suffices)
            .ifPresent(installed::add);
      }
    }
    return installed.stream().min(Comparator.comparingInt(JavaHome::feature));
  }

  private static boolean suffices(JavaHome java) {
    return java.feature() >= REQUIRED;
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
      return List.of();
    }
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(children::add);
    }
    Collections.sort(children);
    return children;
  }
}
