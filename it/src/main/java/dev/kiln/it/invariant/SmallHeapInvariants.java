package dev.kiln.it.invariant;

import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.HostBody;
import dev.kiln.runtime.NumType;

/** Invariant 22, in a JVM of 64 MB. */
public final class SmallHeapInvariants extends World {
  private static final int MILLION = 1_000_000;

  /** An empty store. */
  public SmallHeapInvariants() {}

  /** Each with a kilobyte of its own, so that keeping all of them takes a gigabyte. */
  public void invariant22AMillionThrowAwayFunctionsThatNothingCanFill() {
    Check.that(Runtime.getRuntime().maxMemory() <= 64 << 20, "the heap is small");
    FuncRef kept = store.function(HostBody.ints((a, b) -> a * b));
    FuncType odd = FuncType.of(NumType.I32, NumType.F64).returns(NumType.F32);
    long sum = 0;
    for (int i = 0; i < MILLION; i++) {
      byte[] own = new byte[1024];
      own[i % 1024] = 1;
      FuncRef f = store.function(odd, (caller, args) -> new Object[] {(float) own[(int) args[0]]});
      if (i % 1000 == 0) {
        sum += (long) (float) f.call(i % 1024, 0.0)[0];
      }
    }
    Check.equal(1000L, sum);
    Check.result(42, kept.call(6, 7));
  }

  /** The store holds what was filled no longer than others do. */
  public void invariant22NeitherDoesItHoldFunctionsThatWereFilled() {
    instance("ImportsOnly", addTen());
    for (int i = 0; i < MILLION; i++) {
      byte[] own = new byte[1024];
      FuncRef f = store.function(HostBody.ints(x -> own[x]));
      Check.that(f.code() != null, "filled");
    }
  }
}
