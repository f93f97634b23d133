package dev.kiln.wasi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The program's file descriptors: the lowest free number is given out next. */
final class DescriptorTable {
  /** More than any host gives a process by default. */
  private static final int MAX = 1 << 16;

  private final List<@Nullable Descriptor> open = new ArrayList<>();

  /** Not null while standard input of this process is not made: its output stands in its place. */
  private @Nullable StreamOutput beforeInput;

  /**
   * Adds standard input of this process, which is made when somebody asks for it: few programs do.
   *
   * @param output is flushed before the program waits for input
   */
  void addStandardInput(StreamOutput output) {
    add(output);
    beforeInput = output;
  }

  /** The descriptor of that number, null where there is none. */
  @Nullable Descriptor find(int fd) {
    StreamOutput output = beforeInput;
    if (fd == 0 && output != null) {
      open.set(0, StreamInput.standard(output));
      beforeInput = null;
    }
    return fd >= 0 && fd < open.size() ? open.get(fd) : null;
  }

  /**
   * The descriptor of that number.
   *
   * @throws ErrnoException {@code BADF} where there is none
   */
  Descriptor get(int fd) throws IOException {
    Descriptor descriptor = find(fd);
    if (descriptor == null) {
      throw Failures.errno(Errno.BADF);
    }
    return descriptor;
  }

  /** Checks, before something is opened, that it could be added. */
  void checkRoom() throws IOException {
    if (open.size() >= MAX && !open.contains(null)) {
      throw Failures.errno(Errno.MFILE);
    }
  }

  /** Gives a descriptor a number. */
  int add(Descriptor descriptor) {
    int free = open.indexOf(null);
    if (free < 0) {
      open.add(descriptor);
      return open.size() - 1;
    }
    open.set(free, descriptor);
    return free;
  }

  /** Closes a number. */
  void close(int fd) throws IOException {
    Descriptor descriptor = get(fd);
    open.set(fd, null);
    descriptor.close();
  }

  /** Gives {@code from} the number {@code to}, whose descriptor is closed; both must be open. */
  void renumber(int from, int to) throws IOException {
    Descriptor moved = get(from);
    Descriptor replaced = get(to);
    if (from == to) {
      return;
    }
    open.set(to, moved);
    open.set(from, null);
    replaced.close();
  }

  /** Hands on what all descriptors have buffered. */
  void flush() throws IOException {
    for (Descriptor descriptor : open) {
      if (descriptor != null) {
        descriptor.flush();
      }
    }
  }

  /** Closes everything; the first failure is thrown at the end. */
  void closeAll() throws IOException {
    IOException failure = null;
    for (Descriptor descriptor : open) {
      if (descriptor != null) {
        try {
          descriptor.close();
        } catch (IOException e) {
          failure = failure == null ? e : failure;
        }
      }
    }
    open.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
