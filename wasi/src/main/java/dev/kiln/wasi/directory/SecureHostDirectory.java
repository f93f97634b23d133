package dev.kiln.wasi.directory;

import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory on a host that opens, removes and renames relative to an open directory. Operations
 * stay in this directory, whatever happens to its path meanwhile.
 */
final class SecureHostDirectory extends HostDirectory {
  private final SecureDirectoryStream<Path> stream;
  private final @Nullable Object key;

  SecureHostDirectory(Path path, SecureDirectoryStream<Path> stream) throws IOException {
    super(path);
    this.stream = stream;
    try {
      this.key = attributes().fileKey();
    } catch (IOException e) {
      stream.close();
      throw e;
    }
  }

  @Override
  @Nullable Object key() {
    return key;
  }

  @Override
  BasicFileAttributeView view() {
    return stream.getFileAttributeView(BasicFileAttributeView.class);
  }

  @Override
  BasicFileAttributeView view(Path name) {
    return stream.getFileAttributeView(
        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public BasicFileAttributes attributes() throws IOException {
    return view().readAttributes();
  }

  @Override
  public BasicFileAttributes attributes(Path name) throws IOException {
    return view(name).readAttributes();
  }

  private SecureDirectoryStream<Path> stream(Path name) throws IOException {
    return stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public HostDirectory openDirectory(Path name) throws IOException {
    return new SecureHostDirectory(path().resolve(name), stream(name));
  }

  @Override
  public HostDirectory reopen() throws IOException {
    return new SecureHostDirectory(path(), stream(self()));
  }

  private Path self() {
    return path().getFileSystem().getPath(".");
  }

  @Override
  FileChannel openChannel(Path name, Set<OpenOption> options) throws IOException {
    SeekableByteChannel channel = stream.newByteChannel(name, options);
    if (channel instanceof FileChannel file) {
      return file;
    }
    channel.close();
    throw ErrnoException.of(Errno.NOTSUP);
  }

  /** A stream can be read only once, so this opens another one. */
  @Override
  DirectoryStream<Path> entries() throws IOException {
    return stream(self());
  }

  @Override
  public void deleteFile(Path name) throws IOException {
    stream.deleteFile(name);
  }

  @Override
  public void deleteDirectory(Path name) throws IOException {
    stream.deleteDirectory(name);
  }

  @Override
  public void move(Path name, HostDirectory to, Path newName) throws IOException {
    if (!(to instanceof SecureHostDirectory target)) {
      throw ErrnoException.of(Errno.XDEV);
    }
    stream.move(name, target.stream, newName);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
