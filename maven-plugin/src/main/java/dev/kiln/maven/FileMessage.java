package dev.kiln.maven;

import dev.kiln.compiler.batch.FileProblem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/**
 * Says in a sentence what an {@link IOException} means to the person whose build it is. The words
 * are the compiler's. Only constants of {@link FileProblem} are used, since this JVM may be too old
 * to load it.
 */
final class FileMessage {
  private FileMessage() {}

  /** The sentence, with the file if the exception names one. */
  static String of(IOException e) {
    return e instanceof FileSystemException problem && problem.getFile() != null
        ? "cannot read or write " + problem.getFile() + ": " + reason(problem)
        : String.valueOf(e.getMessage());
  }

  private static String reason(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return FileProblem.NO_SUCH_FILE;
    }
    if (e instanceof AccessDeniedException) {
      return FileProblem.PERMISSION_DENIED;
    }
    if (e instanceof NotDirectoryException) {
      return FileProblem.NOT_A_FOLDER;
    }
    if (e instanceof FileAlreadyExistsException) {
      return "something else with this name" + FileProblem.IN_THE_WAY;
    }
    String reason = e.getReason();
    return reason == null ? e.getClass().getSimpleName() : reason.toLowerCase(Locale.ROOT);
  }
}
