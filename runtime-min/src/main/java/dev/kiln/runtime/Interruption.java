package dev.kiln.runtime;

import dev.kiln.runtime.abi.Meter;
import org.jspecify.annotations.Nullable;

/** A store's deadline and fuel, and which of its modules heed them. */
final class Interruption implements Meter.Deadline {
  private final Store<?> store;
  private final Meter meter;
  private @Nullable EpochCallback callback;

  /** A module of the store that was compiled without epochs, and one that was without fuel. */
  private @Nullable Module timeless;

  private @Nullable Module free;

  private boolean limitsTime;
  private boolean limitsFuel;

  /** Whether the callback is running. */
  private boolean asking;

  Interruption(Store<?> store) {
    this.store = store;
    this.meter = new Meter(store.engine().epoch(), this);
  }

  Meter meter() {
    return meter;
  }

  boolean isAsking() {
    return asking;
  }

  void callback(EpochCallback newCallback) {
    callback = newCallback;
  }

  void deadline(long ticks) {
    if (ticks < 0) {
      throw new IllegalArgumentException("a deadline " + ticks + " epochs from now is past");
    }
    refuse(timeless, "deadline", "epochs");
    limitsTime = true;
    meter.allow(ticks);
  }

  void fuel(long units) {
    if (units < 0) {
      throw new IllegalArgumentException("a store cannot have " + units + " units of fuel");
    }
    refuse(free, "fuel", "fuel");
    limitsFuel = true;
    meter.fuel = units;
  }

  private static void refuse(@Nullable Module module, String what, String option) {
    if (module != null) {
      throw new IllegalStateException(
          "the store has an instance of " + ignores(module, what, option));
    }
  }

  private static String ignores(Module module, String what, String option) {
    return module
        + ", which would ignore its "
        + what
        + ": compile the module with the option \""
        + option
        + "\"";
  }

  /** Before an instance is made. */
  void check(Module module) {
    if (limitsTime && !module.hasEpochs()) {
      throw new LinkException("the store cannot run " + ignores(module, "deadline", "epochs"));
    }
    if (limitsFuel && !module.hasFuel()) {
      throw new LinkException("the store cannot run " + ignores(module, "fuel", "fuel"));
    }
  }

  /** An instance of {@code module} is made. */
  void note(Module module) {
    if (!module.hasEpochs()) {
      timeless = module;
    }
    if (!module.hasFuel()) {
      free = module;
    }
  }

  @Override
  public void reached(Meter reached) {
    EpochCallback asked = callback;
    long ticks = asked == null ? 0 : ask(asked);
    if (ticks <= 0) {
      throw new Trap(Trap.Kind.INTERRUPT);
    }
    reached.allow(ticks);
  }

  private long ask(EpochCallback asked) {
    Thread user = store.lock();
    asking = true;
    try {
      return asked.deadline(store);
    } catch (Throwable thrown) {
      throw Caller.failure(thrown);
    } finally {
      asking = false;
      store.unlock(user);
    }
  }
}
