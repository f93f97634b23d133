package dev.kiln.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.WasmBacktrace.Frame;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which frames of a Java stack trace are wasm functions, and where they are shown. */
class WasmBacktraceTest {
  private static StackTraceElement frame(String type, String method, String file, int line) {
    return new StackTraceElement(type, method, file, line);
  }

  private static final StackTraceElement INNER =
      frame("com.acme.Filter$F0", "inner", "filter.wasm", -1);
  private static final StackTraceElement CHUNK =
      frame("com.acme.Filter$S7", "inner$3", "filter.wasm", -1);
  private static final StackTraceElement TWIN =
      frame("com.acme.Filter$F12T", "outer", "filter.wasm", 482);
  private static final StackTraceElement ENTRY =
      frame("com.acme.Filter$C0", "call1_N", "filter.wasm", -1);
  private static final StackTraceElement HOST = frame("com.acme.Main$F1", "run", "Main.java", 7);

  private static Trap trap(StackTraceElement... trace) {
    Trap trap = new Trap(Trap.Kind.UNREACHABLE);
    trap.setStackTrace(trace);
    return trap;
  }

  @Test
  void functionsAreFramesInnermostFirst() {
    Trap trap = trap(CHUNK, INNER, TWIN, ENTRY, HOST);

    assertEquals(
        List.of(new Frame("filter.wasm", -1, "inner"), new Frame("filter.wasm", 481, "outer")),
        trap.backtrace().frames());
    assertEquals(trap.backtrace(), WasmBacktrace.of(trap));
    assertEquals("unreachable in filter.wasm \"inner\"", trap.getMessage());
    assertEquals("unreachable", trap.reason());
    assertEquals("dev.kiln.runtime.Trap: unreachable in filter.wasm \"inner\"", trap.toString());
  }

  @Test
  void aTrapOutsideWasmHasNoPlace() {
    Trap trap = trap(HOST, ENTRY);

    assertEquals("unreachable", trap.getMessage());
    assertTrue(trap.backtrace().frames().isEmpty());
    assertEquals("out of it", new Trap(Trap.Kind.UNREACHABLE, "out of it").getMessage());
  }

  @Test
  void functionsWithoutANameHaveTheirIndex() {
    assertEquals(
        List.of(
            new Frame("a.wasm", 12, null),
            new Frame("a.wasm", 12, null),
            new Frame("a.wasm", 7, "func12"),
            new Frame("a.wasm", -1, "func"),
            new Frame("a.wasm", 0, "function"),
            new Frame("a.wasm", 3, "func1x")),
        trap(
                frame("A$F0", "func12", "a.wasm", -1),
                frame("A$F0", "func12", "a.wasm", 13),
                frame("A$F0", "func12", "a.wasm", 8),
                frame("A$F0", "func", "a.wasm", -2),
                frame("A$F0", "function", "a.wasm", 1),
                frame("A$F0", "func1x", "a.wasm", 4))
            .backtrace()
            .frames());
    assertEquals("a.wasm func[12]", new Frame("a.wasm", 12, null).toString());
    assertEquals("a.wasm \"f\"", new Frame("a.wasm", 12, "f").toString());
  }

  @Test
  void otherClassesAreNoFunctions() {
    for (StackTraceElement other :
        List.of(
            frame("A$F", "f", "a.wasm", 0),
            frame("A$FT", "f", "a.wasm", 0),
            frame("A$F1x", "f", "a.wasm", 0),
            frame("A$G1", "f", "a.wasm", 0),
            frame("A$F1$T", "f", "a.wasm", 0),
            frame("F1", "f", "a.wasm", 0),
            frame("A$F:", "f", "a.wasm", 0),
            frame("A$F/", "f", "a.wasm", 0),
            frame("A$F1", "f", null, 0),
            frame("A$F1", "f", "A.java", 0))) {
      assertTrue(trap(other).backtrace().frames().isEmpty(), other.toString());
    }
    assertEquals(1, trap(frame("A$F1", "f", "a", 0)).backtrace().frames().size());
    assertEquals(1, trap(frame("A$F9", "f", "a", 0)).backtrace().frames().size());
    assertEquals(1, trap(frame("a.b.A$B$F0T", "f", "a", 0)).backtrace().frames().size());
  }

