package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import dev.kiln.wasi.descriptor.Descriptor;
import dev.kiln.wasi.descriptor.DescriptorTable;
import dev.kiln.wasi.descriptor.OpenDirectory;
import dev.kiln.wasi.descriptor.OpenFile;
import dev.kiln.wasi.descriptor.Rights;
import dev.kiln.wasi.directory.PathWalk;
import dev.kiln.wasi.directory.PathWalk.Last;
import dev.kiln.wasi.directory.Place;
import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import dev.kiln.wasi.guest.GuestMemory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/** What a path leads to: opens files and directories, and reads links. */
final class PathFunctions {
  // The bits of oflags.
  private static final int CREATE = 1;
  private static final int DIRECTORY = 1 << 1;
  private static final int EXCLUSIVE = 1 << 2;
  private static final int TRUNCATE = 1 << 3;

  private static final int FD_FLAGS = 0x1f;

  private PathFunctions() {}

  static void call(String name, DescriptorTable descriptors, GuestMemory m, Window w, int n)
      throws IOException {
    switch (name) {
      case "path_open" -> open(descriptors, m, w, n);
      case "path_readlink" -> readlink(descriptors, m, w, n);
      default -> throw WasiFailures.noFunction(name);
    }
  }

  private static void open(DescriptorTable descriptors, GuestMemory memory, Window w, int n)
      throws IOException {
    String path = memory.text(w.i32(n + 2), w.i32(n + 3));
    int how = w.i32(n + 4);
    int result = w.i32(n + 8);
    memory.check(result, 4);
    descriptors.checkRoom();
    boolean isNew = (how & CREATE) != 0 && (how & EXCLUSIVE) != 0;
    if ((how & DIRECTORY) != 0 && (how & (CREATE | EXCLUSIVE | TRUNCATE)) != 0) {
      throw ErrnoException.of(Errno.INVAL);
    }
    Last last = isNew ? Last.KEEP : Last.of(w.i32(n + 1));
    try (Place place = PathWalk.resolve(descriptors.get(w.i32(n)).directory(), path, last)) {
      BasicFileAttributes found = place.attributes();
      boolean directory = place.name() == null || (found != null && found.isDirectory());
      if (isNew && (directory || found != null)) {
        throw ErrnoException.of(Errno.EXIST);
      }
      long rights = w.i64(n + 5);
      Descriptor opened =
          directory
              ? openDirectory(place, how, rights)
              : openFile(place, how, rights, w.i32(n + 7) & FD_FLAGS);
      memory.writeInt(result, descriptors.add(opened));
    }
  }

  private static Descriptor openDirectory(Place place, int how, long rights) throws IOException {
    if ((how & (CREATE | TRUNCATE)) != 0 || (rights & Rights.FD_WRITE) != 0) {
      throw ErrnoException.of(Errno.ISDIR);
    }
    Path name = place.name();
    return new OpenDirectory(
        name == null ? place.directory().reopen() : place.directory().openDirectory(name), null);
  }

  private static Descriptor openFile(Place place, int how, long rights, int flags)
      throws IOException {
    boolean create = (how & CREATE) != 0 && place.attributes() == null;
    if (!create) {
      BasicFileAttributes found = place.existing();
      if (found.isSymbolicLink()) {
        throw ErrnoException.of(Errno.LOOP);
      }
      if ((how & DIRECTORY) != 0) {
        throw ErrnoException.of(Errno.NOTDIR);
      }
    } else if (place.slash()) {
      throw ErrnoException.of(Errno.ISDIR);
    }
    Path name = place.nameOr(Errno.ISDIR);
    FileChannel channel = place.directory().openFile(name, options(create, how, rights, flags));
    try {
      BasicFileAttributes attributes = place.directory().attributes(name);
      return new OpenFile(channel, place.path(), attributes, rights, flags);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static Set<OpenOption> options(boolean create, int how, long rights, int flags) {
    Set<OpenOption> options = new HashSet<>();
    boolean truncate = (how & TRUNCATE) != 0;
    // The host creates and truncates a file only if it opens it for writing. The descriptor checks
    // whether the program may write.
    boolean write = (rights & Rights.FD_WRITE) != 0 || create || truncate;
    if (write) {
      options.add(StandardOpenOption.WRITE);
    }
    if ((rights & Rights.FD_READ) != 0 || !write) {
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

  private static void readlink(DescriptorTable descriptors, GuestMemory memory, Window w, int n)
      throws IOException {
    String path = memory.text(w.i32(n + 1), w.i32(n + 2));
    int buffer = w.i32(n + 3);
    int room = w.i32(n + 4);
    memory.check(buffer, room & 0xffffffffL);
    memory.check(w.i32(n + 5), 4);
    try (Place place = PathWalk.resolve(descriptors.get(w.i32(n)).directory(), path, Last.KEEP)) {
      if (!place.existing().isSymbolicLink()) {
        throw ErrnoException.of(Errno.INVAL);
      }
      String target = PathWalk.target(place.directory(), place.nameOr(Errno.INVAL));
      byte[] text = target.getBytes(StandardCharsets.UTF_8);
      int length = Math.min(text.length, room);
      memory.memory().write(buffer, text, 0, length);
      memory.writeInt(w.i32(n + 5), length);
    }
  }
}
