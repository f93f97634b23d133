package dev.kiln.runtime;

import static dev.kiln.runtime.AnyModule.INT_TO_INT;

import dev.kiln.runtime.abi.Traps;
import org.jspecify.annotations.Nullable;

/**
 * A process in which nothing failed before: then something does, with ever more room up to the end
 * of the stack, from none at all on. Whatever strikes there must not stay. {@link StackDepthTest}
 * runs it.
 */
final class FirstFailure {
  private static final RuntimeException MINE = new RuntimeException("mine");
  private static final int MOST_ROOM = 1500;
  private static final String[] LOADED = {
    "dev.kiln.runtime.Boundary",
    "dev.kiln.runtime.HostException",
    "dev.kiln.runtime.Trap",
    "dev.kiln.runtime.Trap$Kind",
    "dev.kiln.runtime.WasmBacktrace",
    "dev.kiln.runtime.WasmBacktrace$Attached",
    "dev.kiln.runtime.abi.Traps",
    "java.lang.StackTraceElement$HashedModules"
  };

  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);
  private final Instance instance =
      new AnyModule()
          .function("trap", INT_TO_INT, AnyModule.ints(FirstFailure::trap))
          .function("endless", INT_TO_INT, AnyModule.ints(FirstFailure::endless))
          .in(store);
  private final FuncRef host = store.function(HostBody.ints(this::host));
  private final long[] numbers = new long[1];
  private final @Nullable Object[] references = {};
  private final StackTraceElement[] wasm = {
    new StackTraceElement("Filter$F0", "inner", "filter.wasm", 1)
  };
  private boolean fails;
  private int struck;
  private int failed;

  private FirstFailure() {}

  /**
   * What fails is the first argument; ends with 0 if all went well. With a second one, classes are
   * loaded before: that takes more room than their initialisers, which so would never be struck.
   */
  public static void main(String[] args) throws Exception {
    if (args.length > 1) {
      for (String name : LOADED) {
        Class.forName(name, false, FirstFailure.class.getClassLoader());
      }
    }
    FirstFailure process = new FirstFailure();
    process.call("trap"); // works, and loads what calls need
    process.call("endless");
    process.call("host");
    process.fails = true;
    @Nullable Throwable[] wrong = new @Nullable Throwable[1];
    Thread thread = new Thread(null, () -> process.descend(args[0]), "small stack", 256 << 10);
    thread.setUncaughtExceptionHandler((t, e) -> wrong[0] = e);
    thread.start();
    thread.join();
    if (wrong[0] != null) {
      throw new AssertionError("near the end of the stack", wrong[0]);
    }
    process.checkAll();
    System.out.println("struck " + process.struck + " times, failed " + process.failed);
    if (process.struck == 0 || process.failed == 0) {
      throw new AssertionError("the end of the stack was not there");
    }
  }

  private static long trap(long n0, AnyModule.Parts self, @Nullable Instance caller) {
    if (n0 != 0) {
      throw Traps.unreachable();
    }
    return 0;
  }

  private static long endless(long n0, AnyModule.Parts self, @Nullable Instance caller) {
    if (n0 == 0) {
      return 0;
    }
    FuncRef function = self.getFunction("endless");
    return 1 + function.code().call1_N(n0, function, self);
  }

  private int host(int a) {
    if (a != 0) {
      throw MINE;
    }
    return 0;
  }

  private void call(String what) {
    if (what.equals("carrier")) {
      // What a host threw through a function that the compiler made.
      RuntimeException carrier = HostException.carrying(MINE);
      carrier.setStackTrace(wasm);
      throw Boundary.translate(carrier);
    }
    numbers[0] = fails ? 1 : 0;
    FuncRef function = what.equals("host") ? host : instance.getFunction(what);
    function.callUnchecked(numbers, references);
  }

  private void descend(String what) {
    int deepest = deepest(0);
    for (int room = 0; room < Math.min(MOST_ROOM, deepest); room++) {
      try {
        down(deepest - room, what);
        throw new AssertionError(what + " did not fail");
      } catch (StackOverflowError e) {
        struck++;
      } catch (Trap e) {
        failed++;
      } catch (RuntimeException e) {
        if (e != MINE) {
          throw e;
        }
        failed++;
      }
    }
  }

  private static int deepest(int depth) {
    try {
      return deepest(depth + 1);
    } catch (StackOverflowError e) {
      return depth;
    }
  }

  private void down(int depth, String what) {
    if (depth == 0) {
      call(what);
    } else {
      down(depth - 1, what);
    }
  }

  /** With room enough, everything is as it should be. */
  private void checkAll() {
    check(trapOf("trap").kind() == Trap.Kind.UNREACHABLE, "trap");
    check(trapOf("endless").kind() == Trap.Kind.CALL_STACK_EXHAUSTED, "endless");
    for (String what : new String[] {"host", "carrier"}) {
      try {
        call(what);
        throw new AssertionError(what + " did not fail");
      } catch (RuntimeException e) {
        check(e == MINE, what);
      }
    }
    WasmBacktrace.Frame inner = new WasmBacktrace.Frame("filter.wasm", 0, "inner");
    check(WasmBacktrace.of(MINE).frames().contains(inner), "backtrace");
    check(store.window().numberTop == 0, "window");
  }

  private Trap trapOf(String what) {
    try {
      call(what);
      throw new AssertionError(what + " did not fail");
    } catch (Trap trap) {
      check(trap.getStackTrace().length > 0, "trace");
      return trap;
    }
  }

  private static void check(boolean right, String what) {
    if (!right) {
      throw new AssertionError(what);
    }
  }
}
