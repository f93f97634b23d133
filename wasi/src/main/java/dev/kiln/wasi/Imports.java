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
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The functions of {@code wasi_snapshot_preview1} over one program's state, and the code of all of
 * them: which one is called stands in the {@link FuncRef}.
 */
final class Imports extends Code {
  /** The module name of all imports. */
  static final String MODULE = "wasi_snapshot_preview1";

  // The families, each in the order of the table below.
  private static final int ARGS = 0;
  private static final int CLOCK = 1;
  private static final int RANDOM = 2;
  private static final int FD = 3;
  private static final int PATH = 4;
  private static final int PATH_NAME = 5;
  private static final int POLL = 6;
  private static final int PROC = 7;
  private static final int SOCK = 8;

  /** There is room for so many functions. */
  private static final int SIZE = 46;

  private final Wasi program;

  // The table: a function is a position in it.
  private final String[] names = new String[SIZE];
  private final String[] signatures = new String[SIZE];
  private final int[] familyOf = new int[SIZE];
  private int count;

  /** The calling instance seen last and its memory: nearly always the same one. */
  private @Nullable Instance lastInstance;

  private @Nullable GuestMemory lastMemory;

  /** All functions over {@code program}. */
  Imports(Wasi program) {
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
    add("fd_filestat_get", "ii:i", FD);
    add("fd_filestat_set_size", "il:i", FD);
    add("fd_filestat_set_times", "illi:i", FD);
    add("fd_prestat_get", "ii:i", FD);
    add("fd_prestat_dir_name", "iii:i", FD);
    add("path_open", "iiiiillii:i", PATH);
    add("path_filestat_get", "iiiii:i", PATH);
    add("path_filestat_set_times", "iiiilli:i", PATH);
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
    add("sock_accept", "iii:i", SOCK);
    add("sock_recv", "iiiiii:i", SOCK);
    add("sock_send", "iiiii:i", SOCK);
    add("sock_shutdown", "ii:i", SOCK);
  }

  /**
   * Adds a function.
   *
   * @param signature {@code i} for i32, {@code l} for i64; all but one return an error number
   */
  private void add(String name, String signature, int family) {
    names[count] = name;
    signatures[count] = signature;
    familyOf[count++] = family;
  }

  /** The function of that name, -1 where there is none. */
  int find(String name) {
    for (int i = 0; i < count; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** How many functions there are. */
  int count() {
    return count;
  }

  /** Defines all functions in a linker. */
  void define(Linker linker) {
    for (int i = 0; i < count; i++) {
      define(linker, i);
    }
  }

  /** Defines those that a module imports: of a small program's start the others would be a part. */
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
    linker.laneFunction(
        MODULE,
        names[function],
        type(function),
        (caller, window, n, r) -> {
          Instance instance = caller.instance().orElse(null);
          window.i32(n, run(function, memoryOf(instance), window, n));
        });
  }

  /** Which of the functions an import of {@code module} is, -1 where it is none. */
  private int imported(Module module, int importIndex) {
    return module.importModule(importIndex).equals(MODULE)
        ? find(module.importName(importIndex))
        : -1;
  }

  /**
   * Places those that a module imports in {@code store}: what a linker would do, for a program that
   * starts sooner without one.
   *
   * @return one per import, in order; null where it is none of these functions
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

  /** Called by programs; what a linker defines is called by way of a function of its own. */
  @Override
  public void callWindow(Window window, int n, int r, FuncRef callee, @Nullable Instance caller) {
    try {
      window.i32(n, run(callee.index(), memoryOf(caller), window, n));
    } catch (Throwable thrown) {
      throw Caller.failure(thrown);
    }
  }

  /** Runs a function; what the host's file system reports becomes its result. */
  int run(int function, GuestMemory memory, Window window, int n) {
    try {
      return call(function, memory, window, n);
    } catch (IOException e) {
      return Errno.of(e);
    }
  }

  /**
   * Calls a function by way of its family, which reads the arguments in the number lanes from
   * {@code n} on. Families have no state of their own. They are told apart here, and their
   * functions there by name, not made lambdas or objects behind an interface: a small program would
   * spend a part of its start on those.
   *
   * @return the error number
   */
  private int call(int function, GuestMemory memory, Window window, int n) throws IOException {
    String name = names[function];
    int family = familyOf[function];
    return switch (family) {
      case ARGS -> new ArgFunctions(program).call(name, memory, window, n);
      case CLOCK -> new ClockFunctions(program).call(name, memory, window, n);
      case RANDOM -> new RandomFunctions(program).call(name, memory, window, n);
      case FD -> new FdFunctions(program).call(name, memory, window, n);
      case PATH -> new PathFunctions(program).call(name, memory, window, n);
      case PATH_NAME -> new PathNameFunctions(program).call(name, memory, window, n);
      case POLL -> new PollFunctions(program).call(name, memory, window, n);
      case PROC -> new ProcFunctions().call(name, memory, window, n);
      case SOCK -> new SockFunctions(program).call(name, memory, window, n);
      default -> throw new IllegalArgumentException("no family " + family);
    };
  }

  /** For a name that the table has and its family does not know. */
  static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException("no function \"" + name + "\"");
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
    throw Failures.link(
        (caller == null ? "the caller" : caller.module().name() + ": the module")
            + " exports no memory named \"memory\", which WASI functions work on");
  }
}
