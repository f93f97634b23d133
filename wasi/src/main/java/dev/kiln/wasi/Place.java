package dev.kiln.wasi;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a path leads to: an entry of an open directory, or that directory itself. Keeps the
 * directories on the way open until it is closed.
 *
 * @param directory where the entry is or would be
 * @param name the entry; null where the path leads to {@code directory} itself
 * @param attributes of the entry, looked up on the way; null where there is none
 * @param slash whether the path says that it names a directory
 * @param opened the directories on the way
 */
record Place(
    HostDirectory directory,
    @Nullable Path name,
    @Nullable BasicFileAttributes attributes,
    boolean slash,
    List<HostDirectory> opened)
    implements Closeable {

  /**
   * The entry's name.
   *
   * @throws ErrnoException {@code errno} where the path ends in {@code .} or {@code ..}
   */
  Path nameOr(int errno) throws ErrnoException {
    if (name == null) {
      throw new ErrnoException(errno);
    }
    return name;
  }

  /**
   * The entry's attributes, or the directory's own.
   *
   * @throws ErrnoException {@code NOENT} where there is no entry
   */
  BasicFileAttributes existing() throws IOException {
    if (name == null) {
      return directory.attributes();
    }
    if (attributes == null) {
      throw new ErrnoException(Errno.NOENT);
    }
    if (slash && !attributes.isDirectory()) {
      throw new ErrnoException(Errno.NOTDIR);
    }
    return attributes;
  }

  /** Where the entry is, for what only paths can tell. */
  Path path() {
    return name == null ? directory.path() : directory.path().resolve(name);
  }

  @Override
  public void close() throws IOException {
    for (HostDirectory each : opened) {
      each.close();
    }
  }
}
