package dev.kiln.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All files or none, also with several folders. */
class StagedFilesTest {
  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir private Path folder;

  private List<String> everything() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(file -> folder.relativize(file).toString()).sorted().toList();
    }
  }

  @Test
  void whatIsCommittedStaysAndReplacesWhatWasThere() throws IOException {
    Files.writeString(folder.resolve("b"), "old");
    try (StagedFiles files = new StagedFiles()) {
      files.addAll(folder, Map.of("a/a/x", CONTENT, "b", CONTENT));
      assertEquals("old", Files.readString(folder.resolve("b")));
      files.commit();
    }
    assertEquals(
        List.of("", "a", Path.of("a/a").toString(), Path.of("a/a/x").toString(), "b"),
        everything());
    assertArrayEquals(CONTENT, Files.readAllBytes(folder.resolve("b")));
  }

  @Test
  void whatIsNotCommittedLeavesNothingBehind() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Path taken = Files.createDirectory(folder.resolve("taken"));
    List<String> before = everything();
    try (StagedFiles files = new StagedFiles()) {
      files.add(folder.resolve("new/deep/x"), CONTENT);
      files.add(folder.resolve("y"), CONTENT);
      assertThrows(FileAlreadyExistsException.class, () -> files.add(taken, CONTENT));
      for (String below : List.of("z", "a/b/z")) {
        Exception e =
            assertThrows(
                FileAlreadyExistsException.class, () -> files.add(file.resolve(below), CONTENT));
        assertEquals(file.toString(), e.getMessage());
      }
    }
    assertEquals(before, everything());
    assertEquals("in the way", Files.readString(file));
  }

  @Test
  void aDirectoryThatSomebodyElseUsesStays() throws IOException {
    try (StagedFiles files = new StagedFiles()) {
      files.add(folder.resolve("shared/x"), CONTENT);
      Files.writeString(folder.resolve("shared/other"), "not ours");
    }
    assertEquals(List.of("", "shared", Path.of("shared/other").toString()), everything());
  }
}
