package dev.kiln.wasi.directory;

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
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open directory of the host. Names are single components; no operation follows a symbolic link.
 *
 * <p>Java can do most things relative to an open directory ({@link SecureDirectoryStream}). It
 * cannot create directories and links there, or read links. These four operations go by path, and
 * check before and after that the path still leads to this directory.
 */
public abstract class HostDirectory implements Closeable {
  private final Path path;

  /** For subclasses; {@code path} is the directory's path when it was opened. */
  HostDirectory(Path path) {
    this.path = path;
  }

  /** Opens a directory that the host names; links in the path are followed. */
  public static HostDirectory open(Path path) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(path);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return new SecureHostDirectory(path, secure);
    }
    stream.close();
    return new PathHostDirectory(path);
  }

  /** The path of the directory when it was opened. */
  public final Path path() {
    return path;
  }

  /** The attributes of the directory itself. */
  public abstract BasicFileAttributes attributes() throws IOException;

  /** The attributes of an entry. */
  public abstract BasicFileAttributes attributes(Path name) throws IOException;

  /** Opens an entry that is a directory. */
  public abstract HostDirectory openDirectory(Path name) throws IOException;

  /** Opens this directory once more. */
  public abstract HostDirectory reopen() throws IOException;

  /** Opens or creates an entry that is a file. */
  public final FileChannel openFile(Path name, Set<? extends OpenOption> options)
      throws IOException {
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return openChannel(name, all);
  }

  /** Opens or creates an entry; {@code options} say that links are not followed. */
  abstract FileChannel openChannel(Path name, Set<OpenOption> options) throws IOException;

  /** The names of all entries, sorted, without {@code .} and {@code ..}. */
  public final List<Path> names() throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = entries()) {
      for (Path entry : entries) {
        names.add(entry.getFileName());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(null);
    return names;
  }

  /** A new stream of the entries. */
  abstract DirectoryStream<Path> entries() throws IOException;

  /** Removes an entry that is not a directory. */
  public abstract void deleteFile(Path name) throws IOException;

  /** Removes an empty directory. */
  public abstract void deleteDirectory(Path name) throws IOException;

  /** Renames an entry; an existing target of the same kind is replaced. */
  public abstract void move(Path name, HostDirectory to, Path newName) throws IOException;

  /** Sets times of an entry. */
  public final void setTimes(Path name, FileTimes times) throws IOException {
    set(view(name), times);
  }

  /** Sets times of the directory itself. */
  public final void setTimes(FileTimes times) throws IOException {
    set(view(), times);
  }

  private static void set(BasicFileAttributeView view, FileTimes times) throws IOException {
    view.setTimes(times.modified(), times.accessed(), null);
  }

  /** The view of an entry's attributes. */
  abstract BasicFileAttributeView view(Path name) throws IOException;

  /** The view of this directory's attributes. */
  abstract BasicFileAttributeView view() throws IOException;

  /** Creates a directory. */
  public final void createDirectory(Path name) throws IOException {
    checkPath();
    Files.createDirectory(path.resolve(name));
    attributes(name);
  }

  /** Creates a symbolic link. */
  public final void createSymbolicLink(Path name, Path target) throws IOException {
    checkPath();
    Files.createSymbolicLink(path.resolve(name), target);
    attributes(name);
  }

  /** The target of a symbolic link. */
  public final Path readSymbolicLink(Path name) throws IOException {
    checkPath();
    Path target = Files.readSymbolicLink(path.resolve(name));
    checkPath();
    return target;
  }

  /** Gives an entry that is not a directory a second name. */
  public final void link(Path name, HostDirectory to, Path newName) throws IOException {
    Object source = attributes(name).fileKey();
    checkPath();
    to.checkPath();
    Files.createLink(to.path.resolve(newName), path.resolve(name));
    if (!Objects.equals(source, to.attributes(newName).fileKey())) {
      // Another process swapped the entry meanwhile: the other file must not become reachable.
      to.deleteFile(newName);
      throw new NoSuchFileException(path.resolve(name).toString());
    }
  }

  /** Checks that {@link #path} still leads to this directory. It may change right after. */
  final void checkPath() throws IOException {
    BasicFileAttributes now = read(path);
    if (!now.isDirectory() || !Objects.equals(now.fileKey(), key())) {
      throw new NoSuchFileException(path.toString(), null, "the directory was moved");
    }
  }

  /** The attributes of a path, without following a link. */
  static BasicFileAttributes read(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Tells this directory from all others; null if the host has no such key. */
  abstract @Nullable Object key();
}
