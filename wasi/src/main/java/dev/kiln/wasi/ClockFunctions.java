package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import dev.kiln.wasi.guest.GuestMemory;
import java.io.IOException;

/** Clocks. The two clocks of processor time are {@code BADF}, as with wasmtime. */
final class ClockFunctions {
  static final int REALTIME = 0;
  static final int MONOTONIC = 1;
  private static final int THREAD_CPU = 3;

  /** The machine's clock of real time counts microseconds. */
  private static final long REALTIME_RESOLUTION = 1000;

  private static final long MONOTONIC_RESOLUTION = 1;

  private ClockFunctions() {}

  static void call(String name, WasiClock clock, GuestMemory m, Window w, int n)
      throws IOException {
    int id = w.i32(n);
    switch (name) {
      case "clock_res_get" ->
          answer(m, id, w.i32(n + 1), REALTIME_RESOLUTION, MONOTONIC_RESOLUTION);
      case "clock_time_get" -> answer(m, id, w.i32(n + 2), clock.realtime(), clock.monotonic());
      default -> throw WasiFailures.noFunction(name);
    }
  }

  private static void answer(GuestMemory memory, int id, int address, long realtime, long monotonic)
      throws IOException {
    if (id != REALTIME && id != MONOTONIC) {
      throw ErrnoException.of(id > 0 && id <= THREAD_CPU ? Errno.BADF : Errno.INVAL);
    }
    memory.writeLong(address, id == REALTIME ? realtime : monotonic);
  }
}
