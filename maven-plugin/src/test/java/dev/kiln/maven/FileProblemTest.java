package dev.kiln.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

/** What users read where a file cannot be used. */
class FileProblemTest {
  @Test
  void theFileAndTheReasonAreNamed() {
    assertEquals(
        "cannot read or write a/b: no such file or folder",
        FileProblem.sentence(new NoSuchFileException("a/b")));
    assertEquals(
        "cannot read or write a/b: it is not a folder",
        FileProblem.sentence(new NotDirectoryException("a/b")));
    assertEquals(
        "cannot read or write a/b: no space left on device",
        FileProblem.sentence(new FileSystemException("a/b", null, "No space left on device")));
  }

  @Test
  void anExceptionWithoutAFileIsItsMessage() {
    assertEquals("broken pipe", FileProblem.sentence(new IOException("broken pipe")));
    assertEquals("full", FileProblem.sentence(new FileSystemException(null, null, "full")));
  }
}
