package dev.kiln.it.support;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds JDKs by feature version: {@code -Dkiln.jdk17=FOLDER}, this JVM, environment variables, the
 * folders where installers put them. The version is read from the {@code release} file.
 */
public final class Jdks {
  /** "25.0.3"; versions before 9, such as "1.8.0", do not matter here. */
  private static final Pattern VERSION = Pattern.compile("\"?(\\d+)");

  private Jdks() {}

  /** The home of a JDK of exactly this feature version. */
  public static Optional<Path> find(int feature) {
    for (Path home : candidates(feature)) {
      if (version(home) == feature) {
        return Optional.of(home);
      }
    }
    return Optional.empty();
  }

  /**
   * The home of a JDK of this feature version.
   *
   * @throws IllegalStateException where there is none
   */
  public static Path home(int feature) {
    return find(feature)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no JDK " + feature + " found: install one, or set JAVA" + feature + "_HOME"));
  }

  private static List<Path> candidates(int feature) {
    List<Path> homes = new ArrayList<>();
    add(homes, System.getProperty("kiln.jdk" + feature));
    add(homes, System.getProperty("java.home"));
    new TreeMap<>(System.getenv())
        .forEach(
            (name, value) -> {
              if (name.matches("JAVA_HOME.*|JAVA_?\\d+_HOME|JDK_?\\d+(_HOME)?")) {
                add(homes, value);
              }
            });
    Path user = Path.of(System.getProperty("user.home"));
    for (Path folder :
        List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/usr/lib64/jvm"),
            Path.of("/usr/java"),
            Path.of("/opt"),
            Path.of("/opt/java"),
            Path.of("/Library/Java/JavaVirtualMachines"),
            Path.of("C:/Program Files/Java"),
            Path.of("C:/Program Files/Eclipse Adoptium"),
            user.resolve(".sdkman/candidates/java"),
            user.resolve(".jdks"),
            user.resolve(".m2/jdks"))) {
      if (Files.isDirectory(folder)) {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
          for (Path child : children) {
            homes.add(child);
            homes.add(child.resolve("Contents/Home"));
          }
        } catch (IOException e) {
          // A folder that may not be listed holds no JDK for us.
          continue;
        }
      }
    }
    return homes;
  }

  private static void add(List<Path> homes, @Nullable String home) {
    if (home != null && !home.isBlank()) {
      homes.add(Path.of(home));
    }
  }

  private static int version(Path home) {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release) || !Files.isDirectory(home.resolve("bin"))) {
      return 0;
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(release)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      return 0;
    }
    Matcher version = VERSION.matcher(properties.getProperty("JAVA_VERSION", ""));
    return version.lookingAt() ? Integer.parseInt(version.group(1)) : 0;
  }
}
