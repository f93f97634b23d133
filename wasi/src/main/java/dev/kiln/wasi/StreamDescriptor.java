package dev.kiln.wasi;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A standard stream: it has no position. */
abstract class StreamDescriptor extends Descriptor {
  private final @Nullable BooleanSupplier terminal;

  /**
   * For subclasses.
   *
   * @param terminal tells whether it is one, when somebody asks; null: it is none
   */
  StreamDescriptor(@Nullable BooleanSupplier terminal) {
    this.terminal = terminal;
  }

  /** Whether programs are told that this is a terminal, and write line by line then. */
  final boolean isTerminal() {
    return terminal != null && terminal.getAsBoolean();
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
  static ErrnoException noPosition() {
    return new ErrnoException(Errno.SPIPE);
  }
}
