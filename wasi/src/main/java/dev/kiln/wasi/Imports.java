package dev.kiln.wasi;

import dev.kiln.runtime.Caller;
import dev.kiln.runtime.Extern;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.ImportType;
import dev.kiln.runtime.LaneFunction;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.NumType;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.ValType;
import dev.kiln.runtime.abi.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions of {@code wasi_snapshot_preview1} over one program's state. */
final class Imports {
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

  private final Wasi program;
  private final List<Import> all = new ArrayList<>(64);

  /** Made when one of its functions is called for the first time. */
  private final @Nullable Family[] families = new @Nullable Family[FAMILIES];

  /** The calling instance seen last and its memory: nearly always the same one. */
  private @Nullable Caller lastCaller;

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
    all.add(new Import(name, params, true, family));
  }

  /** Adds a function that does not return. */
  private void addNoReturn(String name, String params, int family) {
    all.add(new Import(name, params, false, family));
  }

  /** The function of that name, null where there is none. */
  @Nullable Import find(String name) {
    for (Import function : all) {
      if (function.name.equals(name)) {
        return function;
      }
    }
    return null;
  }

  /** How many functions there are. */
  int count() {
    return all.size();
  }

  /** Defines all functions in a linker. */
  void define(Linker linker) {
    for (Import function : all) {
      define(linker, function);
    }
  }

  /** Defines those that a module imports: of a small program's start the others would be a part. */
  void define(Linker linker, Module module) {
    Set<Import> defined = new HashSet<>(); // modules may import one twice
    for (ImportType wanted : module.imports()) {
      Import function = wanted.module().equals(MODULE) ? find(wanted.name()) : null;
      if (function != null && defined.add(function)) {
        define(linker, function);
      }
    }
  }

  /**
   * Places those that a module imports in {@code store}: what a linker would do, for a program that
   * starts sooner without one.
   *
   * @return one per import, in order; null where it is none of these functions
   */
  @Nullable Extern[] place(Store<?> store, Module module) {
    @Nullable Extern[] placed = new @Nullable Extern[module.importCount()];
    Map<String, Extern> known = new HashMap<>(); // modules may import one twice
    for (int i = 0; i < placed.length; i++) {
      String name = module.importName(i);
      Import function = module.importModule(i).equals(MODULE) ? find(name) : null;
      if (function != null) {
        Extern same = known.get(name);
        placed[i] = same != null ? same : store.laneFunction(function.signature(), function);
        known.put(name, placed[i]);
      }
    }
    return placed;
  }

  private static void define(Linker linker, Import function) {
    linker.laneFunction(MODULE, function.name, function.type(), function);
  }

  /** A function, and what the linker calls. */
  final class Import implements LaneFunction {
    private final String name;
    private final String params;
    private final boolean returns;
    private final int family;

    private Import(String name, String params, boolean returns, int family) {
      this.name = name;
      this.params = params;
      this.returns = returns;
      this.family = family;
    }

    String signature() {
      return params + (returns ? ":i" : ":");
    }

    FuncType type() {
      ValType[] types = new ValType[params.length()];
      for (int i = 0; i < types.length; i++) {
        types[i] = params.charAt(i) == 'l' ? NumType.I64 : NumType.I32;
      }
      FuncType type = FuncType.of(types);
      return returns ? type.returns(NumType.I32) : type;
    }

    @Override
    public void call(Caller caller, Window window, int n, int r) {
      window.i32(n, run(memoryOf(caller), window, n));
    }

    /** Runs the function; what the host's file system reports becomes its result. */
    int run(GuestMemory memory, Window window, int n) {
      Family known = families[family];
      if (known == null) {
        known = family(family);
        families[family] = known;
      }
      try {
        return known.call(name, memory, window, n);
      } catch (IOException e) {
        return Errno.of(e);
      }
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

  private GuestMemory memoryOf(Caller caller) {
    GuestMemory known = lastMemory;
    if (known != null && lastCaller == caller) {
      return known;
    }
    Memory memory = caller.memory("memory");
    if (memory == null) {
      throw Failures.link(
          caller.instance().map(i -> i.module().name() + ": the module").orElse("the caller")
              + " exports no memory named \"memory\", which WASI functions work on");
    }
    known = new GuestMemory(memory);
    lastCaller = caller;
    lastMemory = known;
    return known;
  }
}
