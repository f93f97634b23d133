package dev.kiln.wasi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An open directory; paths that start from it stay in it. */
final class OpenDirectory extends Descriptor {
  private static final int ENTRY_SIZE = 24;

  private final HostDirectory host;
  private final byte @Nullable [] preopenName;
  private @Nullable List<Path> listing;

  /**
   * A directory.
   *
   * @param preopenName the program's name for it where the host opened it, else null
   */
  OpenDirectory(HostDirectory host, @Nullable String preopenName) {
    this.host = host;
    this.preopenName = preopenName == null ? null : preopenName.getBytes(StandardCharsets.UTF_8);
  }

  /** Opens a directory of the host. */
  static Descriptor preopen(Path host, String name) throws IOException {
    return new OpenDirectory(HostDirectory.open(host.toRealPath()), name);
  }

  HostDirectory host() {
    return host;
  }

  /** The name of a preopened directory, UTF-8; null where it is none. */
  byte @Nullable [] preopenName() {
    return preopenName;
  }

  @Override
  OpenDirectory directory() {
    return this;
  }

  @Override
  int fileType() {
    return FileType.DIRECTORY;
  }

  @Override
  long rights() {
    return Rights.DIRECTORY;
  }

  @Override
  long inheritingRights() {
    return Rights.INHERITING;
  }

  @Override
  FileStat stat() throws IOException {
    return FileStat.of(host.attributes(), host.path());
  }

  @Override
  void setTimes(FileTimes times) throws IOException {
    host.setTimes(times);
  }

  /**
   * {@code fd_readdir}: writes entries from number {@code cookie} on, the last one cut off where
   * the room ends. Entry 0 reads the directory, later ones go on in what was read.
   *
   * @param room bytes, unsigned; in the memory
   * @return how much was written; less than {@code room} at the end
   */
  int list(GuestMemory memory, int address, int room, long cookie) throws IOException {
    List<Path> names = listing;
    if (names == null || cookie == 0) {
      names = host.names();
      listing = names;
    }
    byte[] entry = new byte[ENTRY_SIZE];
    int used = 0;
    // As an unsigned number a negative cookie lies behind the end.
    long end = cookie < 0 ? cookie : names.size() + 2L;
    for (long i = cookie; i < end && used < room; i++) {
      byte[] name = name(names, (int) i).getBytes(StandardCharsets.UTF_8);
      fill(entry, i, names, name.length);
      int head = Math.min(ENTRY_SIZE, room - used);
      memory.memory().write(address + used, entry, 0, head);
      used += head;
      int tail = Math.min(name.length, room - used);
      memory.memory().write(address + used, name, 0, tail);
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
      inode = 0; // removed since the directory was read, or not to be looked at
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
  void close() throws IOException {
    host.close();
  }
}
