package dev.kiln.wasi.descriptor;

import dev.kiln.wasi.guest.GuestMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The structure {@code filestat}.
 *
 * @param device the device; 0 if the host does not say
 * @param inode tells the files of a device apart
 * @param type one of {@link FileType}
 * @param links the number of hard links
 * @param size bytes
 * @param accessed nanoseconds since 1970
 * @param modified nanoseconds since 1970
 * @param changed nanoseconds since 1970
 */
public record FileStat(
    long device,
    long inode,
    int type,
    long links,
    long size,
    long accessed,
    long modified,
    long changed) {

  /** The size of the structure in memory. */
  private static final int SIZE = 64;

  /** The structure of a stream. */
  static FileStat ofType(int type) {
    return new FileStat(0, 0, type, 0, 0, 0, 0, 0);
  }

  /**
   * The structure of a file.
   *
   * @param attributes the file's attributes
   * @param path the file's path; asked for the number of links, if it still leads to the file
   */
  public static FileStat of(BasicFileAttributes attributes, Path path) {
    Object key = attributes.fileKey();
    long modified = nanos(attributes.lastModifiedTime());
    return new FileStat(
        part(key, "dev="),
        inode(key),
        FileType.of(attributes),
        links(path, key),
        attributes.size(),
        nanos(attributes.lastAccessTime()),
        modified,
        modified);
  }

  /** The same structure with another size. */
  FileStat withSize(long bytes) {
    return new FileStat(device, inode, type, links, bytes, accessed, modified, changed);
  }

  /** The inode number in a file key, or another number that tells keys apart. */
  static long inode(@Nullable Object key) {
    return part(key, "ino=");
  }

  /** A key on Unix reads "(dev=10,ino=1234)"; the device is hexadecimal, the inode decimal. */
  private static long part(@Nullable Object key, String name) {
    if (key == null) {
      return 0;
    }
    String text = key.toString();
    int start = text.indexOf(name);
    if (start < 0) {
      return key.hashCode() & 0xffffffffL;
    }
    int end = start + name.length();
    int radix = name.equals("dev=") ? 16 : 10;
    long value = 0;
    while (end < text.length() && Character.digit(text.charAt(end), radix) >= 0) {
      value = value * radix + Character.digit(text.charAt(end), radix);
      end++;
    }
    return value;
  }

  private static long links(Path path, @Nullable Object key) {
    if (key == null || !path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return 1;
    }
    try {
      Map<String, Object> unix =
          Files.readAttributes(path, "unix:nlink,fileKey", LinkOption.NOFOLLOW_LINKS);
      return key.equals(unix.get("fileKey")) && unix.get("nlink") instanceof Integer n ? n : 1;
    } catch (IOException e) {
      return 1; // the file was moved or removed meanwhile
    }
  }

  private static long nanos(FileTime time) {
    return Math.max(0, time.to(TimeUnit.NANOSECONDS));
  }

  /** Writes the structure to a program's memory. */
  public void write(GuestMemory memory, int address) {
    memory.check(address, SIZE);
    memory.writeLong(address, device);
    memory.writeLong(address + 8, inode);
    memory.writeLong(address + 16, type);
    memory.writeLong(address + 24, links);
    memory.writeLong(address + 32, size);
    memory.writeLong(address + 40, accessed);
    memory.writeLong(address + 48, modified);
    memory.writeLong(address + 56, changed);
  }
}
