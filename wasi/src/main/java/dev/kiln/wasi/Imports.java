package dev.kiln.wasi;

import dev.kiln.runtime.Caller;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.NumType;
import dev.kiln.runtime.ValType;
import dev.kiln.runtime.abi.Window;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of {@code wasi_snapshot_preview1} over one program's state. */
final class Imports {
  /** The module name of all imports. */
  static final String MODULE = "wasi_snapshot_preview1";

  /** A function: arguments in the number lanes from {@code n} on; returns the error number. */
  @FunctionalInterface
  interface Call {
    int run(GuestMemory memory, Window window, int n) throws IOException;
  }

  /** A function with its type. */
  record Import(FuncType type, Call call) {}

  private final Map<String, Import> all = new LinkedHashMap<>();

  /** The calling instance seen last and its memory: nearly always the same one. */
  private @Nullable Caller lastCaller;

  private @Nullable GuestMemory lastMemory;

  /** All functions over {@code program}. */
  Imports(Program program) {
    new ArgFunctions(program).define(this);
    new ClockFunctions(program).define(this);
    new RandomFunctions(program).define(this);
    new FdFunctions(program).define(this);
    new FdStatFunctions(program).define(this);
    new PathFunctions(program).define(this);
    new PathNameFunctions(program).define(this);
    new PollFunctions(program).define(this);
    new ProcFunctions().define(this);
    new SockFunctions(program).define(this);
  }

  /**
   * Adds a function that returns an error number.
   *
   * @param params {@code i} for i32, {@code l} for i64
   */
  void add(String name, String params, Call call) {
    all.put(name, new Import(params(params).returns(NumType.I32), call));
  }

  /** Adds a function that does not return. */
  void addNoReturn(String name, String params, Call call) {
    all.put(name, new Import(params(params), call));
  }

  private static FuncType params(String params) {
    ValType[] types = new ValType[params.length()];
    for (int i = 0; i < types.length; i++) {
      types[i] = params.charAt(i) == 'l' ? NumType.I64 : NumType.I32;
    }
    return FuncType.of(types);
  }

  /** The functions by name. */
  Map<String, Import> all() {
    return all;
  }

  /** Defines all functions in a linker. */
  void define(Linker linker) {
    all.forEach(
        (name, function) -> {
          Call call = function.call();
          linker.laneFunction(
              MODULE,
              name,
              function.type(),
              (caller, window, n, r) -> window.i32(n, run(call, memoryOf(caller), window, n)));
        });
  }

  /** Runs a function; what the host's file system reports becomes its result. */
  static int run(Call call, GuestMemory memory, Window window, int n) {
    try {
      return call.run(memory, window, n);
    } catch (IOException e) {
      return Errno.of(e);
    }
  }

  private GuestMemory memoryOf(Caller caller) {
    GuestMemory known = lastMemory;
    if (known != null && lastCaller == caller) {
      return known;
    }
    Memory memory = caller.memory("memory");
    if (memory == null) {
      throw new LinkException(
          caller.instance().map(i -> i.module().name() + ": the module").orElse("the caller")
              + " exports no memory named \"memory\", which WASI functions work on");
    }
    known = new GuestMemory(memory);
    lastCaller = caller;
    lastMemory = known;
    return known;
  }
}
