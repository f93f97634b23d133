package dev.kiln.it.hot;

import dev.kiln.runtime.Engine;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.Trap;
import dev.kiln.runtime.abi.ModuleClass;

/**
 * Runs functions of a compiled module that never end, hot, and stops them: {@code InterruptExecutor
 * CLASS}. Prints how each ended and what it took; that is the same on every JVM.
 */
public final class InterruptExecutor {
  private static final int WARM_UP = 400;

  private InterruptExecutor() {}

  /** Runs the module. */
  public static void main(String[] args) throws ReflectiveOperationException {
    ModuleClass compiled =
        (ModuleClass) Class.forName(args[0]).getDeclaredConstructor().newInstance();
    Engine engine = new Engine();
    Module module = Module.of(engine, compiled);
    Thread clock = new Thread(() -> tick(engine));
    clock.setDaemon(true);
    clock.start();
    for (boolean fueled : new boolean[] {false, true}) {
      Store<?> store = Store.of(engine);
      Instance instance = new Linker(engine).instantiate(store, module);
      FuncRef spin = instance.getFunction("spin");
      FuncRef fib = instance.getFunction("fib");
      FuncRef fill = instance.getFunction("fill");
      for (int i = 0; i < WARM_UP; i++) {
        store.setFuel(10_000_000);
        spin.call(20_000L);
        fib.call(15);
        fill.call(1L);
        System.out.println("took " + (10_000_000 - store.fuel()));
      }
      limit(store, fueled);
      System.out.println(end(spin, -1L));
      limit(store, fueled);
      System.out.println(end(fib, 90));
      limit(store, fueled);
      System.out.println(end(fill, -1L));
      limit(store, fueled);
      System.out.println("goes on: " + fib.call(10)[0]);
    }
    extend(engine, module);
  }

  private static void limit(Store<?> store, boolean fueled) {
    if (fueled) {
      store.setFuel(50_000_000);
    } else {
      store.setFuel(Long.MAX_VALUE).setEpochDeadline(3);
    }
    if (fueled) {
      store.setEpochDeadline(Long.MAX_VALUE);
    }
  }

  private static String end(FuncRef function, Object argument) {
    try {
      function.call(argument);
      return "ended";
    } catch (Trap trap) {
      return trap.getMessage();
    }
  }

  /** A callback that gives a running loop more time, thrice. */
  private static void extend(Engine engine, Module module) {
    Store<?> store = Store.of(engine);
    FuncRef spin = new Linker(engine).instantiate(store, module).getFunction("spin");
    int[] asked = new int[1];
    store.setEpochDeadline(1).onEpoch(which -> ++asked[0] < 4 ? 2 : 0);
    System.out.println(end(spin, -1L) + " after " + asked[0]);
  }

  private static void tick(Engine engine) {
    try {
      while (true) {
        Thread.sleep(10);
        engine.incrementEpoch();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
