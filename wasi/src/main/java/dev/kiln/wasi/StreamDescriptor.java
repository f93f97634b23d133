package dev.kiln.wasi;

import java.io.File;
import java.io.IOException;

/** A standard stream: it has no position. */
abstract class StreamDescriptor extends Descriptor {
  /** No stream of this process. */
  static final int NONE = -1;

  private final int stream;
  private boolean known;
  private boolean terminal;

  /**
   * For subclasses.
   *
   * @param stream which stream of this process it is, 0 to 2: that may be a terminal; else {@link
   *     #NONE}
   */
  StreamDescriptor(int stream) {
    this.stream = stream;
  }

  /**
   * Whether programs are told that this is a terminal, and write line by line then. Looked up when
   * it is asked for.
   */
  boolean isTerminal() {
    if (!known) {
      terminal = stream != NONE && look();
      known = true;
    }
    return terminal;
  }

  /** Java does not say it of each stream. */
  private boolean look() {
    File file =
        new File("/dev/fd/" + stream); // java.nio.file's classes would be a part of the start
    String target;
    try {
      target = file.exists() ? file.getCanonicalPath() : file.getPath();
    } catch (IOException e) {
      return false; // what it leads to has no path
    }
    if (target.equals(file.getPath())) {
      // Not Linux, where it is a link: this says whether input and output both are.
      return System.console() != null;
    }
    return target.startsWith("/dev/pts/")
        || target.startsWith("/dev/tty")
        || target.equals("/dev/console");
  }

  @Override
  final int fileType() {
    return isTerminal() ? FileType.CHARACTER_DEVICE : FileType.UNKNOWN;
  }

  @Override
  final FileStat stat() {
    return FileStat.ofType(fileType());
  }

  @Override
  final long seek(long offset, int whence) throws IOException {
    throw noPosition();
  }

  @Override
  final long tell() throws IOException {
    throw noPosition();
  }

  /** What reading, writing and moving at a position ends with. */
  static IOException noPosition() {
    return Failures.errno(Errno.SPIPE);
  }
}
