package dev.kiln.wasi;

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
    return SystemClock.since(System.nanoTime());
  }
}
