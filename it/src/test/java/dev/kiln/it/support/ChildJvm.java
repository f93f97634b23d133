package dev.kiln.it.support;

import static org.junit.jupiter.api.Assertions.fail;

import dev.kiln.it.spec.SuiteExecutor;
import dev.kiln.runtime.Store;
import dev.kiln.wasi.Wasi;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A main class in a JVM of its own, with the runtime, WASI and the executors on its class path. */
public final class ChildJvm {
  /** How many bytes of heap are enough for every program here. */
  private static final String HEAP = "-Xmx2g";

  private final Path home;
  private final List<String> options = new ArrayList<>(List.of(HEAP));
  private final List<Path> classPath = new ArrayList<>();
  private @Nullable Path input;

  private ChildJvm(Path home) {
    this.home = home;
    for (Class<?> type : List.of(Store.class, Wasi.class, SuiteExecutor.class)) {
      classPath(type);
    }
  }

  /** What became of it. */
  public record Ended(int exit, byte[] output, String errors) {}

  /** A JVM of that feature version. */
  public static ChildJvm of(int feature) {
    return new ChildJvm(Jdks.home(feature));
  }

  /** Adds options of the JVM. */
  public ChildJvm options(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** Adds a jar or folder to the class path. */
  public ChildJvm classPath(Path more) {
    classPath.add(more);
    return this;
  }

  /** Adds the jar or folder that a class is from. */
  public ChildJvm classPath(Class<?> type) {
    return classPath(whereFrom(type));
  }

  /** Takes a file for standard input, which is empty otherwise. */
  public ChildJvm input(Path file) {
    input = file;
    return this;
  }

  /** Runs {@code main}; fails where it does not end in time. */
  public Ended run(Class<?> main, Duration timeout, List<String> args)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(Workplace.output("children"), main.getSimpleName());
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    Path none = Files.createFile(folder.resolve("none"));
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    command.add(main.getName());
    command.addAll(args);
    Path in = input;
    Process process =
        new ProcessBuilder(command)
            .redirectInput((in != null ? in : none).toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    byte[] written = Files.readAllBytes(output);
    String said = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8);
    for (Path file : List.of(output, errors, none, folder)) {
      Files.delete(file);
    }
    if (!ended) {
      fail(main.getName() + " " + args + " did not end within " + timeout + ": " + said);
    }
    return new Ended(process.exitValue(), written, said);
  }

  /** The jar or folder that a class is from. */
  public static Path whereFrom(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
