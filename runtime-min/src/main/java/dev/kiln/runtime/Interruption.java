package dev.kiln.runtime;

import dev.kiln.runtime.abi.Meter;
import org.jspecify.annotations.Nullable;

/** A store's deadline and fuel, and which of its modules heed them. */
final class Interruption extends Meter {
  private final Store<?> store;

  /** Null where the deadline is a trap. */
  @Nullable EpochCallback callback;

  /** Whether the callback is running. */
  boolean asking;

  private boolean limitsTime;
  private boolean limitsFuel;

  Interruption(Store<?> store) {
    super(store.engine().epoch);
    this.store = store;
  }

  void setDeadline(long ticks) {
    checkLimit(ticks);
    refuse(store.withoutEpochs(), "epochs");
    limitsTime = true;
    allow(ticks);
  }

  void setFuel(long units) {
    checkLimit(units);
    refuse(store.withoutFuel(), "fuel");
    limitsFuel = true;
    fuel = units;
  }

  private static void checkLimit(long limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("a limit cannot be " + limit);
    }
  }

  private static void refuse(@Nullable Module module, String option) {
    if (module != null) {
      throw new IllegalStateException("the store has an instance of " + without(module, option));
    }
  }

  private static String without(Module module, String option) {
    return module + ", which ignores the limit: compile it with the option \"" + option + "\"";
  }

  /** Refuses a module that would ignore a limit. */
  void check(Module module) {
    boolean time = limitsTime && !module.hasOption("epochs");
    if (time || limitsFuel && !module.hasOption("fuel")) {
      throw new LinkException(
          "the store is limited and cannot take " + without(module, time ? "epochs" : "fuel"));
    }
  }

  /** This object, as a class that is not loaded for code that has no use for it. */
  Meter meter() {
    return this;
  }

  private void allow(long ticks) {
    long sum = epoch.get() + ticks;
    deadline = sum < 0 ? UNLIMITED : sum;
  }

  @Override
  public void interrupt() {
    EpochCallback asked = callback;
    long ticks = asked == null ? 0 : ask(asked);
    if (ticks <= 0) {
      throw new Trap(Trap.Kind.INTERRUPT);
    }
    allow(ticks);
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
