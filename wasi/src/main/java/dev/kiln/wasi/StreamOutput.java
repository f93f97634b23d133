package dev.kiln.wasi;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Standard output or standard error. The bytes go from the program's memory to one array and from
 * there to the stream: where buffering is asked for when the array is full, a twentieth of a second
 * later, or on {@link #flush}; else, and at first, at the end of each call.
 */
class StreamOutput extends StreamDescriptor {
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

  /** Hands on what a program left in the array before it went on to compute; null before that. */
  private @Nullable Thread flusher;

  /** Whether the flusher waits for something to do. */
  private boolean idle;

  /** What the flusher met; the next write reports it. */
  private @Nullable IOException failure;

  /**
   * Over a stream of the host.
   *
   * @param stream see {@link StreamDescriptor}
   * @param buffering whether output that goes to no terminal is buffered
   * @param before is flushed first, so that the order of output stays
   */
  StreamOutput(OutputStream out, int stream, boolean buffering, @Nullable StreamOutput before) {
    super(stream);
    this.out = out;
    this.buffering = buffering;
    this.before = before;
  }

  /** Standard output of this process, buffered where it is no terminal. */
  static StreamOutput standard() {
    return new StreamOutput(new FileOutputStream(FileDescriptor.out), 1, true, null);
  }

  /** Standard error of this process, after what {@code output} has buffered. */
  static StreamOutput error(StreamOutput output) {
    return new StreamOutput(new FileOutputStream(FileDescriptor.err), 2, false, output);
  }

  @Override
  long rights() {
    return Rights.FD_WRITE;
  }

  @Override
  synchronized int write(GuestMemory memory, int vectors, int count) throws IOException {
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
        break; // more than a result can say: the program writes the rest
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
      // Programs that write once, as many do, need no flusher.
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
    // What could not be written is reported once, not again with everything that follows.
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

  /** What the flusher's thread does. */
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
            StreamOutput.this.wait(FLUSH_AFTER_MILLIS); // waking up early does no harm
            drain();
          }
        }
      } catch (IOException e) {
        failure = e;
        flusher = null; // another one starts with the next write
      } catch (InterruptedException e) {
        flusher = null;
      }
    }
  }

  @Override
  int writeAt(GuestMemory memory, int vectors, int count, long offset) throws IOException {
    throw noPosition();
  }

  @Override
  void sync(boolean metadata) throws IOException {
    flush();
  }

  @Override
  void checkWritable() {}

  @Override
  synchronized void flush() throws IOException {
    drain();
    out.flush();
  }

  @Override
  synchronized void close() throws IOException {
    closed = true;
    notifyAll();
    flush();
  }
}
