package dev.kiln.wasi;

import dev.kiln.runtime.Caller;
import dev.kiln.runtime.Extern;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.NumType;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.ValType;
import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.Window;
import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import dev.kiln.wasi.guest.GuestMemory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * All functions of {@code wasi_snapshot_preview1} for one program. This object is also the code of
 * all of them: a {@link FuncRef} says by its index which function it is.
 */
final class Preview1 extends Code {
  /** The number of functions that the table has room for. */
  private static final int SIZE = 46;

  // The families: a class each.
  private static final int ARGS = 0;
  private static final int CLOCK = 1;
  private static final int RANDOM = 2;
  private static final int FD = 3;
  private static final int FILESTAT = 4;
  private static final int PATH = 5;
  private static final int PATH_NAME = 6;
  private static final int POLL = 7;
  private static final int PROC = 8;

  /** The module name of all imports. */
  static final String MODULE = "wasi_snapshot_preview1";

  private final Program program;

  // The table of functions. A function is an index into it.
  private final String[] names = new String[SIZE];
  private final String[] signatures = new String[SIZE];
  private final int[] familyOf = new int[SIZE];
  private int count;

  /** The last calling instance, and its memory. The next call nearly always comes from it, too. */
  private @Nullable Instance lastInstance;

  private @Nullable GuestMemory lastMemory;

  /** All functions for {@code program}. */
  Preview1(Program program) {
    this.program = program;
    add("args_get", "ii:i", ARGS);
    add("args_sizes_get", "ii:i", ARGS);
    add("environ_get", "ii:i", ARGS);
    add("environ_sizes_get", "ii:i", ARGS);
    add("clock_res_get", "ii:i", CLOCK);
    add("clock_time_get", "ili:i", CLOCK);
    add("random_get", "ii:i", RANDOM);
    add("fd_read", "iiii:i", FD);
    add("fd_write", "iiii:i", FD);
    add("fd_pread", "iiili:i", FD);
    add("fd_pwrite", "iiili:i", FD);
    add("fd_seek", "ilii:i", FD);
    add("fd_tell", "ii:i", FD);
    add("fd_close", "i:i", FD);
    add("fd_renumber", "ii:i", FD);
    add("fd_sync", "i:i", FD);
    add("fd_datasync", "i:i", FD);
    add("fd_allocate", "ill:i", FD);
    add("fd_advise", "illi:i", FD);
    add("fd_readdir", "iiili:i", FD);
    add("fd_fdstat_get", "ii:i", FD);
    add("fd_fdstat_set_flags", "ii:i", FD);
    add("fd_fdstat_set_rights", "ill:i", FD);
    add("fd_filestat_get", "ii:i", FILESTAT);
    add("fd_filestat_set_size", "il:i", FILESTAT);
    add("fd_filestat_set_times", "illi:i", FILESTAT);
    add("fd_prestat_get", "ii:i", FD);
    add("fd_prestat_dir_name", "iii:i", FD);
    add("path_open", "iiiiillii:i", PATH);
    add("path_filestat_get", "iiiii:i", FILESTAT);
    add("path_filestat_set_times", "iiiilli:i", FILESTAT);
    add("path_readlink", "iiiiii:i", PATH);
    add("path_create_directory", "iii:i", PATH_NAME);
    add("path_link", "iiiiiii:i", PATH_NAME);
    add("path_remove_directory", "iii:i", PATH_NAME);
    add("path_rename", "iiiiii:i", PATH_NAME);
    add("path_symlink", "iiiii:i", PATH_NAME);
    add("path_unlink_file", "iii:i", PATH_NAME);
    add("poll_oneoff", "iiii:i", POLL);
    add("proc_exit", "i:", PROC);
    add("proc_raise", "i:i", PROC);
    add("sched_yield", ":i", PROC);
    add("sock_accept", "iii:i", FD);
    add("sock_recv", "iiiiii:i", FD);
    add("sock_send", "iiiii:i", FD);
    add("sock_shutdown", "ii:i", FD);
  }

  /**
   * Adds a function.
   *
   * @param signature parameters, a colon, results: {@code i} for i32, {@code l} for i64
   */
  private void add(String name, String signature, int family) {
    names[count] = name;
    signatures[count] = signature;
    familyOf[count++] = family;
  }

  /** The program whose functions these are. */
  Program program() {
    return program;
  }

