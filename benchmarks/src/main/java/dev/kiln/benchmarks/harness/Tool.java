package dev.kiln.benchmarks.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Other commands of this machine, and the files for them. */
public final class Tool {
  private Tool() {}

  /**
   * What a command printed.
   *
   * @param exit the exit code
   * @param output standard output and standard error
   */
  public record Ended(int exit, String output) {
    /** The first line that was printed. */
    public String firstLine() {
      return output.lines().findFirst().orElse("");
    }
  }

  /** Runs a command that ends soon; empty where there is no such command. */
  public static Optional<Ended> run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output;
      try (InputStream in = process.getInputStream()) {
        output = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      }
      return Optional.of(new Ended(process.waitFor(), output));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeasurementException("interrupted while " + command.get(0) + " ran");
    }
  }

  /** Copies a resource that stands beside a class into a folder. */
  public static Path extract(Class<?> beside, String resource, Path folder) throws IOException {
    Path target = Files.createDirectories(folder).resolve(resource);
    try (InputStream in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing beside " + beside);
      }
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    }
    return target;
  }
}
