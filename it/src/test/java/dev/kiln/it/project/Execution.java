package dev.kiln.it.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that has ended.
 *
 * @param command the program and its arguments
 * @param exit its exit code
 * @param output standard output
 * @param errors standard error
 */
record Execution(List<String> command, int exit, String output, String errors) {
  private static final int MINUTES = 10;

  /**
   * Runs a command without input; fails where it does not end.
   *
   * @param folder where it runs
   * @param environment variables beside those of this process
   */
  static Execution of(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("kiln", ".out");
    Path errors = Files.createTempFile("kiln", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    // Options for the outer build are not meant for what tests run.
    builder.environment().keySet().removeAll(List.of("MAVEN_OPTS", "MAVEN_ARGS"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String said = text(output);
    String complained = text(errors);
    Files.delete(output);
    Files.delete(errors);
    if (!ended) {
      fail(command + " in " + folder + " did not end:\n" + said + complained);
    }
    return new Execution(command, process.exitValue(), said, complained);
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  /** Checks that it ended well; returns its standard output. */
  String succeeded() {
    assertEquals(0, exit, this::toString);
    return output;
  }

  @Override
  public String toString() {
    return command + " ended with " + exit + ":\n" + output + errors;
  }
}
