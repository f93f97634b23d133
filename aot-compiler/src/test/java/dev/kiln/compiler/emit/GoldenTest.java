package dev.kiln.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.report.Listing;
import dev.kiln.compiler.testing.Compiled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The bytecode of small functions, written down. Each file in {@code src/test/resources/golden} has
 * a module and below a line of equals signs what its functions become. {@code -Dkiln.bless=true}
 * rewrites that part: look at the difference before you commit it.
 */
class GoldenTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
  private static final String LINE = "=".repeat(20) + "\n";
  private static final boolean BLESS = Boolean.getBoolean("kiln.bless");

  @TestFactory
  Stream<DynamicTest> golden() throws IOException {
    // Maven runs the tests in the module's folder, other tools in the project's.
    Path folder = Files.isDirectory(FOLDER) ? FOLDER : Path.of("aot-compiler").resolve(FOLDER);
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.filter(file -> file.toString().endsWith(".golden")).sorted().toList();
      assertTrue(files.size() > 20, "golden files in " + folder.toAbsolutePath());
      return files.stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }
  }

  private static void check(Path file) throws IOException {
    String content = Files.readString(file).replace("\r\n", "\n");
    int line = content.indexOf(LINE);
    String text = line < 0 ? content : content.substring(0, line);
    String actual =
        Compiled.ofText(text).functionClasses().values().stream()
            .map(Listing::of)
            .collect(Collectors.joining());
    if (BLESS) {
      Files.writeString(file, text + LINE + actual);
      return;
    }
    assertTrue(line >= 0, "no line of equals signs: bless the file with -Dkiln.bless=true");
    assertEquals(content.substring(line + LINE.length()), actual);
  }
}
