package dev.kiln.it.project;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.kiln.it.support.Jdks;
import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A project in a folder of its own, built by the Maven of the wrapper. */
final class MavenProject {
  private final KilnRepository repository;
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  /** An empty project. */
  MavenProject(KilnRepository repository, Path folder) throws IOException {
    this.repository = repository;
    this.folder = Files.createDirectories(folder);
  }

  /** Has Maven run on a JDK of that feature version; on the outer Maven's without this. */
  MavenProject on(int feature) {
    environment.put("JAVA_HOME", Jdks.home(feature).toString());
    return this;
  }

  /** The file of that path in the project. */
  Path file(String path) {
    return folder.resolve(path);
  }

  /** Writes a text file; {@code @kiln.version@} in it is this build's version. */
  MavenProject write(String path, String text) throws IOException {
    return write(
        path,
        text.replace("@kiln.version@", repository.version()).getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file. */
  MavenProject write(String path, byte[] content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return this;
  }

  /** Runs Maven, which must succeed; returns what it printed. */
  String build(String... arguments) throws IOException, InterruptedException {
    return maven(arguments).succeeded();
  }

  /** Runs Maven, which must fail; returns what it printed. */
  String failingBuild(String... arguments) throws IOException, InterruptedException {
    Execution ended = maven(arguments);
    assertNotEquals(0, ended.exit(), ended::toString);
    return ended.output();
  }

  private Execution maven(String... arguments) throws IOException, InterruptedException {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    Path root = Workplace.root();
    List<String> command = new ArrayList<>();
    command.add(root.resolve(windows ? "mvnw.cmd" : "mvnw").toString());
    command.addAll(List.of("-B", "-ntp", "-s", repository.settings().toString()));
    command.add("-Dmaven.repo.local=" + repository.local());
    command.addAll(List.of(arguments));
    // A project has a folder of its own: Maven must not look for one above it.
    Files.createDirectories(folder.resolve(".mvn"));
    return Execution.of(folder, environment, command);
  }
}
