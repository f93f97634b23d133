package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import dev.kiln.wasi.PathWalk.Last;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Paths: making, renaming and removing names. */
final class PathNameFunctions {
  private final DescriptorTable descriptors;

  PathNameFunctions(Wasi program) {
    this.descriptors = program.descriptors();
  }

  int call(String name, GuestMemory m, Window w, int n) throws IOException {
    return switch (name) {
      case "path_create_directory" -> createDirectory(m, w, n);
      case "path_link" -> link(m, w, n);
      case "path_remove_directory" -> removeDirectory(m, w, n);
      case "path_rename" -> rename(m, w, n);
      case "path_symlink" -> symlink(m, w, n);
      case "path_unlink_file" -> unlink(m, w, n);
      default -> throw Imports.unknown(name);
    };
  }

  private Place resolve(GuestMemory memory, int fd, int path, int length) throws IOException {
    HostDirectory start = descriptors.get(fd).directory().host();
    return PathWalk.resolve(start, memory.text(path, length), Last.NAME);
  }

  private int createDirectory(GuestMemory memory, Window w, int n) throws IOException {
    try (Place place = resolve(memory, w.i32(n), w.i32(n + 1), w.i32(n + 2))) {
      place.directory().createDirectory(newName(place, true));
      return Errno.SUCCESS;
    }
  }

  /** The name of something that is to be made; nothing has it yet. */
  private static Path newName(Place place, boolean directory) throws IOException {
    Path name = place.nameOr(Errno.EXIST);
    if (place.attributes() != null) {
      throw new ErrnoException(Errno.EXIST);
    }
    if (place.slash() && !directory) {
      throw new ErrnoException(Errno.NOENT);
    }
    return name;
  }

  private int link(GuestMemory memory, Window w, int n) throws IOException {
    if (w.i32(n + 1) != 0) {
      return Errno.INVAL; // links to what a link points to: wasmtime refuses that, too
    }
    try (Place from = resolve(memory, w.i32(n), w.i32(n + 2), w.i32(n + 3));
        Place to = resolve(memory, w.i32(n + 4), w.i32(n + 5), w.i32(n + 6))) {
      if (from.existing().isDirectory()) {
        return Errno.PERM;
      }
      from.directory().link(from.nameOr(Errno.PERM), to.directory(), newName(to, false));
      return Errno.SUCCESS;
    }
  }

  private int removeDirectory(GuestMemory memory, Window w, int n) throws IOException {
    try (Place place = resolve(memory, w.i32(n), w.i32(n + 1), w.i32(n + 2))) {
      Path name = place.nameOr(Errno.INVAL);
      if (!place.existing().isDirectory()) {
        return Errno.NOTDIR;
      }
      place.directory().deleteDirectory(name);
      return Errno.SUCCESS;
    }
  }

  private int unlink(GuestMemory memory, Window w, int n) throws IOException {
    try (Place place = resolve(memory, w.i32(n), w.i32(n + 1), w.i32(n + 2))) {
      Path name = place.nameOr(Errno.ISDIR);
      if (place.existing().isDirectory()) {
        return Errno.ISDIR;
      }
      place.directory().deleteFile(name);
      return Errno.SUCCESS;
    }
  }

  private int rename(GuestMemory memory, Window w, int n) throws IOException {
    try (Place from = resolve(memory, w.i32(n), w.i32(n + 1), w.i32(n + 2));
        Place to = resolve(memory, w.i32(n + 3), w.i32(n + 4), w.i32(n + 5))) {
      Path name = from.nameOr(Errno.BUSY);
      Path newName = to.nameOr(Errno.BUSY);
      boolean directory = from.existing().isDirectory();
      BasicFileAttributes replaced = to.attributes();
      if (!directory && to.slash()) {
        return Errno.NOTDIR;
      }
      if (replaced != null && directory != replaced.isDirectory()) {
        return directory ? Errno.NOTDIR : Errno.ISDIR;
      }
      try {
        from.directory().move(name, to.directory(), newName);
      } catch (IOException e) {
        int errno = Errno.of(e);
        // The host has two errors for a directory in the way, and Java a type for neither.
        boolean inTheWay = replaced != null && directory;
        return inTheWay && (errno == Errno.IO || errno == Errno.EXIST) ? Errno.NOTEMPTY : errno;
      }
      return Errno.SUCCESS;
    }
  }

  private int symlink(GuestMemory memory, Window w, int n) throws IOException {
    String target = memory.text(w.i32(n), w.i32(n + 1));
    if (target.isEmpty()) {
      return Errno.NOENT;
    }
    if (target.indexOf('\0') >= 0) {
      return Errno.INVAL;
    }
    try (Place place = resolve(memory, w.i32(n + 2), w.i32(n + 3), w.i32(n + 4))) {
      Path name = newName(place, false);
      Path content;
      try {
        content = name.getFileSystem().getPath(target);
      } catch (InvalidPathException e) {
        return Errno.ILSEQ;
      }
      if (target.charAt(0) == '/' || content.isAbsolute() || content.getRoot() != null) {
        return Errno.PERM;
      }
      place.directory().createSymbolicLink(name, content);
      return Errno.SUCCESS;
    }
  }
}
