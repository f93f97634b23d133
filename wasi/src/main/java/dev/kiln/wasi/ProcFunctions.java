package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;

/** The program as a process. */
final class ProcFunctions {
  int call(String name, GuestMemory m, Window w, int n) {
    return switch (name) {
      case "proc_exit" -> throw new ProcExit(w.i32(n));
      // There are no signals here; wasmtime answers the same.
      case "proc_raise" -> Errno.NOTSUP;
      case "sched_yield" -> yielded();
      default -> throw Imports.unknown(name);
    };
  }

  private static int yielded() {
    Thread.yield();
    return Errno.SUCCESS;
  }
}
