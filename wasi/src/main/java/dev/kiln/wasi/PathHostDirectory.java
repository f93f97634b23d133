package dev.kiln.wasi;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory on a host that knows paths only (Windows, file systems of libraries). Each operation
 * checks that the path still leads here; what another process swaps between the check and the
 * operation is not seen.
 */
final class PathHostDirectory extends HostDirectory {
  private final @Nullable Object key;

  PathHostDirectory(Path path) throws IOException {
    super(path);
    BasicFileAttributes attributes = read(path);
    if (!attributes.isDirectory()) {
      throw new NotDirectoryException(path.toString());
    }
    this.key = attributes.fileKey();
  }

  @Override
  @Nullable Object key() {
    return key;
  }

  private static BasicFileAttributes read(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private Path entry(Path name) throws IOException {
    checkPath();
    return path().resolve(name);
  }

  @Override
  BasicFileAttributes attributes() throws IOException {
    checkPath();
    return read(path());
  }

  @Override
  BasicFileAttributes attributes(Path name) throws IOException {
    return read(entry(name));
  }

  @Override
  HostDirectory openDirectory(Path name) throws IOException {
    return new PathHostDirectory(entry(name));
  }

  @Override
  HostDirectory reopen() throws IOException {
    checkPath();
    return new PathHostDirectory(path());
  }

  @Override
  FileChannel openFile(Path name, Set<? extends OpenOption> options) throws IOException {
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(entry(name), all);
  }

  @Override
  List<Path> names() throws IOException {
    checkPath();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path())) {
      return sortedNames(entries);
    }
  }

  @Override
  void deleteFile(Path name) throws IOException {
    if (attributes(name).isDirectory()) {
      throw new ErrnoException(Errno.ISDIR);
    }
    Files.delete(entry(name));
  }

  @Override
  void deleteDirectory(Path name) throws IOException {
    if (!attributes(name).isDirectory()) {
      throw new ErrnoException(Errno.NOTDIR);
    }
    Files.delete(entry(name));
  }

  @Override
  void move(Path name, HostDirectory to, Path newName) throws IOException {
    to.checkPath();
    Files.move(entry(name), to.path().resolve(newName), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  void setTimes(Path name, FileTimes times) throws IOException {
    set(entry(name), times);
  }

  @Override
  void setTimes(FileTimes times) throws IOException {
    checkPath();
    set(path(), times);
  }

  private static void set(Path path, FileTimes times) throws IOException {
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(times.modified(), times.accessed(), null);
  }

  @Override
  public void close() {}
}
