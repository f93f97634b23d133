package dev.kiln.wasi.descriptor;

import dev.kiln.wasi.guest.GuestMemory;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Standard output or standard error. The bytes go from the program's memory to a buffer, and from
 * there to the stream at the end of each call. With buffering, only the first output goes out at
 * the end of its call. Later output goes out when the buffer is full, a twentieth of a second
 * later, or on {@link #flush}. Thread-safe, because a second thread writes out late output.
 */
public class StreamOutput extends StreamDescriptor {
  private static final long FLUSH_AFTER_MILLIS = 50;

  private final OutputStream out;
  private final boolean buffering;
  private final @Nullable StreamOutput before;

  /** Empty until something is written. */
  private byte[] buffer = {};

  private int used;
  private boolean closed;

  /** Whether something was written before. */
  private boolean written;

  /** The thread that writes out late output; null until a program leaves output in the buffer. */
  private @Nullable Thread flusher;

  /** Whether the flusher waits for output. */
  private boolean idle;

  /** The flusher's failure; the next write reports it. */
  private @Nullable IOException failure;

  /**
   * Output to a stream of the host.
   *
   * @param stream see {@link StreamDescriptor}
   * @param buffering whether output is buffered; never at a terminal
   * @param before is flushed before each write, so that the order of output stays
   */
  public StreamOutput(
      OutputStream out, int stream, boolean buffering, @Nullable StreamOutput before) {
    super(stream);
    this.out = out;
    this.buffering = buffering;
    this.before = before;
  }

  /** Standard output of this process; buffered if it is not a terminal. */
  public static StreamOutput standard() {
    return new StreamOutput(new FileOutputStream(FileDescriptor.out), 1, true, null);
  }

  /** Standard error of this process; flushes {@code output} first. */
  public static StreamOutput error(StreamOutput output) {
    return new StreamOutput(new FileOutputStream(FileDescriptor.err), 2, false, output);
  }

  @Override
  public long rights() {
    return Rights.FD_WRITE;
  }

  @Override
  public synchronized int write(GuestMemory memory, int vectors, int count) throws IOException {
    if (before != null) {
      before.flush();
    }
    if (buffer.length == 0) {
      buffer = new byte[1 << 15];
    }
    int total = 0;
    for (int i = 0; i < count; i++) {
      int from = memory.pointer(vectors, i);
      int left = memory.length(vectors, i);
      if (total + left < 0) {
        break; // the result cannot count more; the program writes the rest
      }
      total += left;
      while (left > 0) {
        if (used == buffer.length) {
          drain();
        }
        int n = Math.min(left, buffer.length - used);
        memory.memory().read(from, buffer, used, n);
        used += n;
        from += n;
        left -= n;
      }
    }
    if (!buffering || !written || isTerminal()) {
      // Many programs write only once, and need no flusher.
      drain();
      written |= total > 0;
    } else if (used > 0) {
      flushLater();
    }
    return total;
  }

  private void drain() throws IOException {
    IOException earlier = failure;
    if (earlier != null) {
      failure = null;
      throw earlier;
    }
    int n = used;
    // A failure is reported once. So the bytes are dropped, and not tried again with the next ones.
    used = 0;
    if (n > 0) {
      out.write(buffer, 0, n);
    }
  }

  private void flushLater() {
    if (flusher == null && !closed) {
      Thread thread = new Thread(new Flusher(), "wasi-output");
      thread.setDaemon(true);
      thread.start();
      flusher = thread;
    } else if (idle) {
      notifyAll();
    }
  }

  /** Writes out the buffer when output has waited long enough. */
  private final class Flusher implements Runnable {
    @Override
    public void run() {
      synchronized (StreamOutput.this) {
        flushUntilClosed();
      }
    }

    private void flushUntilClosed() {
      try {
        while (!closed) {
          idle = used == 0;
          if (idle) {
            StreamOutput.this.wait();
          } else {
            StreamOutput.this.wait(FLUSH_AFTER_MILLIS); // it may wake up early: that does no harm
            drain();
          }
        }
      } catch (IOException e) {
        failure = e;
        flusher = null; // the next write starts another one
      } catch (InterruptedException e) {
        flusher = null;
      }
    }
  }

  @Override
  public int writeAt(GuestMemory memory, int vectors, int count, long offset) throws IOException {
    throw noPosition();
  }

  @Override
  public void sync(boolean metadata) throws IOException {
    flush();
  }

  @Override
  public void checkWritable() {}

  @Override
  public synchronized void flush() throws IOException {
    drain();
    out.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    notifyAll();
    flush();
  }
}
