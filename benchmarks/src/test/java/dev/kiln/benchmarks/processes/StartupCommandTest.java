package dev.kiln.benchmarks.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.benchmarks.CommandRun;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every process runs once: what they print counts, times mean nothing. */
class StartupCommandTest {
  @Test
  void everyProcessPrintsTheLine() {
    CommandRun run = CommandRun.of(new CommandLine(new StartupCommand()), "--runs=1");
    assertEquals(0, run.code(), run.errors());
    int feature = Runtime.version().feature();
    for (String label : StartupRow.LABELS) {
      for (String kind : List.of("", " with AOT cache", " with AOT cache, -cp")) {
        String row = "\n| " + label + ", Java " + feature + kind + " | ";
        assertTrue(run.output().contains(row), run.output());
      }
    }
  }

  @Test
  void aFolderThatIsNoJdkIsRefusedInASentence(@TempDir Path folder) {
    CommandRun run = CommandRun.of(new CommandLine(new StartupCommand()), "--jdk=" + folder);
    assertEquals(1, run.code());
    assertEquals("benchmarks: " + folder + " is no JDK, it has no bin/java", run.errors().strip());
  }

  @Test
  void theJarOfAModuleHasTheRunTimeAndNoCompiler(@TempDir Path folder) throws Exception {
    try (JarFile jar = new JarFile(new ProgramJars(folder).kiln().toFile())) {
      assertTrue(jar.getEntry("dev/kiln/wasi/WasiMain.class") != null);
      assertTrue(jar.getEntry("dev/kiln/runtime/Store.class") != null);
      assertTrue(jar.stream().noneMatch(e -> e.getName().startsWith("dev/kiln/compiler/")));
    }
  }

  @Test
  void theMedianOfTwoIsTheirMean() {
    StartupRow plain = row(40, 60);
    assertEquals("| plain Java | 50.0 | 40.0 | 1.00 | 1.00 |", plain.markdown(plain).strip());
  }

  /** Ratios are those of a round, in which the machine is equally fast for both. */
  @Test
  void ratiosAreOfTheSameRound() {
    StartupRow plain = row(40, 60, 100);
    StartupRow row = row(80, 90, 130);
    assertEquals("| plain Java | 90.0 | 80.0 | 1.50 | 2.00 |", row.markdown(plain).strip());
  }

  private static StartupRow row(double... times) {
    StartupRow row = new StartupRow("plain Java", new WholeProcess(List.of(), null));
    for (double time : times) {
      row.add(time);
    }
    return row;
  }
}
