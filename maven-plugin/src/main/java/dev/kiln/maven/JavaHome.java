package dev.kiln.maven;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An installed Java of a known version.
 *
 * @param directory the home directory
 * @param feature the feature version, such as 25
 */
record JavaHome(Path directory, int feature) {
  /** "25.0.3", and "1.8.0_402" for 8. */
  private static final Pattern VERSION = Pattern.compile("\"?(?:1\\.)?(\\d+)\\b.*");

  /**
   * Looks at one directory. Nothing is started: the version is read from the {@code release} file.
   *
   * @return empty if this is no Java home, or one whose version cannot be told
   */
  static Optional<JavaHome> at(Path directory) {
    Path release = directory.resolve("release");
    if (!Files.isRegularFile(release) || !Files.isExecutable(java(directory))) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(release, StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      // Unreadable, or not in the format of a release file: then it is not a Java we know.
      return Optional.empty();
    }
    Matcher version = VERSION.matcher(properties.getProperty("JAVA_VERSION", ""));
    return version.matches()
        ? Optional.of(new JavaHome(directory, Integer.parseInt(version.group(1))))
        : Optional.empty();
  }

  /** The launcher. */
  Path java() {
    return java(directory);
  }

  private static Path java(Path home) {
    Path windows = home.resolve("bin").resolve("java.exe");
    return Files.isRegularFile(windows) ? windows : home.resolve("bin").resolve("java");
  }
}
