package dev.kiln.wasi.directory;

import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory on a host that knows paths only (Windows, file systems of libraries). Each operation
 * first checks that the path still leads to this directory. It does not see what another process
 * swaps between the check and the operation.
 */
public final class PathHostDirectory extends HostDirectory {
  private final @Nullable Object key;

  /** Opens the directory at a path; a link at its end is not followed. */
  public PathHostDirectory(Path path) throws IOException {
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

  /** The path of this directory, checked. */
  private Path checked() throws IOException {
    checkPath();
    return path();
  }

  private Path entry(Path name) throws IOException {
    return checked().resolve(name);
  }

  private static BasicFileAttributeView viewOf(Path path) {
    return Files.getFileAttributeView(
        path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  BasicFileAttributeView view() throws IOException {
    return viewOf(checked());
  }

  @Override
  BasicFileAttributeView view(Path name) throws IOException {
    return viewOf(entry(name));
  }

  @Override
  public BasicFileAttributes attributes() throws IOException {
    return read(checked());
  }

  @Override
  public BasicFileAttributes attributes(Path name) throws IOException {
    return read(entry(name));
  }

  @Override
  public HostDirectory openDirectory(Path name) throws IOException {
    return new PathHostDirectory(entry(name));
  }

  @Override
  public HostDirectory reopen() throws IOException {
    return new PathHostDirectory(checked());
  }

  @Override
  FileChannel openChannel(Path name, Set<OpenOption> options) throws IOException {
    return FileChannel.open(entry(name), options);
  }

  @Override
  DirectoryStream<Path> entries() throws IOException {
    return Files.newDirectoryStream(checked());
  }

  @Override
  public void deleteFile(Path name) throws IOException {
    if (attributes(name).isDirectory()) {
      throw ErrnoException.of(Errno.ISDIR);
    }
    Files.delete(entry(name));
  }

  @Override
  public void deleteDirectory(Path name) throws IOException {
    if (!attributes(name).isDirectory()) {
      throw ErrnoException.of(Errno.NOTDIR);
    }
    Files.delete(entry(name));
  }

  @Override
  public void move(Path name, HostDirectory to, Path newName) throws IOException {
    to.checkPath();
    Files.move(entry(name), to.path().resolve(newName), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() {}
}
