package dev.kiln.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerLauncherTest {
  @TempDir Path folder;

  @Test
  void withoutAJdkForTheCompilerTheUserIsToldInASentence() {
    CompilerLauncher launcher =
        new CompilerLauncher(List.of(), new JavaFinder(List.of(), List.of(folder)));
    Path answer = folder.resolve("answer");
    BuildException e =
        assertThrows(BuildException.class, () -> launcher.fork(folder.resolve("request"), answer));
    assertEquals(
        "Kiln's compiler needs JDK 25 or newer, and none was found; install one, or name it in"
            + " JAVA_HOME, JAVA25_HOME or ~/.m2/toolchains.xml",
        e.getMessage());
    assertFalse(Files.exists(answer));
  }
}
