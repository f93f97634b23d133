package dev.kiln.wasi;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open directory of the host. Names are single components; no operation follows a symbolic link.
 *
 * <p>Java can do most things relative to an open directory ({@link SecureDirectoryStream}), but not
 * create directories and links or read links: these four go by path, and check before and after
 * that the path still leads to this directory.
 */
abstract class HostDirectory implements Closeable {
  private final Path path;

  /** For subclasses; {@code path} is where the directory was when it was opened. */
  HostDirectory(Path path) {
    this.path = path;
  }

  /** Opens a directory that the host names; links in the path are followed. */
  static HostDirectory open(Path path) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(path);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return new SecureHostDirectory(path, secure);
    }
    stream.close();
    return new PathHostDirectory(path);
  }

  /** Where the directory was when it was opened. */
  final Path path() {
    return path;
  }

  /** The attributes of the directory itself. */
  abstract BasicFileAttributes attributes() throws IOException;

  /** The attributes of an entry. */
  abstract BasicFileAttributes attributes(Path name) throws IOException;

  /** Opens an entry that is a directory. */
  abstract HostDirectory openDirectory(Path name) throws IOException;

  /** Opens this directory once more. */
  abstract HostDirectory reopen() throws IOException;

  /** Opens or creates an entry that is a file. */
  abstract FileChannel openFile(Path name, Set<? extends OpenOption> options) throws IOException;

  /** The names of all entries, without {@code .} and {@code ..}, sorted. */
  abstract List<Path> names() throws IOException;

  /** The names in a stream of entries, sorted. */
  static List<Path> sortedNames(DirectoryStream<Path> entries) throws IOException {
    List<Path> names = new ArrayList<>();
    try {
      for (Path entry : entries) {
        names.add(entry.getFileName());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(null);
    return names;
  }

  /** Removes an entry that is no directory. */
  abstract void deleteFile(Path name) throws IOException;

  /** Removes an empty directory. */
  abstract void deleteDirectory(Path name) throws IOException;

  /** Renames an entry; an existing target that fits is replaced. */
  abstract void move(Path name, HostDirectory to, Path newName) throws IOException;

  /** Sets times of an entry. */
  abstract void setTimes(Path name, FileTimes times) throws IOException;

  /** Sets times of the directory itself. */
  abstract void setTimes(FileTimes times) throws IOException;

  /** Creates a directory. */
  final void createDirectory(Path name) throws IOException {
    checkPath();
    Files.createDirectory(path.resolve(name));
    attributes(name);
  }

  /** Creates a symbolic link. */
  final void createSymbolicLink(Path name, Path target) throws IOException {
    checkPath();
    Files.createSymbolicLink(path.resolve(name), target);
    attributes(name);
  }

  /** What a symbolic link points to. */
  final Path readSymbolicLink(Path name) throws IOException {
    checkPath();
    Path target = Files.readSymbolicLink(path.resolve(name));
    checkPath();
    return target;
  }

  /** Gives an entry, which is no directory, a second name. */
  final void link(Path name, HostDirectory to, Path newName) throws IOException {
    Object source = attributes(name).fileKey();
    checkPath();
    to.checkPath();
    Files.createLink(to.path.resolve(newName), path.resolve(name));
    if (!Objects.equals(source, to.attributes(newName).fileKey())) {
      // Somebody swapped the entry meanwhile: what it was swapped for must not become reachable.
      to.deleteFile(newName);
      throw new NoSuchFileException(path.resolve(name).toString());
    }
  }

  /** Checks that {@link #path} still leads to this directory, though not what happens next. */
  final void checkPath() throws IOException {
    BasicFileAttributes now =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!now.isDirectory() || !Objects.equals(now.fileKey(), key())) {
      throw new NoSuchFileException(path.toString(), null, "the directory was moved");
    }
  }

  /** What tells this directory from all others; null where the host has no such thing. */
  abstract @Nullable Object key();
}
