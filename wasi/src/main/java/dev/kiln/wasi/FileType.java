package dev.kiln.wasi;

import java.nio.file.attribute.BasicFileAttributes;

/** The numbers of {@code filetype}. */
final class FileType {
  static final int UNKNOWN = 0;
  static final int CHARACTER_DEVICE = 2;
  static final int DIRECTORY = 3;
  static final int REGULAR_FILE = 4;
  static final int SYMBOLIC_LINK = 7;

  private FileType() {}

  /** What the host calls "other" is a device, a pipe or a socket; Java does not tell which. */
  static int of(BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      return REGULAR_FILE;
    }
    if (attributes.isDirectory()) {
      return DIRECTORY;
    }
    return attributes.isSymbolicLink() ? SYMBOLIC_LINK : UNKNOWN;
  }
}
