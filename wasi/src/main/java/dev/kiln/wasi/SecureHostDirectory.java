package dev.kiln.wasi;

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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory on a host that opens, removes and renames relative to an open directory: whatever
 * happens to the path meanwhile, operations stay in this directory.
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
  BasicFileAttributes attributes() throws IOException {
    return stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
  }

  private BasicFileAttributeView view(Path name) {
    return stream.getFileAttributeView(
        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  BasicFileAttributes attributes(Path name) throws IOException {
    return view(name).readAttributes();
  }

  private SecureDirectoryStream<Path> stream(Path name) throws IOException {
    return stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  HostDirectory openDirectory(Path name) throws IOException {
    return new SecureHostDirectory(path().resolve(name), stream(name));
  }

  @Override
  HostDirectory reopen() throws IOException {
    return new SecureHostDirectory(path(), stream(self()));
  }

  private Path self() {
    return path().getFileSystem().getPath(".");
  }

  @Override
  FileChannel openFile(Path name, Set<? extends OpenOption> options) throws IOException {
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    SeekableByteChannel channel = stream.newByteChannel(name, all);
    if (channel instanceof FileChannel file) {
      return file;
    }
    channel.close();
    throw new ErrnoException(Errno.NOTSUP);
  }

  @Override
  List<Path> names() throws IOException {
    // A stream can be read once only, so this reads another one.
    try (DirectoryStream<Path> entries = stream(self())) {
      return sortedNames(entries);
    }
  }

  @Override
  void deleteFile(Path name) throws IOException {
    stream.deleteFile(name);
  }

  @Override
  void deleteDirectory(Path name) throws IOException {
    stream.deleteDirectory(name);
  }

  @Override
  void move(Path name, HostDirectory to, Path newName) throws IOException {
    if (!(to instanceof SecureHostDirectory target)) {
      throw new ErrnoException(Errno.XDEV);
    }
    stream.move(name, target.stream, newName);
  }

  @Override
  void setTimes(Path name, FileTimes times) throws IOException {
    view(name).setTimes(times.modified(), times.accessed(), null);
  }

  @Override
  void setTimes(FileTimes times) throws IOException {
    stream
        .getFileAttributeView(BasicFileAttributeView.class)
        .setTimes(times.modified(), times.accessed(), null);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
