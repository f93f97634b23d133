package dev.kiln.benchmarks.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.benchmarks.CommandRun;
import dev.kiln.benchmarks.corpus.TestCorpus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A program runs once in each of the ways: what it prints counts, times mean nothing. */
class OnceCommandTest {
  private static CommandRun run(String... args) {
    return CommandRun.of(new CommandLine(new OnceCommand()), args);
  }

  @Test
  void aProgramWithInputRunsInEachWay() {
    CommandRun run =
        run("--corpus=" + TestCorpus.folder(), "--program=rs-kit-wc,c-sha", "--runs=1");

    assertEquals(0, run.code(), run.errors());
    List<String> lines = run.output().lines().toList();
    assertEquals(6, lines.size(), run.output());
    assertTrue(lines.get(4).matches("\\| c-sha (\\| \\d+ ){4}\\| \\d+\\.\\d\\d \\|"), lines.get(4));
    assertTrue(lines.get(5).startsWith("| rs-kit-wc | "), lines.get(5));
  }

  @Test
  void aWrongLineIsRefusedInASentence(@TempDir Path empty) throws Exception {
    CommandRun noCorpus = run("--corpus=" + empty);
    assertEquals(1, noCorpus.code());
    assertEquals(
        "benchmarks: "
            + empty
            + " is no corpus, it has no cases.json: name the folder with --corpus",
        noCorpus.errors().strip());
    assertEquals(2, run("--corpus=" + empty, "--program=x").code());
    CommandRun noRuns = run("--corpus=" + empty, "--runs=0");
    assertEquals(2, noRuns.code());
    assertTrue(noRuns.errors().contains("--runs takes a number from 1 on, not \"0\""));
    assertEquals(0, Files.list(empty).count());
  }
}
