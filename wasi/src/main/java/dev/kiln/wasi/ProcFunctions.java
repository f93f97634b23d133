package dev.kiln.wasi;

/** The program as a process. */
final class ProcFunctions {
  void define(Imports imports) {
    imports.addNoReturn(
        "proc_exit",
        "i",
        (m, w, n) -> {
          throw new ProcExit(w.i32(n));
        });
    // There are no signals here; wasmtime answers the same.
    imports.add("proc_raise", "i", (m, w, n) -> Errno.NOTSUP);
    imports.add(
        "sched_yield",
        "",
        (m, w, n) -> {
          Thread.yield();
          return Errno.SUCCESS;
        });
  }
}
