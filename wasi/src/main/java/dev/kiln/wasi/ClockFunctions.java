package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;

/** Clocks. The two of processor time are {@code BADF}, as with wasmtime. */
final class ClockFunctions {
  static final int REALTIME = 0;
  static final int MONOTONIC = 1;
  private static final int THREAD_CPU = 3;

  /** What the machine's clocks are good for: microseconds and nanoseconds. */
  private static final long REALTIME_RESOLUTION = 1000;

  private static final long MONOTONIC_RESOLUTION = 1;

  private final WasiClock clock;

  ClockFunctions(Wasi program) {
    this.clock = program.clock();
  }

  int call(String name, GuestMemory m, Window w, int n) {
    return switch (name) {
      case "clock_res_get" ->
          answer(m, w.i32(n), w.i32(n + 1), REALTIME_RESOLUTION, MONOTONIC_RESOLUTION);
      case "clock_time_get" ->
          answer(m, w.i32(n), w.i32(n + 2), clock.realtime(), clock.monotonic());
      default -> throw Imports.unknown(name);
    };
  }

  private static int answer(
      GuestMemory memory, int id, int address, long realtime, long monotonic) {
    if (id != REALTIME && id != MONOTONIC) {
      return id > 0 && id <= THREAD_CPU ? Errno.BADF : Errno.INVAL;
    }
    memory.writeLong(address, id == REALTIME ? realtime : monotonic);
    return Errno.SUCCESS;
  }
}
