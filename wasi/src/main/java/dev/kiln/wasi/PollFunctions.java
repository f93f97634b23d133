package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import java.io.IOException;

/** {@code poll_oneoff}: waits for clocks and for standard input; files never wait. */
final class PollFunctions {
  private static final int SUBSCRIPTION_SIZE = 48;
  private static final int EVENT_SIZE = 32;
  private static final int CLOCK = 0;
  private static final int FD_READ = 1;
  private static final int FD_WRITE = 2;
  private static final int ABSOLUTE = 1;
  private static final int HANGUP = 1;

  /** How often standard input is looked at while a clock runs: Java cannot wait for both. */
  private static final long LOOK_EVERY = 2_000_000;

  private final DescriptorTable descriptors;
  private final WasiClock clock;

  PollFunctions(Wasi program) {
    this.descriptors = program.descriptors();
    this.clock = program.clock();
  }

  int call(String name, GuestMemory m, Window w, int n) throws IOException {
    return switch (name) {
      case "poll_oneoff" -> poll(m, w, n);
      default -> throw Imports.unknown(name);
    };
  }

  private int poll(GuestMemory memory, Window w, int n) throws IOException {
    int subscriptions = w.i32(n);
    int events = w.i32(n + 1);
    int count = w.i32(n + 2);
    int result = w.i32(n + 3);
    if (count == 0) {
      return Errno.INVAL;
    }
    memory.check(subscriptions, (count & 0xffffffffL) * SUBSCRIPTION_SIZE);
    memory.check(events, (count & 0xffffffffL) * EVENT_SIZE);
    memory.check(result, 4);
    Poll poll = new Poll(memory, events, clock.monotonic());
    for (int i = 0; i < count; i++) {
      int errno = poll.prepare(subscriptions + i * SUBSCRIPTION_SIZE);
      if (errno != Errno.SUCCESS) {
        return errno;
      }
    }
    descriptors.flush();
    try {
      while (!poll.look(subscriptions, count)) {
        poll.sleep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Errno.INTR;
    }
    memory.writeInt(result, poll.ready);
    return Errno.SUCCESS;
  }

  /** One call. */
  private final class Poll {
    private final GuestMemory memory;
    private final int events;
    private final long start;
    private boolean clocks;
    private boolean inputs;
    private boolean block;
    private int ready;
    private long wait;

    Poll(GuestMemory memory, int events, long start) {
      this.memory = memory;
      this.events = events;
      this.start = start;
    }

    private int type(int subscription) {
      return memory.memory().readByte(subscription + 8);
    }

    /** Checks a subscription and notes what there is to wait for. */
    int prepare(int subscription) {
      int type = type(subscription);
      if (type == CLOCK) {
        clocks = true;
        int id = memory.readInt(subscription + 16);
        return id == ClockFunctions.REALTIME || id == ClockFunctions.MONOTONIC
            ? Errno.SUCCESS
            : Errno.INVAL;
      }
      inputs |= type == FD_READ;
      return type <= FD_WRITE ? Errno.SUCCESS : Errno.INVAL;
    }

    /** Writes the events that have happened; whether there are any. */
    boolean look(int subscriptions, int count) {
      wait = Long.MAX_VALUE;
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

    void sleep() throws InterruptedException {
      if (!clocks) {
        block = true; // only input is left: let the read wait for it
        return;
      }
      clock.sleep(inputs ? Math.min(wait, LOOK_EVERY) : wait);
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
      wait = Math.min(wait, left);
    }

    /** Timeouts are unsigned; what does not fit a long lasts for centuries. */
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
        event(subscription, Errno.of(e), 0, 0);
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
}
