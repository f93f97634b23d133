package dev.kiln.benchmarks.harness;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * A JDK that runs programs.
 *
 * @param home its folder
 */
public record Jvm(Path home) {
  /** That of this process. */
  public static Jvm current() {
    return new Jvm(Path.of(System.getProperty("java.home")));
  }

  /**
   * Checks that there is one.
   *
   * @throws MeasurementException where there is none
   */
  public Jvm checked() {
    if (!Files.isExecutable(java())) {
      throw new MeasurementException(home + " is no JDK, it has no bin/java");
    }
    return this;
  }

  /** Its launcher. */
  public Path java() {
    return home.resolve("bin").resolve("java");
  }

  /** The command for a main class that is, as all its libraries, on this process's class path. */
  public List<String> command(Class<?> main, Path classes) {
    String classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
    return List.of(java().toString(), "-cp", classPath, main.getName());
  }

  /** The options with which a run makes an AOT cache; from Java 25 on. */
  public static List<String> makingCache(Path cache) {
    return List.of("-XX:AOTCacheOutput=" + cache);
  }

  /** The options with which a run takes it, or fails. */
  public static List<String> withCache(Path cache) {
    return List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache);
  }

  /** Such as "Java 25.0.3 (Eclipse Adoptium)". */
  public String description() {
    Properties release = release();
    String version = release.getProperty("JAVA_VERSION", "of unknown version").replace("\"", "");
    String vendor = release.getProperty("IMPLEMENTOR", "").replace("\"", "");
    return "Java " + version + (vendor.isEmpty() ? "" : " (" + vendor + ")");
  }

  /** The feature version, such as 25; 0 where the JDK does not tell it. */
  public int feature() {
    String version = release().getProperty("JAVA_VERSION", "").replaceFirst("^\"?(\\d*).*$", "$1");
    return version.isEmpty() ? 0 : Integer.parseInt(version);
  }

  private Properties release() {
    Properties release = new Properties();
    Path file = home.resolve("release");
    if (Files.isRegularFile(file)) {
      try (Reader in = Files.newBufferedReader(file)) {
        release.load(in);
      } catch (IOException e) {
        throw new MeasurementException(file + " cannot be read: " + e.getMessage());
      }
    }
    return release;
  }
}
