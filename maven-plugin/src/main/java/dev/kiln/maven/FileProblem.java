package dev.kiln.maven;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Says in a sentence what an {@link IOException} means to the person whose build it is. */
final class FileProblem {
  private FileProblem() {}

  /** The sentence, with the file where the exception names one. */
  static String sentence(IOException e) {
    return e instanceof FileSystemException problem && problem.getFile() != null
        ? "cannot read or write " + problem.getFile() + ": " + reason(problem)
        : String.valueOf(e.getMessage());
  }

  private static String reason(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NotDirectoryException) {
      return "it is not a folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "something else of that name is in the way";
    }
    String reason = e.getReason();
    return reason == null ? e.getClass().getSimpleName() : reason.toLowerCase(Locale.ROOT);
  }
}
