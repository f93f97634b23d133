package dev.kiln.benchmarks.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.benchmarks.corpus.TestCorpus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A program runs once in each of the ways: what it prints counts, times mean nothing. */
class OnceCommandTest {
  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new OnceCommand())
        .setOut(new PrintWriter(output))
        .setErr(new PrintWriter(errors))
        .execute(args);
  }

  @Test
  void aProgramWithInputRunsInEachWay() {
    int code = run("--corpus=" + TestCorpus.folder(), "--program=rs-kit-wc,c-sha", "--runs=1");

    assertEquals(0, code, errors::toString);
    List<String> lines = output.toString().lines().toList();
    assertEquals(6, lines.size(), output::toString);
    assertTrue(lines.get(4).matches("\\| c-sha (\\| \\d+ ){4}\\| \\d+\\.\\d\\d \\|"), lines.get(4));
    assertTrue(lines.get(5).startsWith("| rs-kit-wc | "), lines.get(5));
  }

  @Test
  void aWrongLineIsRefusedInASentence(@TempDir Path empty) throws Exception {
    assertEquals(1, run("--corpus=" + empty));
    assertEquals(
        "benchmarks: "
            + empty
            + " is no corpus, it has no cases.json: name the folder with --corpus",
        errors.toString().strip());
    assertEquals(2, run("--corpus=" + empty, "--program=x"));
    assertEquals(2, run("--corpus=" + empty, "--runs=0"));
    assertTrue(errors.toString().contains("--runs takes a number from 1 on, not \"0\""));
    assertEquals(0, Files.list(empty).count());
  }
}
