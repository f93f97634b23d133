package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import dev.kiln.wasi.PathWalk.Last;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/** Paths: opening, attributes, what links say. */
final class PathFunctions {
  private static final int SYMLINK_FOLLOW = 1;

  private static final int CREATE = 1;
  private static final int DIRECTORY = 1 << 1;
  private static final int EXCLUSIVE = 1 << 2;
  private static final int TRUNCATE = 1 << 3;

  private final DescriptorTable descriptors;
  private final WasiClock clock;

  PathFunctions(Wasi program) {
    this.descriptors = program.descriptors();
    this.clock = program.clock();
  }

  int call(String name, GuestMemory m, Window w, int n) throws IOException {
    return switch (name) {
      case "path_open" -> open(m, w, n);
      case "path_filestat_get" -> filestat(m, w, n);
      case "path_filestat_set_times" -> setTimes(m, w, n);
      case "path_readlink" -> readlink(m, w, n);
      default -> throw Imports.unknown(name);
    };
  }

  private Place resolve(int fd, String path, Last last) throws IOException {
    return PathWalk.resolve(descriptors.get(fd).directory().host(), path, last);
  }

  private static Last last(int lookupFlags) {
    return (lookupFlags & SYMLINK_FOLLOW) != 0 ? Last.FOLLOW : Last.KEEP;
  }

  private int open(GuestMemory memory, Window w, int n) throws IOException {
    String path = memory.text(w.i32(n + 2), w.i32(n + 3));
    int how = w.i32(n + 4);
    long rights = w.i64(n + 5);
    int flags = w.i32(n + 7);
    int result = w.i32(n + 8);
    memory.check(result, 4);
    descriptors.checkRoom();
    boolean isNew = (how & CREATE) != 0 && (how & EXCLUSIVE) != 0;
    if ((how & DIRECTORY) != 0 && (how & (CREATE | EXCLUSIVE | TRUNCATE)) != 0) {
      return Errno.INVAL;
    }
    Last last = isNew ? Last.KEEP : last(w.i32(n + 1));
    try (Place place = resolve(w.i32(n), path, last)) {
      BasicFileAttributes found = place.attributes();
      boolean directory = place.name() == null || (found != null && found.isDirectory());
      if (isNew && (directory || found != null)) {
        return Errno.EXIST;
      }
      Descriptor opened =
          directory ? openDirectory(place, how, rights) : openFile(place, how, rights, flags);
      memory.writeInt(result, descriptors.add(opened));
      return Errno.SUCCESS;
    }
  }

  private static OpenDirectory openDirectory(Place place, int how, long rights) throws IOException {
    if ((how & (CREATE | TRUNCATE)) != 0 || (rights & Rights.FD_WRITE) != 0) {
      throw new ErrnoException(Errno.ISDIR);
    }
    Path name = place.name();
    return new OpenDirectory(
        name == null ? place.directory().reopen() : place.directory().openDirectory(name), null);
  }

  private static OpenFile openFile(Place place, int how, long rights, int flags)
      throws IOException {
    boolean create = (how & CREATE) != 0 && place.attributes() == null;
    if (!create) {
      BasicFileAttributes found = place.existing();
      if (found.isSymbolicLink()) {
        throw new ErrnoException(Errno.LOOP);
      }
      if ((how & DIRECTORY) != 0) {
        throw new ErrnoException(Errno.NOTDIR);
      }
    } else if (place.slash()) {
      throw new ErrnoException(Errno.ISDIR);
    }
    boolean readable = (rights & Rights.FD_READ) != 0;
    boolean writable = (rights & Rights.FD_WRITE) != 0;
    Path name = place.nameOr(Errno.ISDIR);
    FileChannel channel =
        place.directory().openFile(name, options(create, how, readable, writable, flags));
    try {
      BasicFileAttributes attributes = place.directory().attributes(name);
      return new OpenFile(channel, place.path(), attributes, readable, writable, flags & 0x1f);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static Set<OpenOption> options(
      boolean create, int how, boolean readable, boolean writable, int flags) {
    Set<OpenOption> options = new HashSet<>();
    boolean truncate = (how & TRUNCATE) != 0;
    // The host creates and truncates only what it opens for writing; the program's rights are ours.
    boolean write = writable || create || truncate;
    if (write) {
      options.add(StandardOpenOption.WRITE);
    }
    if (readable || !write) {
      options.add(StandardOpenOption.READ);
    }
    if (create) {
      options.add(
          (how & EXCLUSIVE) != 0 ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
    }
    if (truncate) {
      options.add(StandardOpenOption.TRUNCATE_EXISTING);
    }
    if ((flags & (Descriptor.SYNC | Descriptor.RSYNC)) != 0) {
      options.add(StandardOpenOption.SYNC);
    }
    if ((flags & Descriptor.DSYNC) != 0) {
      options.add(StandardOpenOption.DSYNC);
    }
    return options;
  }

  private int filestat(GuestMemory memory, Window w, int n) throws IOException {
    String path = memory.text(w.i32(n + 2), w.i32(n + 3));
    try (Place place = resolve(w.i32(n), path, last(w.i32(n + 1)))) {
      FileStat.of(place.existing(), place.path()).write(memory, w.i32(n + 4));
      return Errno.SUCCESS;
    }
  }

  private int setTimes(GuestMemory memory, Window w, int n) throws IOException {
    String path = memory.text(w.i32(n + 2), w.i32(n + 3));
    FileTimes times = FileTimes.of(w.i64(n + 4), w.i64(n + 5), w.i32(n + 6), clock);
    try (Place place = resolve(w.i32(n), path, last(w.i32(n + 1)))) {
      if (place.existing().isSymbolicLink()) {
        return Errno.NOTSUP; // Java sets no times of links
      }
      Path name = place.name();
      if (name == null) {
        place.directory().setTimes(times);
      } else {
        place.directory().setTimes(name, times);
      }
      return Errno.SUCCESS;
    }
  }

  private int readlink(GuestMemory memory, Window w, int n) throws IOException {
    String path = memory.text(w.i32(n + 1), w.i32(n + 2));
    int buffer = w.i32(n + 3);
    int room = w.i32(n + 4);
    memory.check(buffer, room & 0xffffffffL);
    memory.check(w.i32(n + 5), 4);
    try (Place place = resolve(w.i32(n), path, Last.KEEP)) {
      if (!place.existing().isSymbolicLink()) {
        return Errno.INVAL;
      }
      String target = PathWalk.target(place.directory(), place.nameOr(Errno.INVAL));
      byte[] text = target.getBytes(StandardCharsets.UTF_8);
      int length = Math.min(text.length, room);
      memory.memory().write(buffer, text, 0, length);
      memory.writeInt(w.i32(n + 5), length);
      return Errno.SUCCESS;
    }
  }
}
