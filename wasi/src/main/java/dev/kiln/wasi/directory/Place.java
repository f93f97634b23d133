package dev.kiln.wasi.directory;

import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a path: an entry of an open directory, or that directory itself. The directories on
 * the way stay open until the place is closed.
 *
 * @param directory the directory that has the entry, or would have it
 * @param name the entry; null if the path leads to {@code directory} itself
 * @param attributes the entry's attributes when the path was resolved; null if it did not exist
 * @param slash whether the path says that it names a directory
 * @param opened the directories on the way
 */
public record Place(
    HostDirectory directory,
    @Nullable Path name,
    @Nullable BasicFileAttributes attributes,
    boolean slash,
    List<HostDirectory> opened)
    implements Closeable {

  /**
   * The entry's name.
   *
   * @throws IOException with {@code errno} if the path leads to the directory itself
   */
  public Path nameOr(int errno) throws IOException {
    if (name == null) {
      throw ErrnoException.of(errno);
    }
    return name;
  }

  /**
   * The attributes of the entry, or of the directory itself.
   *
   * @throws IOException with {@code NOENT} if there is no entry, {@code NOTDIR} if the path names a
   *     directory and the entry is none
   */
  public BasicFileAttributes existing() throws IOException {
    if (name == null) {
      return directory.attributes();
    }
    if (attributes == null) {
      throw ErrnoException.of(Errno.NOENT);
    }
    if (slash && !attributes.isDirectory()) {
      throw ErrnoException.of(Errno.NOTDIR);
    }
    return attributes;
  }

  /** The path of the entry on the host, for questions that Java answers by path only. */
  public Path path() {
    return name == null ? directory.path() : directory.path().resolve(name);
  }

  @Override
  public void close() throws IOException {
    for (HostDirectory each : opened) {
      each.close();
    }
  }
}
