package dev.kiln.compiler.batch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Says in words what an {@link IOException} means to the person whose file it is. */
public final class FileProblem {
  private FileProblem() {}

  /**
   * The reason as the end of a sentence, such as "no such file or folder"; it names a file only
   * where that is in the way of another.
   */
  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "it is not a directory";
      case FileAlreadyExistsException x -> x.getFile() + " is in the way";
      case FileSystemException x when x.getReason() != null ->
          x.getReason().toLowerCase(Locale.ROOT);
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
