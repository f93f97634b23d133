package dev.kiln.it.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.it.support.Jdks;
import dev.kiln.it.support.Need;
import dev.kiln.it.support.Needs;
import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each program prints what its README says that it prints. */
class ExamplesIT {
  private static final String INDENT = "    ";

  @ParameterizedTest
  @ValueSource(strings = {"typed-library-user", "sqlite", "plugin-host"})
  void newestJdk(String example) throws Exception {
    assertEquals(promised(example), run(25, example));
  }

  @ParameterizedTest
  @ValueSource(strings = {"typed-library-user", "sqlite", "plugin-host"})
  @Needs(Need.JDK_17)
  void oldestJdk(String example) throws Exception {
    assertEquals(promised(example), run(17, example));
  }

  private static Path folder(String example) {
    return Workplace.root().resolve("examples").resolve(example);
  }

  /** The block after the line "It prints:". */
  private static List<String> promised(String example) throws IOException {
    List<String> lines = Files.readAllLines(folder(example).resolve("README.md"));
    int start = lines.indexOf("It prints:");
    assertTrue(start >= 0, "no line \"It prints:\" in the README of " + example);
    List<String> block = new ArrayList<>();
    for (String line : lines.subList(start + 2, lines.size())) {
      if (!line.startsWith(INDENT)) {
        break;
      }
      block.add(line.substring(INDENT.length()));
    }
    assertTrue(!block.isEmpty(), "no block after \"It prints:\" in the README of " + example);
    return block;
  }

  private static List<String> run(int jdk, String example) throws Exception {
    Path jar = folder(example).resolve("target").resolve(example + ".jar");
    assertTrue(Files.isRegularFile(jar), jar + " is missing: run ./mvnw verify -pl it -am");
    Path java = Jdks.home(jdk).resolve("bin/java");
    Process process =
        new ProcessBuilder(java.toString(), "-jar", jar.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    byte[] said = process.getInputStream().readAllBytes();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    List<String> lines = new String(said, StandardCharsets.UTF_8).lines().toList();
    assertEquals(0, process.exitValue(), String.join("\n", lines));
    return lines;
  }
}
