package dev.kiln.wasi.descriptor;

import dev.kiln.wasi.guest.GuestMemory;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Standard input. */
public final class StreamInput extends StreamDescriptor {
  private final InputStream in;
  private final StreamOutput before;

  /** Made on the first read, because clearing it takes longer than a small program runs. */
  private byte @Nullable [] buffer;

  /**
   * Standard input from a stream of the host.
   *
   * @param stream see {@link StreamDescriptor}
   * @param before is flushed before the program waits for input
   */
  public StreamInput(InputStream in, int stream, StreamOutput before) {
    super(stream);
    this.before = before;
    this.in = in;
  }

  /** Standard input of this process. */
  public static StreamInput standard(StreamOutput before) {
    return new StreamInput(new FileInputStream(FileDescriptor.in), 0, before);
  }

  @Override
  public long rights() {
    return Rights.FD_READ;
  }

  /** Fills only the first vector that has room, because filling the next one might wait. */
  @Override
  public int read(GuestMemory memory, int vectors, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      int length = memory.length(vectors, i);
      if (length != 0) {
        before.flush();
        byte[] bytes = buffer;
        if (bytes == null) {
          bytes = new byte[1 << 16];
          buffer = bytes;
        }
        int n = in.read(bytes, 0, Math.min(length, bytes.length));
        if (n <= 0) {
          return 0;
        }
        memory.memory().write(memory.pointer(vectors, i), bytes, 0, n);
        return n;
      }
    }
    return 0;
  }

  @Override
  public int readAt(GuestMemory memory, int vectors, int count, long offset) throws IOException {
    throw noPosition();
  }

  /**
   * Java cannot wait for input without taking it. If the program waits for nothing else, input is
   * called readable, and the program's next read waits.
   */
  @Override
  public long readable(boolean block) throws IOException {
    int n = in.available();
    return n > 0 ? n : block ? 1 : -1;
  }
}
