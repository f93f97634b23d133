package dev.kiln.wasi.descriptor;

import java.nio.file.attribute.BasicFileAttributes;

/** The numbers of {@code filetype}. */
public final class FileType {
  private FileType() {}

  public static final int UNKNOWN = 0;
  public static final int CHARACTER_DEVICE = 2;
  public static final int DIRECTORY = 3;
  public static final int REGULAR_FILE = 4;
  public static final int SYMBOLIC_LINK = 7;

  /**
   * The number for a file of the host. Java calls devices, pipes and sockets "other" and does not
   * tell them apart: they are {@link #UNKNOWN}.
   */
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
