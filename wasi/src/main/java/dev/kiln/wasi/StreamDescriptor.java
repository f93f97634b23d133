package dev.kiln.wasi;

import java.io.IOException;

/** A standard stream: it has no position. */
abstract class StreamDescriptor extends Descriptor {
  private final boolean terminal;

  /** For subclasses; {@code terminal}: programs may ask, and write line by line then. */
  StreamDescriptor(boolean terminal) {
    this.terminal = terminal;
  }

  @Override
  final int fileType() {
    return terminal ? FileType.CHARACTER_DEVICE : FileType.UNKNOWN;
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
  static ErrnoException noPosition() {
    return new ErrnoException(Errno.SPIPE);
  }
}
