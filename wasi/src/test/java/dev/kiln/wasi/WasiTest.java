package dev.kiln.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Trap;
import dev.kiln.wasi.guest.Errno;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The builder, and the messages of a process. */
class WasiTest {
  @TempDir Path root;

  @Test
  void streamsAndDirectoriesArrive() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Files.writeString(root.resolve("f"), "file");
    try (Wasi wasi =
            Wasi.builder()
                .stdin(new ByteArrayInputStream(new byte[] {'i', 'n'}))
                .stdout(out)
                .preopen(root, "/data")
                .preopen(root, ".")
                .build();
        TestProgram program = new TestProgram(wasi)) {
      assertEquals("in", program.read(0, 10));
      assertEquals(3, program.write(1, "out"));
      assertEquals("out", out.toString(StandardCharsets.UTF_8));
      assertEquals(0, program.call("fd_prestat_dir_name", 3, 500, 5));
      assertEquals("/data", program.text(500, 5));
      assertEquals(5, program.open(4, 0, "f", 0, TestProgram.READ, 0));
      assertEquals("file", program.read(5, 10));
    }
  }

  @Test
  void closingGivesEverythingBack() throws IOException {
    Wasi wasi = Wasi.builder().preopen(root, "/").build();
    TestProgram program = new TestProgram(wasi);
    int fd = program.open(3, 0, "f", TestProgram.CREATE, TestProgram.WRITE, 0);
    wasi.close();
    assertEquals(-Errno.BADF, program.write(fd, "x"));
    assertEquals(Errno.BADF, program.mkdir(3, "d"));
    assertFalse(Files.exists(root.resolve("d")));
    wasi.close();
  }

  private static String refusal(Runnable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
  }

  @Test
  void wrongUseGivesASentence() throws IOException {
    Path missing = root.resolve("missing");
    assertEquals(
        "cannot open directory \"" + missing + "\" for the program: there is no such directory",
        refusal(() -> Wasi.builder().preopen(missing, "/").build()));
    Path file = Files.writeString(root.resolve("f"), "");
    assertEquals(
        "cannot open directory \"" + file + "\" for the program: it is not a directory",
        refusal(() -> Wasi.builder().preopen(root, "/").preopen(file, "/x").build()));
    assertTrue(refusal(() -> Wasi.builder().preopen(root, "")).contains("must not be empty"));
    assertEquals(
        "an argument must not contain a NUL character",
        refusal(() -> Wasi.builder().args("a", "b\0")));
    assertTrue(refusal(() -> Wasi.builder().env("A=B", "c")).contains("\"A=B\""));
    assertTrue(refusal(() -> Wasi.builder().env("", "c")).contains("must not be empty"));
  }

  @Test
  void directoriesOfTheProperty() throws IOException {
    Path second = Files.createDirectory(root.resolve("second"));
    Wasi.Builder builder = Wasi.builder();
    Preopens.add(builder, root + "::/data," + second);
    try (Wasi wasi = builder.build();
        TestProgram program = new TestProgram(wasi)) {
      assertEquals(0, program.call("fd_prestat_dir_name", 3, 500, 5));
      assertEquals("/data", program.text(500, 5));
      int length = second.toString().length();
      assertEquals(0, program.call("fd_prestat_dir_name", 4, 500, length));
      assertEquals(second.toString(), program.text(500, length));
      assertEquals(Errno.BADF, program.call("fd_prestat_get", 5, 500));
    }
    assertEquals(
        "kiln.dir: \"::x\" is not HOST::GUEST, such as -Dkiln.dir=data::/data",
        refusal(() -> Preopens.add(builder, "::x")));
    assertTrue(refusal(() -> Preopens.add(builder, "a,,b")).contains("\"\""));
  }

  @Test
  void stackSizes() {
    assertEquals(64L << 20, WasiMain.stackSize(null));
    assertEquals(512L << 20, WasiMain.stackSize("512"));
    for (String wrong : new String[] {"0", "", "x", "-1", "4096"}) {
      assertTrue(refusal(() -> WasiMain.stackSize(wrong)).contains("1 to 2047"));
    }
  }

  private static String report(Throwable thrown, int code) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertEquals(code, WasiMain.report(new FakeModule("hello.wasm", -1), thrown, err));
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void trapsNameTheProgramsFunctions() {
    String module = FakeModule.class.getName();
    Trap trap = new Trap(Trap.Kind.UNREACHABLE);
    trap.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("dev.kiln.runtime.abi.Traps", "unreachable", null, -1),
          new StackTraceElement(module + "$F0", "parse", "hello.wasm", 5),
          new StackTraceElement(module + "$F12", "ma\u001bin", "hello.wasm", 500),
          new StackTraceElement(module + "$F12", "func501", "hello.wasm", 502),
          new StackTraceElement(module + "$C0", "callWindow", "hello.wasm", -1),
          new StackTraceElement(module + "Main", "main", null, -1)
        });
    assertEquals(
        "hello.wasm: trap: unreachable\n    at parse\n    at ma\\u001bin\n    at func501\n",
        report(trap, 134));
  }

  @Test
  void otherFailuresAreOneSentence() {
    assertEquals(
        "hello.wasm: unknown import\n", report(new LinkException("hello.wasm: unknown import"), 1));
    assertEquals("hello.wasm: odd\n", report(new LinkException("odd"), 1));
    assertTrue(report(new OutOfMemoryError("heap"), 1).startsWith("hello.wasm: out of memory"));
    assertTrue(report(new IllegalStateException("x"), 1).contains("IllegalStateException: x"));
  }

  @Test
  void aModuleOfAnotherAbiIsOneSentence() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertEquals(
          1, WasiMain.execute(Wasi.builder().build(), new FakeModule("hello.wasm", -1), 1 << 20));
    } finally {
      System.setErr(err);
    }
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(text.startsWith("hello.wasm was compiled by Kiln test for runtime ABI -1"), text);
    assertEquals(1, text.lines().count());
  }
}
