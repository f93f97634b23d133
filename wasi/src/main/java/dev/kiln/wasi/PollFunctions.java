package dev.kiln.wasi;

import dev.kiln.wasi.descriptor.Descriptor;
import dev.kiln.wasi.descriptor.DescriptorTable;
import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import dev.kiln.wasi.guest.GuestMemory;
import java.io.IOException;

/** One call of {@code poll_oneoff}: waits for clocks and for standard input. Files never wait. */
final class PollFunctions {
  /** A subscription: userdata, a tag, and the largest content, which is a clock's. */
  private static final int SUBSCRIPTION_SIZE = 8 + 8 + 32;

  /** An event: userdata, errno and type, and bytes and flags of a descriptor. */
  private static final int EVENT_SIZE = 8 + 8 + 16;

  // The tags of a subscription.
  private static final int CLOCK = 0;
  private static final int FD_READ = 1;
  private static final int FD_WRITE = 2;

  /** The bit of {@code subclockflags}: the timeout is a point in time. */
  private static final int ABSOLUTE = 1;

  /** The bit of {@code eventrwflags}: there is no more input. */
  private static final int HANGUP = 1;

  /** Java cannot wait for a clock and for input at once, so it looks at input this often. */
  private static final long LOOK_EVERY_NANOS = 2 * 1_000_000;

  private final DescriptorTable descriptors;
  private final WasiClock clock;
  private final GuestMemory memory;
  private final int events;
  private final long start;

  /** Whether the program waits for a clock. */
  private boolean clocks;

  /** Whether the program waits for input. */
  private boolean inputs;

  /** Whether the program waits for input only. */
  private boolean block;

  /** The number of events written. */
  private int ready;

  /** The time until the next clock's event. */
  private long waitNanos;

  /**
   * A call.
   *
   * @param events the address for the events
   */
  PollFunctions(Program program, GuestMemory memory, int events) {
    this.descriptors = program.descriptors();
    this.clock = program.clock();
    this.memory = memory;
    this.events = events;
    this.start = clock.monotonic();
  }

  /** Waits, and writes the events and, at {@code result}, their number. */
  void poll(int subscriptions, int count, int result) throws IOException {
    if (count == 0) {
      throw ErrnoException.of(Errno.INVAL);
    }
    memory.check(subscriptions, (count & 0xffffffffL) * SUBSCRIPTION_SIZE);
    memory.check(events, (count & 0xffffffffL) * EVENT_SIZE);
    memory.check(result, 4);
    for (int i = 0; i < count; i++) {
      prepare(subscriptions + i * SUBSCRIPTION_SIZE);
    }
    descriptors.flush();
    try {
      while (!look(subscriptions, count)) {
        sleep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ErrnoException.of(Errno.INTR);
    }
    memory.writeInt(result, ready);
  }

  private int type(int subscription) {
    return memory.memory().readByte(subscription + 8);
  }

  /** Checks a subscription, and notes what the program waits for. */
  private void prepare(int subscription) throws IOException {
    int type = type(subscription);
    boolean valid = type <= FD_WRITE;
    if (type == CLOCK) {
      clocks = true;
      int id = memory.readInt(subscription + 16);
      valid = id == ClockFunctions.REALTIME || id == ClockFunctions.MONOTONIC;
    }
    if (!valid) {
      throw ErrnoException.of(Errno.INVAL);
    }
    inputs |= type == FD_READ;
  }

  /** Writes the events that have happened; returns whether there are any. */
  private boolean look(int subscriptions, int count) {
    waitNanos = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      int subscription = subscriptions + i * SUBSCRIPTION_SIZE;
      if (type(subscription) == CLOCK) {
        lookAtClock(subscription);
      } else {
        lookAtDescriptor(subscription);
      }
    }
    return ready > 0;
  }

  private void sleep() throws InterruptedException {
    if (!clocks) {
      block = true; // only input is left: the read waits for it
      return;
    }
    clock.sleep(inputs ? Math.min(waitNanos, LOOK_EVERY_NANOS) : waitNanos);
  }

  private void lookAtClock(int subscription) {
    long timeout = memory.memory().readLong(subscription + 24);
    long left;
    if ((memory.memory().readShort(subscription + 40) & ABSOLUTE) == 0) {
      left = left(timeout, clock.monotonic() - start);
    } else if (memory.readInt(subscription + 16) == ClockFunctions.REALTIME) {
      left = left(timeout, clock.realtime());
    } else {
      left = left(timeout, clock.monotonic());
    }
    if (left <= 0) {
      event(subscription, Errno.SUCCESS, 0, 0);
    }
    waitNanos = Math.min(waitNanos, left);
  }

  /** A timeout is unsigned. One that does not fit a long lasts for centuries. */
  private static long left(long timeout, long now) {
    return (timeout < 0 ? Long.MAX_VALUE : timeout) - now;
  }

  private void lookAtDescriptor(int subscription) {
    boolean read = type(subscription) == FD_READ;
    try {
      Descriptor descriptor = descriptors.get(memory.readInt(subscription + 16));
      if (read) {
        long bytes = descriptor.readable(block);
        if (bytes >= 0) {
          event(subscription, Errno.SUCCESS, bytes, bytes == 0 ? HANGUP : 0);
        }
      } else {
        descriptor.checkWritable();
        event(subscription, Errno.SUCCESS, 1, 0);
      }
    } catch (IOException e) {
      event(subscription, ErrnoException.errno(e), 0, 0);
    }
  }

  private void event(int subscription, int errno, long bytes, int flags) {
    int event = events + ready * EVENT_SIZE;
    int type = type(subscription);
    memory.writeLong(event, memory.memory().readLong(subscription));
    memory.writeLong(event + 8, errno | type << 16);
    memory.writeLong(event + 16, bytes);
    memory.writeLong(event + 24, flags);
    ready++;
  }
}
