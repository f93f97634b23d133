package dev.kiln.wasi;

import java.time.Instant;

/** The machine's clocks. */
final class SystemClock implements WasiClock {
  private final long start;

  private SystemClock(long start) {
    this.start = start;
  }

  /**
   * The machine's clocks; declared as the interface, which is not loaded for whoever hands it on.
   *
   * @param start the {@link System#nanoTime} that monotonic time is counted from
   */
  static WasiClock since(long start) {
    return new SystemClock(start);
  }

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
}
