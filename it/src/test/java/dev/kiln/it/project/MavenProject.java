package dev.kiln.it.project;

import static org.junit.jupiter.api.Assertions.fail;

import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A project in a folder of its own, built by the Maven of the wrapper. */
final class MavenProject {
  private static final int MINUTES = 10;

  private final KilnRepository repository;
  private final Path folder;

  /** An empty project. */
  MavenProject(KilnRepository repository, Path folder) throws IOException {
    this.repository = repository;
    this.folder = Files.createDirectories(folder);
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
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    Path root = Workplace.root();
    List<String> command = new ArrayList<>();
    command.add(root.resolve(windows ? "mvnw.cmd" : "mvnw").toString());
    command.addAll(List.of("-B", "-ntp", "-s", repository.settings().toString()));
    command.add("-Dmaven.repo.local=" + repository.local());
    command.addAll(List.of(arguments));
    Path log = folder.resolve("build.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // Options for the outer build are not meant for this one.
    builder.environment().keySet().removeAll(List.of("MAVEN_OPTS", "MAVEN_ARGS"));
    // A project has a folder of its own: Maven must not look for one above it.
    Files.createDirectories(folder.resolve(".mvn"));
    Process process = builder.start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String said = Files.readString(log, StandardCharsets.UTF_8);
    if (!ended || process.exitValue() != 0) {
      fail(command + " in " + folder + (ended ? " failed:\n" : " did not end:\n") + said);
    }
    return said;
  }
}