  @Test
  void framesAreCopied() {
    List<Frame> frames = new ArrayList<>(List.of(new Frame("a", 0, null)));
    WasmBacktrace backtrace = new WasmBacktrace(frames);
    frames.clear();

    assertEquals(1, backtrace.frames().size());
  }

  private static HostException carrier(Throwable thrown, StackTraceElement... trace) {
    HostException carrier = (HostException) HostException.carrying(thrown);
    carrier.setStackTrace(trace);
    return carrier;
  }

  private static void deliver(HostException carrier) {
    assertSame(carrier.thrown, assertThrows(Throwable.class, () -> Boundary.translate(carrier)));
  }

  @Test
  void aHostExceptionHasTheFramesItPassedAndStaysItself() {
    IllegalStateException thrown = new IllegalStateException("mine");
    StackTraceElement[] own = thrown.getStackTrace();

    deliver(carrier(thrown, HOST, ENTRY, INNER, TWIN));

    assertEquals(
        List.of(new Frame("filter.wasm", -1, "inner"), new Frame("filter.wasm", 481, "outer")),
        WasmBacktrace.of(thrown).frames());
    assertTrue(Arrays.equals(own, thrown.getStackTrace()));
    assertNull(thrown.getCause());
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    assertTrue(
        text.toString()
            .replace("\r", "")
            .contains(
                "Suppressed: thrown through these wasm functions\n"
                    + "\t\tat com.acme.Filter$F0.inner(filter.wasm)\n"
                    + "\t\tat com.acme.Filter$F12T.outer(filter.wasm:482)\n"),
        text.toString());
  }

  @Test
  void framesAreAttachedOnce() {
    IllegalStateException thrown = new IllegalStateException("mine");
    thrown.addSuppressed(new RuntimeException("another one"));

    deliver(carrier(thrown, INNER));
    deliver(carrier(thrown, INNER, TWIN));

    assertEquals(2, thrown.getSuppressed().length);
    assertEquals(1, WasmBacktrace.of(thrown).frames().size());
  }

  @Test
  void whereThereAreNoneNothingIsAttached() {
    IllegalStateException thrown = new IllegalStateException("mine");
    Trap trap = new Trap(Trap.Kind.UNREACHABLE);
    RuntimeException immutable = new RuntimeException("stackless", null, false, false) {};

    deliver(carrier(thrown, HOST, ENTRY, CHUNK));
    deliver(carrier(trap, INNER));
    deliver(carrier(immutable, INNER));

    assertEquals(0, thrown.getSuppressed().length);
    assertTrue(WasmBacktrace.of(thrown).frames().isEmpty());
    assertEquals(0, trap.getSuppressed().length);
    assertEquals(0, immutable.getSuppressed().length);
    assertTrue(WasmBacktrace.of(immutable).frames().isEmpty());
  }

  @Test
  void theCarrierKnowsWhereTheHostThrew() {
    StackTraceElement[] trace = Caller.failure(new RuntimeException("mine")).getStackTrace();

    assertEquals("theCarrierKnowsWhereTheHostThrew", trace[2].getMethodName());
  }

  @Test
  void carriersAndTheEndOfTheStackPassFailure() {
    HostException carrier = (HostException) HostException.carrying(new RuntimeException());
    StackOverflowError end = new StackOverflowError();

    assertSame(carrier, Caller.failure(carrier));
    assertSame(end, assertThrows(StackOverflowError.class, () -> Caller.failure(end)));
    Error other = new AssertionError("mine");
    assertSame(other, ((HostException) Caller.failure(other)).thrown);
  }

  @Test
  void whatTheJvmThrowsInCompiledCodeIsATrapWithItsTrace() {
    StackOverflowError end = new StackOverflowError();
    end.setStackTrace(new StackTraceElement[] {INNER});
    IndexOutOfBoundsException index = new IndexOutOfBoundsException();
    index.setStackTrace(new StackTraceElement[] {CHUNK, TWIN});

    RuntimeException exhausted = Boundary.translate(end);
    RuntimeException memory = Boundary.translate(index);

    assertEquals(Trap.Kind.CALL_STACK_EXHAUSTED, ((Trap) exhausted).kind());
    assertEquals("call stack exhausted in filter.wasm \"inner\"", exhausted.getMessage());
    assertEquals(Trap.Kind.MEMORY_OUT_OF_BOUNDS, ((Trap) memory).kind());
    assertEquals("out of bounds memory access in filter.wasm \"outer\"", memory.getMessage());
  }
}
