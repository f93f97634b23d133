package dev.kiln.compiler.batch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/**
 * Says in words what an {@link IOException} means to the person whose file it is. The words are
 * constants, which javac copies into the classes that use them: so a caller on a JVM that is too
 * old for this class can use the same words.
 */
public final class FileProblem {
  /** For {@link NoSuchFileException}. */
  public static final String NO_SUCH_FILE = "no such file or folder";

  /** For {@link AccessDeniedException}. */
  public static final String PERMISSION_DENIED = "permission denied";

  /** For {@link NotDirectoryException}. */
  public static final String NOT_A_FOLDER = "it is not a folder";

  /** For {@link FileAlreadyExistsException}, after the name of the file. */
  public static final String IN_THE_WAY = " is in the way";

  private FileProblem() {}

  /**
   * The reason as the end of a sentence, such as "no such file or folder". It names a file only if
   * that is in the way of another.
   */
  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> NO_SUCH_FILE;
      case AccessDeniedException _ -> PERMISSION_DENIED;
      case NotDirectoryException _ -> NOT_A_FOLDER;
      case FileAlreadyExistsException x -> x.getFile() + IN_THE_WAY;
      case FileSystemException x when x.getReason() != null ->
          x.getReason().toLowerCase(Locale.ROOT);
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
