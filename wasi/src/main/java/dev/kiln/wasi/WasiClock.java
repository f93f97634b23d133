package dev.kiln.wasi;

import java.time.Instant;

/** The time as a program sees it. Times are nanoseconds. Called on the program's thread only. */
public interface WasiClock {
  /** The time since 1970-01-01T00:00:00Z, at least 0. */
  long realtime();

  /** The time since some fixed moment; never goes back, at least 0. */
  long monotonic();

  /**
   * Lets {@code nanos} pass.
   *
   * @throws InterruptedException where the thread was interrupted meanwhile
   */
  void sleep(long nanos) throws InterruptedException;

  /** The machine's clocks. */
  static WasiClock system() {
    return new WasiClock() {
      private final long start = System.nanoTime();

      @Override
      public long realtime() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
      }

      @Override
      public long monotonic() {
        return System.nanoTime() - start;
      }

      @Override
      public void sleep(long nanos) throws InterruptedException {
        Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
      }
    };
  }
}
