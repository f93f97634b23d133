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
   * Runs a program in a store of its own, on this thread, and closes {@code wasi}. A reactor, which
   * exports {@code _initialize} instead, is initialised.
   *
   * @return the exit code: what the program gave {@code proc_exit}, an unsigned 32-bit number, else
   *     0
   * @throws LinkException where the module is neither, or imports what WASI does not have
   * @throws dev.kiln.runtime.Trap where the program traps
   * @throws UncheckedIOException where its last output cannot be written
   */
  public static int run(Wasi wasi, ModuleClass compiled) {
    return runIn(wasi, compiled, null);
  }

  /**
   * The same in a store that {@code prepare} was given before: it may set limits, a deadline, fuel.
   */
  public static int run(Wasi wasi, ModuleClass compiled, Consumer<Store<?>> prepare) {
    return runIn(wasi, compiled, prepare);
  }

  private static int runIn(Wasi wasi, ModuleClass compiled, @Nullable Consumer<Store<?>> prepare) {
    try (wasi) {
      try {
        return start(instantiateIn(wasi, compiled, prepare));
      } catch (RuntimeException thrown) {
        return exitCode(thrown); // from the module's start function
      }
    } catch (IOException e) {
      throw Failures.unwritten(e);
    }
  }

  /** The code where a program ended itself. No {@code catch} names the class, to load it then. */
  private static int exitCode(RuntimeException thrown) {
    if (thrown instanceof ProcExit exit) {
      return exit.code();
    }
    throw thrown;
  }

  /**
   * Makes an instance that has WASI and nothing else, in a store of its own.
   *
   * @param prepare is given the store before anything runs
   * @throws LinkException where the module imports anything else
   * @throws dev.kiln.runtime.Trap where instantiation traps
   */
  public static Instance instantiate(Wasi wasi, ModuleClass compiled, Consumer<Store<?>> prepare) {
    return instantiateIn(wasi, compiled, prepare);
  }

  private static Instance instantiateIn(
      Wasi wasi, ModuleClass compiled, @Nullable Consumer<Store<?>> prepare) {
    Engine engine = new Engine();
    Module module = Module.of(engine, compiled);
    Store<@Nullable Void> store = Store.of(engine);
    if (prepare != null) {
      prepare.accept(store);
    }
    @Nullable Extern[] imports = wasi.imports().place(store, module);
    for (Extern extern : imports) {
      if (extern == null) {
        throw Failures.unknownImports(module, imports);
      }
    }
    return module.instantiate(store, List.of(imports));
  }

  /**
   * Calls {@code _start} of an instance, or {@code _initialize} where it has none.
   *
   * @return the exit code: what the program gave {@code proc_exit}, an unsigned 32-bit number, else
   *     0
   * @throws LinkException where it exports neither as a function without parameters and results
   * @throws dev.kiln.runtime.Trap where the program traps
   */
  public static int start(Instance instance) {
    FuncRef entry = entry(instance, "_start");
    if (entry == null) {
      entry = entry(instance, "_initialize");
    }
    if (entry == null) {
      throw Failures.link(
          instance.module().name()
              + " is no WASI program: it exports no function \"_start\" or \"_initialize\""
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
