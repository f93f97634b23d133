package dev.kiln.runtime;

import static dev.kiln.runtime.AnyModule.INT_TO_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of the stack, wherever it strikes: a trap where wasm ran, and a store that works on. */
class StackDepthTest {
  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);
  private final Instance instance =
      new AnyModule()
          .function("endless", INT_TO_INT, AnyModule.ints(StackDepthTest::endless))
          .function("echo", INT_TO_INT, AnyModule.ints((n0, self, caller) -> n0))
          .in(store);
  private final FuncRef endless = instance.getFunction("endless");
  private final FuncRef echo = instance.getFunction("echo");

  private static long endless(long n0, AnyModule.Parts self, Instance caller) {
    FuncRef function = self.getFunction("endless");
    return 1 + function.code().call1_N(n0, function, self);
  }

  /** The host's own recursion, which calls wasm near the end of the stack at every depth. */
  private int descend(int depth, int[] traps) {
    try {
      int result = descend(depth + 1, traps);
      if (depth % 7 == 0) {
        probe(traps);
      }
      return result;
    } catch (StackOverflowError e) {
      return depth; // the host's own
    }
  }

  private void probe(int[] traps) {
    try {
      if (endless.typed().call(1) == 0) {
        traps[1]++;
      }
    } catch (Trap trap) {
      assertEquals(Trap.Kind.CALL_STACK_EXHAUSTED, trap.kind());
      traps[0]++;
    }
  }

  private void inThread(Runnable body) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread = new Thread(null, body, "small stack", 512 << 10);
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.start();
    thread.join(TimeUnit.SECONDS.toMillis(100));
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  @Test
  void anyDepthIsATrapAndTheStoreWorksOn() throws Exception {
    int[] traps = new int[2];

    inThread(() -> descend(0, traps));

    assertTrue(traps[0] > 10, traps[0] + " traps");
    assertEquals(0, traps[1]);
    assertEquals(0, store.window().numberTop);
    assertEquals(0, store.window().referenceTop);
    assertEquals(7, echo.call(7)[0]); // in another thread than before
    assertEquals(8, echo.typed().call(8));
  }

  @Test
  void aThreadThatDiedInsideACallNoLongerUsesTheStore() throws Exception {
    inThread(
        () -> {
          assertEquals(0, store.enter());
          store.window().reserve(2, 1);
          assertEquals(1, store.enter());
        });

    assertEquals(7, echo.call(7)[0]);
    assertEquals(0, store.window().numberTop);
    assertEquals(0, store.window().referenceTop);
    inThread(() -> store.enter());
    store.function(HostBody.ints(a -> a));
    assertEquals(0, store.enter());
    store.leave(0);
  }

  @Test
  void hostAndWasmInTurnEndInATrap() throws Exception {
    FuncRef[] self = new FuncRef[1];
    self[0] = store.function(HostBody.ints(a -> 1 + (int) self[0].typed().call(a)));
    Trap.Kind[] kind = new Trap.Kind[1];

    inThread(
        () -> {
          try {
            self[0].typed().call(1);
          } catch (Trap trap) {
            kind[0] = trap.kind();
          }
        });

    assertEquals(Trap.Kind.CALL_STACK_EXHAUSTED, kind[0]);
    assertEquals(0, store.window().numberTop);
    assertEquals(9, echo.call(9)[0]);
  }

  private static String folderOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /** Interpreted: then each method takes the same room each time. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "trap",
        "endless",
        "host",
        "carrier",
        "trap loaded",
        "endless loaded",
        "host loaded",
        "carrier loaded"
      })
  void theFirstFailureOfAProcessMayBeAtTheEndOfTheStack(String what) throws Exception {
    String folders = folderOf(Store.class) + File.pathSeparator + folderOf(StackDepthTest.class);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        new ArrayList<>(
            List.of(java.toString(), "-Xint", "-cp", folders, FirstFailure.class.getName()));
    command.addAll(List.of(what.split(" ")));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor(), output);
  }
}
