package dev.kiln.benchmarks.processes;

import dev.kiln.benchmarks.harness.MeasurementException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process from its start to its end.
 *
 * @param command what to run
 * @param input the file for standard input, null for none
 */
record WholeProcess(List<String> command, @Nullable Path input) {
  /**
   * Runs it once.
   *
   * @return milliseconds of wall time
   * @throws MeasurementException where it ends with another exit code than 0
   */
  double milliseconds() throws IOException, InterruptedException {
    ProcessBuilder builder =
        builder()
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    long start = System.nanoTime();
    int exit = builder.start().waitFor();
    double milliseconds = (System.nanoTime() - start) / 1e6;
    if (exit != 0) {
      throw new MeasurementException(command + " ended with exit code " + exit);
    }
    return milliseconds;
  }

  /**
   * Runs it once for what it prints.
   *
   * @param folder for files with the output
   * @throws MeasurementException where it ends with another exit code than 0
   */
  byte[] output(Path folder) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    int exit =
        builder().redirectOutput(output.toFile()).redirectError(errors.toFile()).start().waitFor();
    if (exit != 0) {
      throw new MeasurementException(
          "%s ended with exit code %d and printed: %s%s"
              .formatted(command, exit, Files.readString(output), Files.readString(errors)));
    }
    return Files.readAllBytes(output);
  }

  private ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(command);
    return input == null ? builder : builder.redirectInput(input.toFile());
  }
}
