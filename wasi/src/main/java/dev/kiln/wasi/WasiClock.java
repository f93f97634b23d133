package dev.kiln.wasi;

/** The clocks that a program sees. Times are nanoseconds. Called on the program's thread only. */
public interface WasiClock {
  /** The time since 1970-01-01T00:00:00Z, at least 0. */
  long realtime();

  /** The time since a fixed moment; at least 0, and never less than before. */
  long monotonic();

  /**
   * Returns after {@code nanos} have passed.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  void sleep(long nanos) throws InterruptedException;

  /** The machine's clocks. */
  static WasiClock system() {
    return SystemClock.since(System.nanoTime());
  }
}
