package dev.kiln.wasi;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Error numbers, and which of them a Java exception is. */
final class Errno {
  static final int SUCCESS = 0;
  static final int ACCES = 2;
  static final int BADF = 8;
  static final int BUSY = 10;
  static final int EXIST = 20;
  static final int FBIG = 22;
  static final int ILSEQ = 25;
  static final int INTR = 27;
  static final int INVAL = 28;
  static final int IO = 29;
  static final int ISDIR = 31;
  static final int LOOP = 32;
  static final int MFILE = 33;
  static final int MLINK = 34;
  static final int NAMETOOLONG = 37;
  static final int NOENT = 44;
  static final int NOSPC = 51;
  static final int NOTDIR = 54;
  static final int NOTEMPTY = 55;
  static final int NOTSOCK = 57;
  static final int NOTSUP = 58;
  static final int NXIO = 60;
  static final int OVERFLOW = 61;
  static final int PERM = 63;
  static final int PIPE = 64;
  static final int ROFS = 69;
  static final int SPIPE = 70;
  static final int TXTBSY = 74;
  static final int XDEV = 75;
  static final int DQUOT = 19;

  /** Java has no types for these: the system's words are all there is. */
  private static final Map<String, Integer> BY_TEXT =
      Map.ofEntries(
          Map.entry("Not a directory", NOTDIR),
          Map.entry("Is a directory", ISDIR),
          Map.entry("Directory not empty", NOTEMPTY),
          Map.entry("Too many levels of symbolic links", LOOP),
          Map.entry("File name too long", NAMETOOLONG),
          Map.entry("No space left on device", NOSPC),
          Map.entry("Disk quota exceeded", DQUOT),
          Map.entry("Read-only file system", ROFS),
          Map.entry("Operation not permitted", PERM),
          Map.entry("Invalid argument", INVAL),
          Map.entry("Invalid cross-device link", XDEV),
          Map.entry("Cross-device link", XDEV),
          Map.entry("Device or resource busy", BUSY),
          Map.entry("Resource busy", BUSY),
          Map.entry("Too many open files", MFILE),
          Map.entry("Too many links", MLINK),
          Map.entry("File too large", FBIG),
          Map.entry("Text file busy", TXTBSY),
          Map.entry("No such device or address", NXIO),
          Map.entry("Illegal seek", SPIPE),
          Map.entry("Broken pipe", PIPE),
          Map.entry("Operation not supported", NOTSUP),
          Map.entry("No such file or directory", NOENT));

  private Errno() {}

  /** The number for what the host's file system reported. */
  static int of(IOException e) {
    if (e instanceof ErrnoException errno) {
      return errno.errno();
    }
    if (e instanceof NoSuchFileException) {
      return NOENT;
    }
    if (e instanceof FileAlreadyExistsException) {
      return EXIST;
    }
    if (e instanceof AccessDeniedException) {
      return ACCES;
    }
    if (e instanceof DirectoryNotEmptyException) {
      return NOTEMPTY;
    }
    if (e instanceof NotDirectoryException) {
      return NOTDIR;
    }
    if (e instanceof NotLinkException) {
      return INVAL;
    }
    if (e instanceof FileSystemLoopException) {
      return LOOP;
    }
    if (e instanceof AtomicMoveNotSupportedException) {
      return XDEV;
    }
    if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
      return INTR;
    }
    return byText(e instanceof FileSystemException f ? f.getReason() : e.getMessage());
  }

  private static int byText(@Nullable String text) {
    if (text == null) {
      return IO;
    }
    Integer exact = BY_TEXT.get(text);
    if (exact != null) {
      return exact;
    }
    // The JDK appends explanations of its own to some of the system's words.
    for (Map.Entry<String, Integer> known : BY_TEXT.entrySet()) {
      if (text.startsWith(known.getKey())) {
        return known.getValue();
      }
    }
    return IO;
  }
}
