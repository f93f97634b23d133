package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import java.io.IOException;

/** The program as a process: its end, signals, and other programs' turn. */
final class ProcFunctions {
  private ProcFunctions() {}

  static void call(String name, Window w, int n) throws IOException {
    switch (name) {
      case "proc_exit" -> throw new ProcExit(w.i32(n));
      // There are no signals here; wasmtime answers the same.
      case "proc_raise" -> throw ErrnoException.of(Errno.NOTSUP);
      case "sched_yield" -> Thread.yield();
      default -> throw WasiFailures.noFunction(name);
    }
  }
}
