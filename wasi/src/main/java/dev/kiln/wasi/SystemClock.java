package dev.kiln.wasi;

import java.time.Instant;

/** The machine's clocks. */
final class SystemClock implements WasiClock {
  private final long start;

  private SystemClock(long start) {
    this.start = start;
  }

  /**
   * The machine's clocks. The result is declared as the interface: a caller that only passes it on
   * then starts without this class.
   *
   * @param start the {@link System#nanoTime} at which monotonic time is 0
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
