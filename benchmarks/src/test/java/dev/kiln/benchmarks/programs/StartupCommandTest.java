package dev.kiln.benchmarks.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
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
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int code =
        new CommandLine(new StartupCommand())
            .setOut(new PrintWriter(output))
            .setErr(new PrintWriter(errors))
            .execute("--runs=1");
    assertEquals(0, code, errors::toString);
    int feature = Runtime.version().feature();
    for (String label : StartupRow.LABELS) {
      for (String kind : List.of("", " with AOT cache")) {
        String row = "\n| " + label + ", Java " + feature + kind + " | ";
        assertTrue(output.toString().contains(row), output.toString());
      }
    }
  }

  @Test
  void aFolderThatIsNoJdkIsRefusedInASentence(@TempDir Path folder) {
    StringWriter errors = new StringWriter();
    int code =
        new CommandLine(new StartupCommand())
            .setErr(new PrintWriter(errors))
            .execute("--jdk=" + folder);
    assertEquals(1, code);
    assertEquals(
        "benchmarks: " + folder + " is no JDK, it has no bin/java", errors.toString().strip());
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
    StartupRow plain = new StartupRow("plain Java", new WholeProcess(List.of(), null));
    plain.add(40);
    plain.add(60);
    StartupRow row = new StartupRow("Kiln", new WholeProcess(List.of(), null));
    row.add(90);
    row.add(60);
    row.add(75);
    assertEquals("| Kiln | 75.0 | 60.0 | 1.50 | 1.50 |", row.markdown(plain).strip());
  }
}
