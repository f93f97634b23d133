package dev.kiln.wasi.descriptor;

import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The program's file descriptors. A new one gets the lowest free number. Not thread-safe. */
public final class DescriptorTable {
  /** More than any host gives a process by default. */
  private static final int MAX = 1 << 16;

  private final List<@Nullable Descriptor> open = new ArrayList<>();

  /** Standard output, while it stands in the place of standard input; null otherwise. */
  private @Nullable StreamOutput beforeInput;

  /**
   * Adds standard input of this process. The descriptor is made on its first use, because few
   * programs read from it.
   *
   * @param output is flushed before the program waits for input
   */
  public void addStandardInput(StreamOutput output) {
    add(output);
    beforeInput = output;
  }

  private @Nullable Descriptor find(int fd) {
    StreamOutput output = beforeInput;
    if (fd == 0 && output != null) {
      open.set(0, StreamInput.standard(output));
      beforeInput = null;
    }
    return fd >= 0 && fd < open.size() ? open.get(fd) : null;
  }

  /**
   * The descriptor of a number.
   *
   * @throws IOException with {@code BADF} if the number is not open
   */
  public Descriptor get(int fd) throws IOException {
    Descriptor descriptor = find(fd);
    if (descriptor == null) {
      throw ErrnoException.of(Errno.BADF);
    }
    return descriptor;
  }

  /**
   * Checks that there is a free number, before something is opened for it.
   *
   * @throws IOException with {@code MFILE} if there is none
   */
  public void checkRoom() throws IOException {
    if (open.size() >= MAX && !open.contains(null)) {
      throw ErrnoException.of(Errno.MFILE);
    }
  }

  /** Adds a descriptor; returns its number. */
  public int add(Descriptor descriptor) {
    int free = open.indexOf(null);
    if (free < 0) {
      open.add(descriptor);
      return open.size() - 1;
    }
    open.set(free, descriptor);
    return free;
  }

  /** Closes a descriptor and frees its number. */
  public void close(int fd) throws IOException {
    Descriptor descriptor = get(fd);
    open.set(fd, null);
    descriptor.close();
  }

  /**
   * Gives the descriptor {@code from} the number {@code to}, and closes the one that had it.
   *
   * @throws IOException with {@code BADF} if either number is not open
   */
  public void renumber(int from, int to) throws IOException {
    Descriptor moved = get(from);
    Descriptor replaced = get(to);
    if (from == to) {
      return;
    }
    open.set(to, moved);
    open.set(from, null);
    replaced.close();
  }

  /** Writes out what all descriptors have buffered. */
  public void flush() throws IOException {
    for (Descriptor descriptor : open) {
      if (descriptor != null) {
        descriptor.flush();
      }
    }
  }

  /** Closes all descriptors, and then throws the first failure. */
  public void closeAll() throws IOException {
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
