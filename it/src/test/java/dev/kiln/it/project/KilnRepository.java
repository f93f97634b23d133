package dev.kiln.it.project;

import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a Maven build of a user finds: a repository with this build's artifacts and nothing else of
 * ours, the outer build's local repository before Central, and a local repository that is empty at
 * first.
 */
final class KilnRepository {
  private static @Nullable KilnRepository shared;

  private final Path ours;
  private final Path local;
  private final Path settings;
  private final String version;

  /**
   * Sets it up.
   *
   * @param folder is emptied
   */
  KilnRepository(Path folder) throws IOException {
    delete(folder);
    ours = folder.resolve("kiln");
    local = folder.resolve("local");
    settings = folder.resolve("settings.xml");
    Path runtime = jar("runtime-min", "kiln-runtime-min");
    version =
        runtime
            .getFileName()
            .toString()
            .replaceFirst("^kiln-runtime-min-", "")
            .replaceFirst("\\.jar$", "");
    publish("kiln-parent", Workplace.root().resolve("pom.xml"), null);
    for (List<String> module :
        List.of(
            List.of("runtime-min", "kiln-runtime-min"),
            List.of("aot-compiler", "kiln-aot-compiler"),
            List.of("wasi", "kiln-wasi"),
            List.of("maven-plugin", "wasm-maven-plugin"))) {
      Path pom = Workplace.root().resolve(module.get(0)).resolve("pom.xml");
      publish(module.get(1), pom, jar(module.get(0), module.get(1)));
    }
    Path outer = outer();
    Files.writeString(
        settings,
        settingsText(
            repository("repository", "kiln", ours) + repository("repository", "outer", outer),
            repository("pluginRepository", "kiln", ours)
                + repository("pluginRepository", "outer", outer)));
  }

  /** Writes settings of a reader who has nothing of ours, only what the outer build downloaded. */
  static void writeReadersSettings(Path file) throws IOException {
    Files.writeString(
        file,
        settingsText(
            repository("repository", "outer", outer()),
            repository("pluginRepository", "outer", outer())));
  }

  /** The one of all tests in this JVM: what the first build had to get is there for the others. */
  static synchronized KilnRepository shared() throws IOException {
    KilnRepository known = shared;
    if (known == null) {
      known = new KilnRepository(Workplace.output("project").resolve("repository"));
      shared = known;
    }
    return known;
  }

  /** This build's version. */
  String version() {
    return version;
  }

  /** The local repository. */
  Path local() {
    return local;
  }

  /** The settings file. */
  Path settings() {
    return settings;
  }

  /** The jar that this build made of a module. */
  static Path jar(String module, String artifact) {
    Path target = Workplace.root().resolve(module).resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches(artifact + "-[0-9].*[0-9T]\\.jar"))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("no jar in " + target + ": run package first"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void publish(String artifact, Path pom, @Nullable Path jar) throws IOException {
    publish("dev.kiln", artifact, version, pom, jar);
  }

  /** Puts an artifact where builds find it. */
  void publish(String group, String artifact, String artifactVersion, Path pom, @Nullable Path jar)
      throws IOException {
    Path place = ours.resolve(group.replace('.', '/')).resolve(artifact).resolve(artifactVersion);
    Files.createDirectories(place);
    String name = artifact + "-" + artifactVersion;
    Files.copy(pom, place.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
    if (jar != null) {
      Files.copy(jar, place.resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The outer build's local repository; it has no checksums beside its files. */
  private static Path outer() {
    return Path.of(
        System.getProperty(
            "maven.repo.local",
            Path.of(System.getProperty("user.home"), ".m2", "repository").toString()));
  }

  private static String settingsText(String repositories, String plugins) {
    return """
    <settings>
      <profiles>
        <profile>
          <id>kiln</id>
          <activation><activeByDefault>true</activeByDefault></activation>
          <repositories>
    %s      </repositories>
          <pluginRepositories>
    %s      </pluginRepositories>
        </profile>
      </profiles>
    </settings>
    """
        .formatted(repositories, plugins);
  }

  private static String repository(String element, String id, Path folder) {
    String policy = "<enabled>%s</enabled><checksumPolicy>ignore</checksumPolicy>";
    boolean ours = id.equals("kiln"); // snapshots of ours come from this build or not at all
    return """
            <%s>
              <id>%s</id>
              <url>%s</url>
              <releases>%s</releases>
              <snapshots>%s</snapshots>
            </%s>
    """
        .formatted(
            element, id, folder.toUri(), policy.formatted(true), policy.formatted(ours), element);
  }

  /** Deletes a folder, if there is one, with all that is in it. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> walk = Files.walk(folder)) {
        for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
