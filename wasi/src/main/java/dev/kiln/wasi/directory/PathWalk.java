package dev.kiln.wasi.directory;

import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
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
 * leave. Absolute paths, absolute links, and {@code ..} beyond the start are {@code PERM}. Each
 * component is opened without following links, and {@code ..} goes back to a directory that is
 * still open. So nothing that another process renames or replaces meanwhile can lead outside.
 */
public final class PathWalk {
  /** What happens to a symbolic link at the end of a path. Links before the end are followed. */
  public enum Last {
    /** It is followed. */
    FOLLOW,
    /** It is the result, unless a slash follows. */
    KEEP,
    /** It is the result: for operations on names. */
    NAME;

    private static final int SYMLINK_FOLLOW = 1;

    /** {@link #FOLLOW} or {@link #KEEP}, by the {@code lookupflags} of a function. */
    public static Last of(int lookupFlags) {
      return (lookupFlags & SYMLINK_FOLLOW) != 0 ? FOLLOW : KEEP;
    }
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
   * Resolves a path. The caller closes the result.
   *
   * @throws IOException with {@code PERM} if the path leads outside; {@code NOENT} if it is empty
   *     or a directory on the way is missing; {@code INVAL} if it has a NUL character or a
   *     component that the host does not take as one name; {@code ILSEQ} if the host cannot write a
   *     component; {@code LOOP} after 40 links
   */
  public static Place resolve(HostDirectory start, String path, Last last) throws IOException {
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

  /** Puts the components of a path before those that are still to be walked. */
  private void prepend(String path) throws IOException {
    if (path.isEmpty()) {
      throw ErrnoException.of(Errno.NOENT);
    }
    if (path.indexOf('\0') >= 0) {
      throw ErrnoException.of(Errno.INVAL);
    }
    if (path.charAt(0) == '/') {
      throw ErrnoException.of(Errno.PERM);
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
          throw ErrnoException.of(Errno.PERM);
        }
        stack.remove(stack.size() - 1).close();
        continue;
      }
      Path name = name(current(), component);
      BasicFileAttributes attributes = find(name, todo.isEmpty());
      boolean atEnd = todo.isEmpty();
      if (attributes != null && attributes.isSymbolicLink() && follows(atEnd, last)) {
        if (++links > MAX_LINKS) {
          throw ErrnoException.of(Errno.LOOP);
        }
        prepend(target(current(), name));
      } else if (atEnd) {
        return new Place(current(), name, attributes, slash, stack);
      } else if (attributes == null || !attributes.isDirectory()) {
        throw ErrnoException.of(Errno.NOTDIR);
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

  /**
   * The target of a link, with slashes between its components.
   *
   * @throws IOException with {@code PERM} if the target is absolute
   */
  public static String target(HostDirectory directory, Path name) throws IOException {
    Path target = directory.readSymbolicLink(name);
    if (target.isAbsolute() || target.getRoot() != null) {
      throw ErrnoException.of(Errno.PERM);
    }
    String text = target.toString();
    String separator = target.getFileSystem().getSeparator();
    return separator.equals("/") ? text : text.replace(separator, "/");
  }

  /** A component as a path of the host. It must be exactly one name there, too. */
  private static Path name(HostDirectory directory, String component) throws IOException {
    Path name;
    try {
      name = directory.path().getFileSystem().getPath(component);
    } catch (InvalidPathException e) {
      throw ErrnoException.of(Errno.ILSEQ);
    }
    if (name.getRoot() != null || name.getNameCount() != 1 || !name.toString().equals(component)) {
      throw ErrnoException.of(Errno.INVAL);
    }
    return name;
  }
}
