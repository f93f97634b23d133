package dev.kiln.wasi.descriptor;

import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import java.io.File;
import java.io.IOException;

/** A standard stream. It has no position. */
public abstract class StreamDescriptor extends Descriptor {
  /** For a stream that is not one of this process's three. */
  public static final int NONE = -1;

  private final int stream;
  private boolean known;
  private boolean terminal;

  /**
   * For subclasses.
   *
   * @param stream the number of this process's stream, 0 to 2, which may be a terminal; or {@link
   *     #NONE}
   */
  StreamDescriptor(int stream) {
    this.stream = stream;
  }

  /**
   * Whether this is a terminal. Programs then write line by line. The answer is looked up on the
   * first call.
   */
  protected boolean isTerminal() {
    if (!known) {
      terminal = stream != NONE && look();
      known = true;
    }
    return terminal;
  }

  /** Java does not tell for each stream whether it is a terminal. */
  private boolean look() {
    // Not java.nio.file: its classes would make the start of a program longer.
    File file = new File("/dev/fd/" + stream);
    String target;
    try {
      target = file.exists() ? file.getCanonicalPath() : file.getPath();
    } catch (IOException e) {
      return false; // the stream has no path
    }
    if (target.equals(file.getPath())) {
      // The file is a link on Linux only. The console exists if input and output are terminals.
      return System.console() != null;
    }
    return target.startsWith("/dev/pts/")
        || target.startsWith("/dev/tty")
        || target.equals("/dev/console");
  }

  @Override
  public final int fileType() {
    return isTerminal() ? FileType.CHARACTER_DEVICE : FileType.UNKNOWN;
  }

  @Override
  public final FileStat stat() {
    return FileStat.ofType(fileType());
  }

  @Override
  public final long seek(long offset, int whence) throws IOException {
    throw noPosition();
  }

  @Override
  public final long tell() throws IOException {
    throw noPosition();
  }

  /** The failure of all operations that need a position. */
  static IOException noPosition() {
    return ErrnoException.of(Errno.SPIPE);
  }
}
