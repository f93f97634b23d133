package dev.kiln.runtime.abi;

import dev.kiln.runtime.Trap;

/**
 * What a store allows its code: until when, and how much. Code that was compiled for it compares
 * {@link #epoch} with {@link #deadline}, or takes from {@link #fuel}, where it is entered and where
 * it loops. One per store; like the store confined to one thread, except for the epoch.
 */
public final class Meter {
  /** No deadline, and the fuel of a store that was given none. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** The engine's epoch. */
  public final Epoch epoch;

  /** The first epoch in which code is interrupted. */
  public long deadline = UNLIMITED;

  /** What is left; below zero between the instruction that took too much and the next check. */
  public long fuel = UNLIMITED;

  private final Deadline handler;

  /** Who is asked when the deadline has come. */
  public interface Deadline {
    /**
     * The deadline has come. Throws, or moves it.
     *
     * @param meter whose deadline it is
     */
    void reached(Meter meter);
  }

  /** A meter without limits. */
  public Meter(Epoch epoch, Deadline handler) {
    this.epoch = epoch;
    this.handler = handler;
  }

  /** Moves the deadline to {@code ticks} epochs from now. */
  public void allow(long ticks) {
    long sum = epoch.now() + ticks;
    deadline = sum < 0 ? UNLIMITED : sum;
  }

  /** Compiled code has found that the deadline has come: traps, or has it moved. */
  public void interrupt() {
    handler.reached(this);
  }

  /** Compiled code has found that the fuel is used up. */
  public Trap outOfFuel() {
    fuel = 0;
    return new Trap(Trap.Kind.OUT_OF_FUEL);
  }

  /** Takes {@code units} of fuel, and checks that and the deadline. */
  void spend(long units) {
    fuel -= units;
    if (fuel < 0) {
      throw outOfFuel();
    }
    if (epoch.now() >= deadline) {
      interrupt();
    }
  }
}