  /** The function of a name; -1 if there is none. */
  int find(String name) {
    for (int i = 0; i < count; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The number of functions. */
  int count() {
    return count;
  }

  /** Defines all functions in a linker. */
  void define(Linker linker) {
    for (int i = 0; i < count; i++) {
      define(linker, i);
    }
  }

  /** Defines the functions that a module imports; to define all would make its start longer. */
  void define(Linker linker, Module module) {
    boolean[] defined = new boolean[count]; // modules may import one twice
    for (int i = 0; i < module.importCount(); i++) {
      int function = imported(module, i);
      if (function >= 0 && !defined[function]) {
        defined[function] = true;
        define(linker, function);
      }
    }
  }

  private void define(Linker linker, int function) {
    linker.wordFunction(
        MODULE,
        names[function],
        type(function),
        (caller, window, n, r) -> {
          Instance instance = caller.instance().orElse(null);
          window.i32(n, run(function, memoryOf(instance), window, n));
        });
  }

  /** The function that an import of {@code module} names; -1 if it names none. */
  private int imported(Module module, int importIndex) {
    return module.importModule(importIndex).equals(MODULE)
        ? find(module.importName(importIndex))
        : -1;
  }

  /**
   * Makes the functions that a module imports in {@code store}. A linker would do the same, but the
   * program would start later.
   *
   * @return a function for each import, in order; null for an import that WASI does not have
   */
  @Nullable Extern[] place(Store<?> store, Module module) {
    @Nullable Extern[] placed = new @Nullable Extern[module.importCount()];
    @Nullable FuncRef[] known = new @Nullable FuncRef[count]; // modules may import one twice
    for (int i = 0; i < placed.length; i++) {
      int function = imported(module, i);
      if (function >= 0) {
        FuncRef same = known[function];
        if (same == null) {
          same = store.windowFunction(signatures[function], this, function);
          known[function] = same;
        }
        placed[i] = same;
      }
    }
    return placed;
  }

  /** The type of a function, for a linker. */
  FuncType type(int function) {
    String signature = signatures[function];
    int colon = signature.indexOf(':');
    ValType[] params = new ValType[colon];
    for (int i = 0; i < colon; i++) {
      params[i] = signature.charAt(i) == 'l' ? NumType.I64 : NumType.I32;
    }
    FuncType type = FuncType.of(params);
    return colon == signature.length() - 1 ? type : type.returns(NumType.I32);
  }

  /** Called by programs that were started without a linker. */
  @Override
  public void callWindow(Window window, int n, int r, FuncRef callee, @Nullable Instance caller) {
    try {
      window.i32(n, run(callee.index(), memoryOf(caller), window, n));
    } catch (Throwable thrown) {
      throw Caller.failure(thrown);
    }
  }

  /**
   * Calls a function; returns its error number.
   *
   * @param n the first word of the arguments
   */
  int run(int function, GuestMemory memory, Window window, int n) {
    try {
      call(function, memory, window, n);
      return Errno.SUCCESS;
    } catch (IOException e) {
      return ErrnoException.errno(e);
    }
  }

  /**
   * Calls a function through its family. The families are told apart by a switch, and their
   * functions by name. Lambdas, or objects behind an interface, would make the start of a small
   * program longer.
   *
   * @throws IOException if the function fails
   */
  private void call(int function, GuestMemory m, Window w, int n) throws IOException {
    String name = names[function];
    int family = familyOf[function];
    switch (family) {
      case ARGS -> ArgFunctions.call(name, program, m, w, n);
      case CLOCK -> ClockFunctions.call(name, program.clock(), m, w, n);
      case RANDOM -> RandomFunctions.get(program.random(), m, w.i32(n), w.i32(n + 1));
      case FD -> FdFunctions.call(name, program.descriptors(), m, w, n);
      case FILESTAT -> FilestatFunctions.call(name, program, m, w, n);
      case PATH -> PathFunctions.call(name, program.descriptors(), m, w, n);
      case PATH_NAME -> PathNameFunctions.call(name, program.descriptors(), m, w, n);
      case POLL ->
          new PollFunctions(program, m, w.i32(n + 1)).poll(w.i32(n), w.i32(n + 2), w.i32(n + 3));
      case PROC -> ProcFunctions.call(name, w, n);
      default -> throw WasiFailures.noFunction(name);
    }
  }

  private GuestMemory memoryOf(@Nullable Instance caller) {
    GuestMemory known = lastMemory;
    if (known != null && lastInstance == caller) {
      return known;
    }
    if (caller != null && caller.export("memory") instanceof Memory memory) {
      known = new GuestMemory(memory);
      lastInstance = caller;
      lastMemory = known;
      return known;
    }
    throw WasiFailures.link(
        (caller == null ? "the caller" : caller.module().name() + ": the module")
            + " exports no memory named \"memory\"; WASI functions need one");
  }
}
