package dev.kiln.examples.plugins;

import dev.kiln.runtime.Caller;
import dev.kiln.runtime.Engine;
import dev.kiln.runtime.HostBody;
import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.StoreLimits;
import dev.kiln.runtime.abi.ModuleClass;
import java.util.function.Consumer;

/**
 * Loads plugins that it does not trust, and gives them what they may see of the world: {@code
 * host.log}. Each call of a plugin has a store of its own, with limits of memory and time.
 */
final class PluginHost implements AutoCloseable {
  private static final StoreLimits LIMITS =
      StoreLimits.UNLIMITED.withMemoryBytes(1 << 20).withTableElements(1000);

  /** A call may take a second. */
  private static final int TICK_MILLIS = 20;

  private static final int TICKS = 50;

  private static final int LONGEST_LINE = 200;

  private final Engine engine = new Engine();
  private final Linker linker = new Linker(engine);
  private final Consumer<String> log;
  private final Thread clock = new Thread(this::tick, "plugin clock");

  /**
   * A host without plugins.
   *
   * @param log where the plugins' lines go
   */
  PluginHost(Consumer<String> log) {
    this.log = log;
    linker.function("host", "log", HostBody.intActionWithCaller(this::log));
    clock.setDaemon(true);
    clock.start();
  }

  /**
   * Checks that a plugin wants nothing but what there is.
   *
   * @throws PluginException where it wants more
   */
  Plugin load(ModuleClass compiled) {
    try {
      return new Plugin(this, linker.instantiatePre(Module.of(engine, compiled)));
    } catch (LinkException e) {
      throw new PluginException(e.getMessage());
    }
  }

  /** For one call. */
  Store<?> newStore() {
    return Store.of(engine).limit(LIMITS).setEpochDeadline(TICKS);
  }

  /** Time passes for all stores at once; each has a deadline of its own. */
  private void tick() {
    try {
      while (true) {
        Thread.sleep(TICK_MILLIS);
        engine.incrementEpoch();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Addresses and lengths are the plugin's: a range outside its memory traps. */
  private void log(Caller caller, int address, int length) {
    Memory memory = caller.memory("memory");
    if (memory == null) {
      throw new PluginException("host.log: the plugin exports no memory");
    }
    String line = memory.readString(address, Math.min(length, LONGEST_LINE));
    log.accept(line.replaceAll("\\p{Cntrl}", "?"));
  }

  @Override
  public void close() {
    clock.interrupt();
  }
}
