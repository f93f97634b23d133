package dev.kiln.wasi;

import dev.kiln.runtime.Engine;
import dev.kiln.runtime.Extern;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.abi.ModuleClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs programs: modules that export {@code _start}. */
public final class WasiCommand {
  private WasiCommand() {}

  /**
   * Runs a program in a new store, on this thread, and closes {@code wasi}. A reactor exports
   * {@code _initialize} instead of {@code _start}, and is initialised.
   *
   * @return the exit code, an unsigned 32-bit number: the argument of {@code proc_exit}, or 0
   * @throws LinkException if the module is neither, or imports something that WASI does not have
   * @throws dev.kiln.runtime.Trap if the program traps
   * @throws UncheckedIOException if the program's last output cannot be written
   */
  public static int run(Wasi wasi, ModuleClass compiled) {
    return run(wasi.functions(), compiled, null);
  }

  /**
   * Does the same in a store that {@code prepare} was given before: it may set limits, a deadline
   * or fuel.
   */
  public static int run(Wasi wasi, ModuleClass compiled, Consumer<Store<?>> prepare) {
    return run(wasi.functions(), compiled, prepare);
  }

  static int run(Preview1 functions, ModuleClass compiled, @Nullable Consumer<Store<?>> prepare) {
    Program program = functions.program();
    try (program) {
      try {
        return start(instantiate(functions, compiled, prepare));
      } catch (RuntimeException thrown) {
        return exitCode(thrown); // from the module's start function
      }
    } catch (IOException e) {
      throw WasiFailures.unwritten(e);
    }
  }

  /** The code if a program ended itself. A {@code catch} of the class would load it always. */
  private static int exitCode(RuntimeException thrown) {
    if (thrown instanceof ProcExit exit) {
      return exit.code();
    }
    throw thrown;
  }

  /**
   * Makes an instance in a new store. It can import functions of WASI and nothing else.
   *
   * @param prepare is given the store before anything runs
   * @throws LinkException if the module imports anything else
   * @throws dev.kiln.runtime.Trap if instantiation traps
   */
  public static Instance instantiate(Wasi wasi, ModuleClass compiled, Consumer<Store<?>> prepare) {
    return instantiate(wasi.functions(), compiled, prepare);
  }

  private static Instance instantiate(
      Preview1 functions, ModuleClass compiled, @Nullable Consumer<Store<?>> prepare) {
    Engine engine = new Engine();
    Module module = Module.of(engine, compiled);
    Store<@Nullable Void> store = Store.of(engine);
    if (prepare != null) {
      prepare.accept(store);
    }
    @Nullable Extern[] imports = functions.place(store, module);
    for (Extern extern : imports) {
      if (extern == null) {
        throw WasiFailures.unknownImports(module, imports, Preview1.MODULE);
      }
    }
    return module.instantiate(store, List.of(imports));
  }

  /**
   * Calls {@code _start} of an instance, or {@code _initialize} if it does not export {@code
   * _start}.
   *
   * @return the exit code, an unsigned 32-bit number: the argument of {@code proc_exit}, or 0
   * @throws LinkException if it exports neither as a function without parameters and results
   * @throws dev.kiln.runtime.Trap if the program traps
   */
  public static int start(Instance instance) {
    FuncRef entry = entry(instance, "_start");
    if (entry == null) {
      entry = entry(instance, "_initialize");
    }
    if (entry == null) {
      throw WasiFailures.link(
          instance.module().name()
              + " is not a WASI program: it exports no function \"_start\" or \"_initialize\""
              + " without parameters and results");
    }
    try {
      entry.callUnchecked(new long[0], new Object[0]); // there is nothing to check
      return 0;
    } catch (RuntimeException thrown) {
      return exitCode(thrown);
    }
  }

  private static @Nullable FuncRef entry(Instance instance, String name) {
    return instance.export(name) instanceof FuncRef function && function.definedType().isEmpty()
        ? function
        : null;
  }
}
