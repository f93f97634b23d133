package dev.kiln.benchmarks.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.benchmarks.CommandRun;
import dev.kiln.benchmarks.corpus.TestCorpus;
import dev.kiln.benchmarks.corpus.Workload;
import dev.kiln.benchmarks.harness.Jvm;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Runs programs in every engine of this machine, shortly: outputs count, times mean nothing. */
class ProgramsCommandTest {
  private static final Measurement ONCE = new Measurement(Duration.ZERO, Duration.ofMillis(1), 1);

  @TempDir private Path folder;

  @Test
  void everyEngineRunsProgramsAndTheOutputsAreRight() throws IOException {
    Path file = folder.resolve("table.md");
    CommandRun run =
        CommandRun.of(
            new CommandLine(new ProgramsCommand()),
            "--corpus=" + TestCorpus.folder(),
            "--small",
            "--program=c-nbody,bzip2,rs-kit-json,cpp-stl",
            "--warmup=0",
            "--sample=1",
            "--samples=1",
            "--out=" + file);
    assertEquals(0, run.code(), run.errors());
    String table = Files.readString(file);
    assertEquals(run.output(), table);
    for (String program : List.of("c-nbody", "bzip2", "rs-kit-json", "cpp-stl")) {
      for (Engine engine : List.of(Engine.KILN, Engine.ENDIVE)) {
        assertTrue(table.contains("\n| " + program + " | " + engine.label() + " |"), table);
      }
    }
    assertFalse(table.contains("Failed"), table);
  }

  @Test
  void aWrongOutputIsAFailureAndHasNoFigures() throws IOException {
    Workload right = TestCorpus.workload("c-sha");
    Path wrong = Files.writeString(folder.resolve("wrong"), "not what SHA-256 gives\n");
    Comparison comparison =
        compare(
            new Workload(
                right.name(),
                right.wasm(),
                right.argv(),
                right.input(),
                right.dirs(),
                wrong,
                right.source(),
                right.wordLines()));
    assertEquals(
        List.of("c-sha in Kiln: the output is not the stored output"), comparison.failures());
    assertTrue(comparison.table().summary(Clock.WALL).contains("| c-sha | – | –"));
  }

  @Test
  void aProgramThatFailsSaysWhy() throws IOException {
    Workload bzip2 = TestCorpus.workload("bzip2");
    Comparison comparison =
        compare(
            new Workload(
                bzip2.name(),
                bzip2.wasm(),
                List.of("bzip2.wasm", "-d", "-c"),
                bzip2.input(),
                bzip2.dirs(),
                null,
                null,
                Set.of()));
    String failure = String.join("\n", comparison.failures());
    assertTrue(failure.startsWith("bzip2 in Kiln: failed with exit code 1: "), failure);
    assertTrue(failure.contains("is not a bzip2 file"), failure);
  }

  private Comparison compare(Workload workload) throws IOException {
    PrintWriter err = new PrintWriter(new StringWriter());
    Launchers kiln =
        Launchers.find(
            EnumSet.of(Engine.KILN), true, Jvm.current(), Set.of("epochs", "fuel"), folder, err);
    Comparison comparison = new Comparison(kiln, ONCE, folder, err);
    comparison.measure(workload);
    return comparison;
  }

  @Test
  void linesMayDifferOnlyWhereTheyAreTheWordSizes() {
    byte[] left = "a\nb\nc\n".getBytes(StandardCharsets.UTF_8);
    byte[] right = "a\nx\nc\n".getBytes(StandardCharsets.UTF_8);
    assertFalse(Comparison.same(left, right, Set.of()));
    assertTrue(Comparison.same(left, right, Set.of(1)));
    assertFalse(Comparison.same(left, right, Set.of(2)));
    assertFalse(Comparison.same(left, Arrays.copyOf(right, 4), Set.of(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"KilnProcess", "EndiveProcess", "EndiveHello", "PlainHello", "Meter"})
  void measuringProcessesRunOnJava17(String name) throws IOException {
    String resource = "/dev/kiln/benchmarks/measure/" + name + ".class";
    try (InputStream in = ProgramsCommandTest.class.getResourceAsStream(resource);
        DataInputStream data = new DataInputStream(in)) {
      assertEquals(0xcafebabe, data.readInt());
      assertEquals(0, data.readUnsignedShort());
      assertEquals(61, data.readUnsignedShort());
    }
  }
}
