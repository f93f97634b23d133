package dev.kiln.benchmarks.programs;

import dev.kiln.benchmarks.corpus.Workload;
import dev.kiln.benchmarks.harness.MeasurementException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a process measures a program.
 *
 * @param warmup how long it runs before the first sample
 * @param sample how long a sample lasts at least
 * @param samples how many there are
 */
record Measurement(Duration warmup, Duration sample, int samples) {
  /** Longest time beyond the warm-up; the slowest program takes seconds. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** Most characters of a failed process's messages that are shown. */
  private static final int MESSAGE = 2000;

  /**
   * Runs a process that does what {@code dev.kiln.benchmarks.measure} describes.
   *
   * @param command the command without what is to be measured
   * @param output where the program's standard output goes
   * @throws MeasurementException where the process or the program fails
   */
  Figures run(List<String> command, Workload workload, Path output) throws IOException {
    List<String> line = new ArrayList<>(command);
    line.add(Long.toString(warmup.toMillis()));
    line.add(Long.toString(sample.toMillis()));
    line.add(Integer.toString(samples));
    Path input = workload.input();
    line.add(input == null ? "-" : input.toString());
    line.add(output.toString());
    workload.dirs().forEach((guest, host) -> line.addAll(List.of("--dir", host + "::" + guest)));
    line.add("--");
    line.addAll(workload.argv());
    Path errors = output.resolveSibling(output.getFileName() + ".errors");
    long start = System.nanoTime();
    Process process = new ProcessBuilder(line).redirectError(errors.toFile()).start();
    try {
      process.getOutputStream().close();
      CompletableFuture.delayedExecutor(warmup.plus(LIMIT).toMillis(), TimeUnit.MILLISECONDS)
          .execute(process::destroyForcibly);
      Figures figures;
      try (BufferedReader lines = process.inputReader()) {
        figures = read(lines, start);
      }
      int exit = process.waitFor();
      if (exit != 0 || figures == null) {
        throw new MeasurementException("failed with exit code " + exit + ": " + messages(errors));
      }
      return figures;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeasurementException("interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  /** Null where the process did not get to its end. */
  private @Nullable Figures read(BufferedReader lines, long start) throws IOException {
    long startUp = 0;
    Figures.@Nullable Sample first = null;
    List<Figures.Sample> measured = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "started" -> startUp = System.nanoTime() - start;
        case "first" -> first = sample(words, 1);
        case "sample" -> measured.add(sample(words, Integer.parseInt(words[3])));
        default -> throw new MeasurementException("the process printed \"" + line + "\"");
      }
    }
    return first == null || measured.size() < samples
        ? null
        : new Figures(startUp, first, measured);
  }

  private static Figures.Sample sample(String[] words, int runs) {
    return new Figures.Sample(Long.parseLong(words[1]), Long.parseLong(words[2]), runs);
  }

  private static String messages(Path errors) throws IOException {
    String text = Files.readString(errors).strip();
    return text.length() <= MESSAGE ? text : text.substring(0, MESSAGE) + " …";
  }
}
