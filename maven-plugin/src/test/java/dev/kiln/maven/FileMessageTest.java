package dev.kiln.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

/** What users read where a file cannot be used. */
class FileMessageTest {
  @Test
  void theFileAndTheReasonAreNamed() {
    assertEquals(
        "cannot read or write a/b: no such file or folder",
        FileMessage.of(new NoSuchFileException("a/b")));
    assertEquals(
        "cannot read or write a/b: it is not a folder",
        FileMessage.of(new NotDirectoryException("a/b")));
    assertEquals(
        "cannot read or write a/b: no space left on device",
        FileMessage.of(new FileSystemException("a/b", null, "No space left on device")));
  }

  @Test
  void anExceptionWithoutAFileIsItsMessage() {
    assertEquals("broken pipe", FileMessage.of(new IOException("broken pipe")));
    assertEquals("full", FileMessage.of(new FileSystemException(null, null, "full")));
  }
}
