package dev.kiln.wasi;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a path of the program, component by component, from an open directory that it cannot
 * leave: absolute paths and links, and {@code ..} beyond the start, are {@code PERM}. Each
 * component is opened without following links, and {@code ..} goes back to a directory that is
 * still open, so what others rename or replace meanwhile cannot lead outside.
 */
final class PathWalk {
  /** What to do with a symbolic link in the last place; elsewhere they are followed. */
  enum Last {
    /** Follow it. */
    FOLLOW,
    /** Take it as it is, unless a slash follows. */
    KEEP,
    /** Take it as it is: for operations on names. */
    NAME
  }

  private static final int MAX_LINKS = 40;

  private final HostDirectory start;
  private final List<HostDirectory> stack = new ArrayList<>();
  private final Deque<String> todo = new ArrayDeque<>();
  private boolean slash;
  private int links;

  private PathWalk(HostDirectory start) {
    this.start = start;
  }

  /**
   * Resolves a path. The result must be closed.
   *
   * @throws ErrnoException {@code PERM} where the path leads outside, {@code NOENT} where it is
   *     empty or a directory on the way is missing, {@code INVAL} where it has a NUL or is none of
   *     the host's, {@code LOOP} where links lead in circles
   */
  static Place resolve(HostDirectory start, String path, Last last) throws IOException {
    PathWalk walk = new PathWalk(start);
    boolean done = false;
    try {
      walk.prepend(path);
      Place place = walk.run(last);
      done = true;
      return place;
    } finally {
      if (!done) {
        for (HostDirectory each : walk.stack) {
          each.close();
        }
      }
    }
  }

  /** Puts the components of a path in front of those that are still to be walked. */
  private void prepend(String path) throws ErrnoException {
    if (path.isEmpty()) {
      throw new ErrnoException(Errno.NOENT);
    }
    if (path.indexOf('\0') >= 0) {
      throw new ErrnoException(Errno.INVAL);
    }
    if (path.charAt(0) == '/') {
      throw new ErrnoException(Errno.PERM);
    }
    boolean end = todo.isEmpty();
    String[] parts = path.split("/", -1);
    if (end) {
      String tail = parts[parts.length - 1];
      slash |= tail.isEmpty() || tail.equals(".");
    }
    for (int i = parts.length - 1; i >= 0; i--) {
      if (!parts[i].isEmpty() && !parts[i].equals(".")) {
        todo.addFirst(parts[i]);
      }
    }
  }

  private HostDirectory current() {
    return stack.isEmpty() ? start : stack.get(stack.size() - 1);
  }

  private Place run(Last last) throws IOException {
    while (!todo.isEmpty()) {
      String component = todo.removeFirst();
      if (component.equals("..")) {
        if (stack.isEmpty()) {
          throw new ErrnoException(Errno.PERM);
        }
        stack.remove(stack.size() - 1).close();
        continue;
      }
      Path name = name(current(), component);
      BasicFileAttributes attributes = find(name, todo.isEmpty());
      boolean atEnd = todo.isEmpty();
      if (attributes != null && attributes.isSymbolicLink() && follows(atEnd, last)) {
        if (++links > MAX_LINKS) {
          throw new ErrnoException(Errno.LOOP);
        }
        prepend(target(current(), name));
      } else if (atEnd) {
        return new Place(current(), name, attributes, slash, stack);
      } else if (attributes == null || !attributes.isDirectory()) {
        throw new ErrnoException(Errno.NOTDIR);
      } else {
        stack.add(current().openDirectory(name));
      }
    }
    return new Place(current(), null, null, true, stack);
  }

  private boolean follows(boolean atEnd, Last last) {
    return !atEnd || last == Last.FOLLOW || (last == Last.KEEP && slash);
  }

  private @Nullable BasicFileAttributes find(Path name, boolean atEnd) throws IOException {
    try {
      return current().attributes(name);
    } catch (NoSuchFileException e) {
      if (atEnd) {
        return null;
      }
      throw e;
    }
  }

  /** The target of a link, with slashes. */
  static String target(HostDirectory directory, Path name) throws IOException {
    Path target = directory.readSymbolicLink(name);
    if (target.isAbsolute() || target.getRoot() != null) {
      throw new ErrnoException(Errno.PERM);
    }
    String text = target.toString();
    String separator = target.getFileSystem().getSeparator();
    return separator.equals("/") ? text : text.replace(separator, "/");
  }

  /** A component as the host's path; it must be one there too, and no more than that. */
  private static Path name(HostDirectory directory, String component) throws ErrnoException {
    Path name;
    try {
      name = directory.path().getFileSystem().getPath(component);
    } catch (InvalidPathException e) {
      throw new ErrnoException(Errno.ILSEQ);
    }
    if (name.getRoot() != null || name.getNameCount() != 1 || !name.toString().equals(component)) {
      throw new ErrnoException(Errno.INVAL);
    }
    return name;
  }
}
