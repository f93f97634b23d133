package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import dev.kiln.wasi.descriptor.DescriptorTable;
import dev.kiln.wasi.directory.HostDirectory;
import dev.kiln.wasi.directory.PathWalk;
import dev.kiln.wasi.directory.PathWalk.Last;
import dev.kiln.wasi.directory.Place;
import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import dev.kiln.wasi.guest.GuestMemory;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Names in directories: makes, renames and removes them. */
final class PathNameFunctions {
  private PathNameFunctions() {}

  static void call(String name, DescriptorTable descriptors, GuestMemory m, Window w, int n)
      throws IOException {
    switch (name) {
      case "path_link" -> {
        if (w.i32(n + 1) != 0) {
          throw ErrnoException.of(Errno.INVAL); // wasmtime does not follow links here, either
        }
        try (Place from = resolve(descriptors, m, w, n, n + 2);
            Place to = resolve(descriptors, m, w, n + 4, n + 5)) {
          link(from, to);
        }
      }
      case "path_rename" -> {
        try (Place from = resolve(descriptors, m, w, n, n + 1);
            Place to = resolve(descriptors, m, w, n + 3, n + 4)) {
          rename(from, to);
        }
      }
      case "path_symlink" -> {
        String target = target(m, w.i32(n), w.i32(n + 1));
        try (Place place = resolve(descriptors, m, w, n + 2, n + 3)) {
          symlink(target, place);
        }
      }
      default -> {
        try (Place place = resolve(descriptors, m, w, n, n + 1)) {
          callAt(name, place);
        }
      }
    }
  }

  /** Calls a function that has one path and no other arguments. */
  private static void callAt(String name, Place place) throws IOException {
    switch (name) {
      case "path_create_directory" -> place.directory().createDirectory(newName(place, true));
      case "path_remove_directory" -> removeDirectory(place);
      case "path_unlink_file" -> unlink(place);
      default -> throw WasiFailures.noFunction(name);
    }
  }

  /**
   * Resolves the path in words {@code path} and {@code path + 1} from the descriptor in another.
   */
  private static Place resolve(
      DescriptorTable descriptors, GuestMemory memory, Window w, int fd, int path)
      throws IOException {
    HostDirectory start = descriptors.get(w.i32(fd)).directory();
    return PathWalk.resolve(start, memory.text(w.i32(path), w.i32(path + 1)), Last.NAME);
  }

  /** The name of an entry that is to be made; there must be none yet. */
  private static Path newName(Place place, boolean directory) throws IOException {
    Path name = place.nameOr(Errno.EXIST);
    if (place.attributes() != null) {
      throw ErrnoException.of(Errno.EXIST);
    }
    if (place.slash() && !directory) {
      throw ErrnoException.of(Errno.NOENT);
    }
    return name;
  }

  private static void link(Place from, Place to) throws IOException {
    if (from.existing().isDirectory()) {
      throw ErrnoException.of(Errno.PERM);
    }
    from.directory().link(from.nameOr(Errno.PERM), to.directory(), newName(to, false));
  }

  private static void removeDirectory(Place place) throws IOException {
    Path name = place.nameOr(Errno.INVAL);
    if (!place.existing().isDirectory()) {
      throw ErrnoException.of(Errno.NOTDIR);
    }
    place.directory().deleteDirectory(name);
  }

  private static void unlink(Place place) throws IOException {
    Path name = place.nameOr(Errno.ISDIR);
    if (place.existing().isDirectory()) {
      throw ErrnoException.of(Errno.ISDIR);
    }
    place.directory().deleteFile(name);
  }

  private static void rename(Place from, Place to) throws IOException {
    Path name = from.nameOr(Errno.BUSY);
    Path newName = to.nameOr(Errno.BUSY);
    boolean directory = from.existing().isDirectory();
    BasicFileAttributes replaced = to.attributes();
    if (!directory && to.slash()) {
      throw ErrnoException.of(Errno.NOTDIR);
    }
    if (replaced != null && directory != replaced.isDirectory()) {
      throw ErrnoException.of(directory ? Errno.NOTDIR : Errno.ISDIR);
    }
    try {
      from.directory().move(name, to.directory(), newName);
    } catch (IOException e) {
      int errno = ErrnoException.errno(e);
      // The host has two errors for a directory in the way, and Java has a type for neither.
      boolean inTheWay = replaced != null && directory;
      boolean unclear = errno == Errno.IO || errno == Errno.EXIST;
      throw ErrnoException.of(inTheWay && unclear ? Errno.NOTEMPTY : errno);
    }
  }

  private static String target(GuestMemory memory, int text, int length) throws IOException {
    String target = memory.text(text, length);
    if (target.isEmpty()) {
      throw ErrnoException.of(Errno.NOENT);
    }
    if (target.indexOf('\0') >= 0) {
      throw ErrnoException.of(Errno.INVAL);
    }
    return target;
  }

  private static void symlink(String target, Place place) throws IOException {
    Path name = newName(place, false);
    Path content;
    try {
      content = name.getFileSystem().getPath(target);
    } catch (InvalidPathException e) {
      throw ErrnoException.of(Errno.ILSEQ);
    }
    if (target.charAt(0) == '/' || content.isAbsolute() || content.getRoot() != null) {
      throw ErrnoException.of(Errno.PERM);
    }
    place.directory().createSymbolicLink(name, content);
  }
}
