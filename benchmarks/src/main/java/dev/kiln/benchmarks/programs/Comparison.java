package dev.kiln.benchmarks.programs;

import dev.kiln.benchmarks.corpus.Workload;
import dev.kiln.benchmarks.harness.MeasurementException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures programs, each in one engine after the other, and compares what they print: with the
 * stored output where there is one, else with that of the first engine. A failure costs its cell
 * and is kept; the other programs are measured all the same.
 */
final class Comparison {
  private final Launchers launchers;
  private final Measurement measurement;
  private final Path folder;
  private final PrintWriter err;
  private final ProgramTable table = new ProgramTable();
  private final List<String> failures = new ArrayList<>();

  Comparison(Launchers launchers, Measurement measurement, Path folder, PrintWriter err) {
    this.launchers = launchers;
    this.measurement = measurement;
    this.folder = folder;
    this.err = err;
  }

  /** What was measured. */
  ProgramTable table() {
    return table;
  }

  /** What went wrong, a sentence each. */
  List<String> failures() {
    return failures;
  }

  /** Measures a program in all engines. */
  void measure(Workload workload) {
    table.addProgram(workload.name());
    try {
      byte @Nullable [] expected =
          workload.expected() == null ? null : Files.readAllBytes(workload.expected());
      String source = "the stored output";
      for (Map.Entry<Engine, Launcher> each : launchers.byEngine().entrySet()) {
        Engine engine = each.getKey();
        Path output = folder.resolve(workload.name() + "." + engine);
        if (measure(workload, engine, each.getValue(), output, expected, source)
            && expected == null) {
          expected = Files.readAllBytes(output);
          source = engine.label() + "'s output";
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there are figures. */
  private boolean measure(
      Workload workload,
      Engine engine,
      Launcher launcher,
      Path output,
      byte @Nullable [] expected,
      String source)
      throws IOException {
    String what = workload.name() + " in " + engine.label();
    try {
      Optional<List<String>> command = launcher.prepare(workload);
      if (command.isEmpty()) {
        return false;
      }
      Figures figures = measurement.run(command.get(), workload, output);
      Set<Integer> own = engine == Engine.NATIVE ? workload.wordLines() : Set.of();
      if (expected != null && !same(expected, Files.readAllBytes(output), own)) {
        throw new MeasurementException("the output is not " + source);
      }
      table.add(workload.name(), engine, figures);
      err.printf(
          Locale.ROOT,
          "%s: %.2f ms, first %.0f ms%n",
          what,
          figures.steady(Clock.WALL),
          figures.first().milliseconds(Clock.WALL));
      err.flush();
      return true;
    } catch (MeasurementException e) {
      failures.add(what + ": " + e.getMessage());
      err.println("FAILED: " + what + ": " + e.getMessage());
      err.flush();
      return false;
    }
  }

  /** Whether outputs are equal to the byte, but for some lines. */
  static boolean same(byte[] expected, byte[] actual, Set<Integer> ownLines) {
    if (ownLines.isEmpty()) {
      return Arrays.equals(expected, actual);
    }
    String[] left = new String(expected, StandardCharsets.ISO_8859_1).split("\n", -1);
    String[] right = new String(actual, StandardCharsets.ISO_8859_1).split("\n", -1);
    boolean same = left.length == right.length;
    for (int i = 0; same && i < left.length; i++) {
      same = ownLines.contains(i) || left[i].equals(right[i]);
    }
    return same;
  }
}
