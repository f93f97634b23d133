package dev.kiln.wasi.guest;

import static java.util.Map.entry;

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

/**
 * The error numbers for failures of the host. This is a class by itself, because most programs end
 * without such a failure, and do not need its tables.
 */
final class HostErrors {
  /** No two of these types have a common subtype. */
  private static final Map<Class<? extends IOException>, Integer> BY_TYPE =
      Map.ofEntries(
          entry(NoSuchFileException.class, Errno.NOENT),
          entry(FileAlreadyExistsException.class, Errno.EXIST),
          entry(AccessDeniedException.class, Errno.ACCES),
          entry(DirectoryNotEmptyException.class, Errno.NOTEMPTY),
          entry(NotDirectoryException.class, Errno.NOTDIR),
          entry(NotLinkException.class, Errno.INVAL),
          entry(FileSystemLoopException.class, Errno.LOOP),
          entry(AtomicMoveNotSupportedException.class, Errno.XDEV),
          entry(ClosedByInterruptException.class, Errno.INTR),
          entry(InterruptedIOException.class, Errno.INTR));

  /** Java has no types for these errors, only the text of the operating system. */
  private static final Map<String, Integer> BY_TEXT =
      Map.ofEntries(
          entry("Not a directory", Errno.NOTDIR),
          entry("Is a directory", Errno.ISDIR),
          entry("Directory not empty", Errno.NOTEMPTY),
          entry("Too many levels of symbolic links", Errno.LOOP),
          entry("File name too long", Errno.NAMETOOLONG),
          entry("No space left on device", Errno.NOSPC),
          entry("Disk quota exceeded", Errno.DQUOT),
          entry("Read-only file system", Errno.ROFS),
          entry("Operation not permitted", Errno.PERM),
          entry("Invalid argument", Errno.INVAL),
          entry("Invalid cross-device link", Errno.XDEV),
          entry("Cross-device link", Errno.XDEV),
          entry("Device or resource busy", Errno.BUSY),
          entry("Resource busy", Errno.BUSY),
          entry("Too many open files", Errno.MFILE),
          entry("Too many links", Errno.MLINK),
          entry("File too large", Errno.FBIG),
          entry("Text file busy", Errno.TXTBSY),
          entry("No such device or address", Errno.NXIO),
          entry("Illegal seek", Errno.SPIPE),
          entry("Broken pipe", Errno.PIPE),
          entry("Operation not supported", Errno.NOTSUP),
          entry("No such file or directory", Errno.NOENT));

  private HostErrors() {}

  /** The error number for an exception; {@code IO} if nothing says more. */
  static int errno(IOException e) {
    for (Map.Entry<Class<? extends IOException>, Integer> known : BY_TYPE.entrySet()) {
      if (known.getKey().isInstance(e)) {
        return known.getValue();
      }
    }
    return byText(e instanceof FileSystemException f ? f.getReason() : e.getMessage());
  }

  private static int byText(@Nullable String text) {
    if (text == null) {
      return Errno.IO;
    }
    Integer exact = BY_TEXT.get(text);
    if (exact != null) {
      return exact;
    }
    // The JDK appends an explanation to some of the system's texts.
    for (Map.Entry<String, Integer> known : BY_TEXT.entrySet()) {
      if (text.startsWith(known.getKey())) {
        return known.getValue();
      }
    }
    return Errno.IO;
  }
}
