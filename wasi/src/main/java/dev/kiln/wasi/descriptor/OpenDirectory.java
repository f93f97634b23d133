package dev.kiln.wasi.descriptor;

import dev.kiln.wasi.directory.FileTimes;
import dev.kiln.wasi.directory.HostDirectory;
import dev.kiln.wasi.guest.GuestMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An open directory. Paths that start from it stay in it. */
public final class OpenDirectory extends Descriptor {
  private static final int ENTRY_SIZE = 24;

  private final HostDirectory host;
  private final byte @Nullable [] preopenName;
  private @Nullable List<Path> listing;

  /**
   * A descriptor for a directory.
   *
   * @param preopenName the program's name for a directory that the host opened; null for one that
   *     the program opened
   */
  public OpenDirectory(HostDirectory host, @Nullable String preopenName) {
    this.host = host;
    this.preopenName = preopenName == null ? null : preopenName.getBytes(StandardCharsets.UTF_8);
  }

  /** Opens a directory of the host for a program. */
  public static Descriptor preopen(Path host, String name) throws IOException {
    return new OpenDirectory(HostDirectory.open(host.toRealPath()), name);
  }

  @Override
  public byte @Nullable [] preopenName() {
    return preopenName;
  }

  @Override
  public HostDirectory directory() {
    return host;
  }

  @Override
  public int fileType() {
    return FileType.DIRECTORY;
  }

  @Override
  public long rights() {
    return Rights.DIRECTORY;
  }

  @Override
  public long inheritingRights() {
    return Rights.INHERITING;
  }

  @Override
  public FileStat stat() throws IOException {
    return FileStat.of(host.attributes(), host.path());
  }

  @Override
  public void setTimes(FileTimes times) throws IOException {
    host.setTimes(times);
  }

  /** Reads the host's directory for entry 0. Later calls go on in that list. */
  @Override
  public int list(GuestMemory memory, int buffer, int room, long cookie) throws IOException {
    List<Path> names = listing;
    if (names == null || cookie == 0) {
      names = host.names();
      listing = names;
    }
    byte[] entry = new byte[ENTRY_SIZE];
    int used = 0;
    // As an unsigned number, a negative cookie is past the end.
    long end = cookie < 0 ? cookie : names.size() + 2L;
    for (long i = cookie; i < end && used < room; i++) {
      byte[] name = name(names, (int) i).getBytes(StandardCharsets.UTF_8);
      fill(entry, i, names, name.length);
      int head = Math.min(ENTRY_SIZE, room - used);
      memory.memory().write(buffer + used, entry, 0, head);
      used += head;
      int tail = Math.min(name.length, room - used);
      memory.memory().write(buffer + used, name, 0, tail);
      used += tail;
    }
    return used;
  }

  private static String name(List<Path> names, int index) {
    return index == 0 ? "." : index == 1 ? ".." : names.get(index - 2).toString();
  }

  private void fill(byte[] entry, long index, List<Path> names, int nameLength) {
    long inode = 0;
    int type = index < 2 ? FileType.DIRECTORY : FileType.UNKNOWN;
    try {
      BasicFileAttributes attributes =
          index < 2 ? host.attributes() : host.attributes(names.get((int) index - 2));
      inode = FileStat.inode(attributes.fileKey());
      type = FileType.of(attributes);
    } catch (IOException e) {
      inode = 0; // the entry was removed after the directory was read, or may not be looked at
    }
    put(entry, 0, index + 1, 8);
    put(entry, 8, inode, 8);
    put(entry, 16, nameLength, 4);
    put(entry, 20, type, 4);
  }

  private static void put(byte[] target, int at, long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      target[at + i] = (byte) (value >> 8 * i);
    }
  }

  @Override
  public void close() throws IOException {
    host.close();
  }
}
