package dev.kiln.wasi;

import dev.kiln.runtime.Caller;
import dev.kiln.runtime.Extern;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.LaneFunction;
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
  private static final int FAMILIES = 9;

  /** There is room for so many functions. */
  private static final int SIZE = 46;

  private final Wasi program;

  // The table: a function is a position in it.
  private final String[] names = new String[SIZE];
  private final String[] signatures = new String[SIZE];
  private final int[] familyOf = new int[SIZE];
  private int count;

  /** Made when one of its functions is called for the first time. */
  private final @Nullable Family[] families = new @Nullable Family[FAMILIES];

  /** The calling instance seen last and its memory: nearly always the same one. */
  private @Nullable Instance lastInstance;

  private @Nullable GuestMemory lastMemory;

  /** All functions over {@code program}. */
  Imports(Wasi program) {
    this.program = program;
    add("args_get", "ii", ARGS);
    add("args_sizes_get", "ii", ARGS);
    add("environ_get", "ii", ARGS);
    add("environ_sizes_get", "ii", ARGS);
    add("clock_res_get", "ii", CLOCK);
    add("clock_time_get", "ili", CLOCK);
    add("random_get", "ii", RANDOM);
    add("fd_read", "iiii", FD);
    add("fd_write", "iiii", FD);
    add("fd_pread", "iiili", FD);
    add("fd_pwrite", "iiili", FD);
    add("fd_seek", "ilii", FD);
    add("fd_tell", "ii", FD);
    add("fd_close", "i", FD);
    add("fd_renumber", "ii", FD);
    add("fd_sync", "i", FD);
    add("fd_datasync", "i", FD);
    add("fd_allocate", "ill", FD);
    add("fd_advise", "illi", FD);
    add("fd_readdir", "iiili", FD);
    add("fd_fdstat_get", "ii", FD);
    add("fd_fdstat_set_flags", "ii", FD);
    add("fd_fdstat_set_rights", "ill", FD);
    add("fd_filestat_get", "ii", FD);
    add("fd_filestat_set_size", "il", FD);
    add("fd_filestat_set_times", "illi", FD);
    add("fd_prestat_get", "ii", FD);
    add("fd_prestat_dir_name", "iii", FD);
    add("path_open", "iiiiillii", PATH);
    add("path_filestat_get", "iiiii", PATH);
    add("path_filestat_set_times", "iiiilli", PATH);
    add("path_readlink", "iiiiii", PATH);
    add("path_create_directory", "iii", PATH_NAME);
    add("path_link", "iiiiiii", PATH_NAME);
    add("path_remove_directory", "iii", PATH_NAME);
    add("path_rename", "iiiiii", PATH_NAME);
    add("path_symlink", "iiiii", PATH_NAME);
    add("path_unlink_file", "iii", PATH_NAME);
    add("poll_oneoff", "iiii", POLL);
    addNoReturn("proc_exit", "i", PROC);
    add("proc_raise", "i", PROC);
    add("sched_yield", "", PROC);
    add("sock_accept", "iii", SOCK);
    add("sock_recv", "iiiiii", SOCK);
    add("sock_send", "iiiii", SOCK);
    add("sock_shutdown", "ii", SOCK);
  }

  /**
   * Adds a function that returns an error number.
   *
   * @param params {@code i} for i32, {@code l} for i64
   */
  private void add(String name, String params, int family) {
    addAs(name, params + ":i", family);
  }

  /** Adds a function that does not return. */
  private void addNoReturn(String name, String params, int family) {
    addAs(name, params + ":", family);
  }

  private void addAs(String name, String signature, int family) {
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
    linker.laneFunction(MODULE, names[function], type(function), Linked.of(this, function));
  }

  /** What a linker calls; no lambda, the first of which takes long to link. */
  private static final class Linked implements LaneFunction {
    private final Imports imports;
    private final int function;

    private Linked(Imports imports, int function) {
      this.imports = imports;
      this.function = function;
    }

    /** Declared as what it implements, which programs start without. */
    static LaneFunction of(Imports imports, int function) {
      return new Linked(imports, function);
    }

    @Override
    public void call(Caller caller, Window window, int n, int r) {
      Instance instance = caller.instance().orElse(null);
      window.i32(n, imports.run(function, imports.memoryOf(instance), window, n));
    }
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

  /** Called by programs; what a linker defines comes by {@link Linked}. */
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
    int number = familyOf[function];
    Family family = families[number];
    if (family == null) {
      family = family(number);
      families[number] = family;
    }
    try {
      return family.call(names[function], memory, window, n);
    } catch (IOException e) {
      return Errno.of(e);
    }
  }

  private Family family(int number) {
    return switch (number) {
      case ARGS -> new ArgFunctions(program);
      case CLOCK -> new ClockFunctions(program);
      case RANDOM -> new RandomFunctions(program);
      case FD -> new FdFunctions(program);
      case PATH -> new PathFunctions(program);
      case PATH_NAME -> new PathNameFunctions(program);
      case POLL -> new PollFunctions(program);
      case PROC -> new ProcFunctions();
      case SOCK -> new SockFunctions(program);
      default -> throw new IllegalArgumentException("no family " + number);
    };
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
