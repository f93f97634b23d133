package dev.kiln.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.kiln.wasi.directory.HostDirectory;
import dev.kiln.wasi.guest.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments, environment, clocks, random bytes, polling. */
class ProcessTest {
  private static final int RESULT = TestProgram.RESULT;
  private static final int SUBSCRIPTIONS = 2048;
  private static final int EVENTS = 4096;

  @TempDir Path root;

  @Test
  void argumentsAndEnvironment() throws IOException {
    try (Wasi wasi = Wasi.builder().args("prog", "", "ünï").env("A", "1").env("B", "x=y").build();
        TestProgram program = new TestProgram(wasi)) {
      assertEquals(0, program.call("args_sizes_get", RESULT, RESULT + 4));
      assertEquals(3, program.memory.readInt(RESULT));
      assertEquals(5 + 1 + 6, program.memory.readInt(RESULT + 4));
      assertEquals(0, program.call("args_get", 100, 200));
      assertEquals("prog\0\0ünï\0", program.text(200, 12));
      assertEquals(200, program.memory.readInt(100));
      assertEquals(205, program.memory.readInt(104));
      assertEquals(206, program.memory.readInt(108));
      assertEquals(0, program.call("environ_sizes_get", RESULT, RESULT + 4));
      assertEquals(2, program.memory.readInt(RESULT));
      assertEquals(10, program.memory.readInt(RESULT + 4));
      assertEquals(0, program.call("environ_get", 100, 200));
      assertEquals("A=1\0B=x=y\0", program.text(200, 10));
    }
  }

  @Test
  void clocks() throws IOException {
    try (TestProgram program = new TestProgram("")) {
      assertEquals(0, program.call("clock_time_get", 0, 1, RESULT));
      assertEquals(program.clock.realtime(), program.memory.readLong(RESULT));
      assertEquals(0, program.call("clock_time_get", 1, 1, RESULT));
      assertEquals(program.clock.monotonic(), program.memory.readLong(RESULT));
      assertEquals(Errno.BADF, program.call("clock_time_get", 2, 1, RESULT));
      assertEquals(Errno.INVAL, program.call("clock_time_get", 4, 1, RESULT));
      assertEquals(Errno.INVAL, program.call("clock_time_get", -1, 1, RESULT));
      assertEquals(0, program.call("clock_res_get", 0, RESULT));
      assertEquals(1000, program.memory.readLong(RESULT));
    }
  }

  @Test
  void randomBytes() throws IOException {
    try (Wasi wasi = Wasi.builder().random(new Random(7)).build();
        TestProgram program = new TestProgram(wasi)) {
      assertEquals(0, program.call("random_get", 20_000, 10_001));
      byte[] expected = new byte[4096];
      Random random = new Random(7);
      random.nextBytes(expected);
      random.nextBytes(expected);
      assertEquals(expected[5] & 0xff, program.memory.readByte(24_096 + 5));
      assertNotEquals(0, program.memory.readLong(29_990));
      assertEquals(0, program.memory.readByte(30_001));
    }
  }

  private static void clock(TestProgram p, int i, long user, int id, long timeout, int flags) {
    int at = SUBSCRIPTIONS + 48 * i;
    p.memory.writeLong(at, user);
    p.memory.writeLong(at + 8, 0);
    p.memory.writeInt(at + 16, id);
    p.memory.writeLong(at + 24, timeout);
    p.memory.writeLong(at + 40, flags);
  }

  private static void descriptor(TestProgram p, int i, long user, int type, int fd) {
    int at = SUBSCRIPTIONS + 48 * i;
    p.memory.writeLong(at, user);
    p.memory.writeLong(at + 8, type);
    p.memory.writeInt(at + 16, fd);
  }

  private static int poll(TestProgram p, int count) {
    return p.call("poll_oneoff", SUBSCRIPTIONS, EVENTS, count, RESULT);
  }

  @Test
  void sleeping() throws IOException {
    try (TestProgram program = new TestProgram("")) {
      long start = program.clock.now;
      clock(program, 0, 42, 1, 3_000_000_000L, 0);
      assertEquals(0, poll(program, 1));
      assertEquals(1, program.memory.readInt(RESULT));
      assertEquals(42, program.memory.readLong(EVENTS));
      assertEquals(0, program.memory.readLong(EVENTS + 8));
      assertEquals(start + 3_000_000_000L, program.clock.now);
      clock(program, 0, 43, 0, program.clock.realtime() + 500, 1);
      clock(program, 1, 44, 1, program.clock.monotonic() + 300, 1);
      assertEquals(0, poll(program, 2));
      assertEquals(1, program.memory.readInt(RESULT));
      assertEquals(44, program.memory.readLong(EVENTS));
      assertEquals(start + 3_000_000_300L, program.clock.now);
      clock(program, 0, 45, 0, 1, 1); // long past
      assertEquals(0, poll(program, 1));
      assertEquals(Errno.INVAL, poll(program, 0));
      clock(program, 0, 45, 7, 1, 0);
      assertEquals(Errno.INVAL, poll(program, 1));
    }
  }

  @Test
  void descriptorsAndClocks() throws IOException {
    Files.writeString(root.resolve("f"), "12345");
    try (TestProgram program = new TestProgram("ab", HostDirectory.open(root.toRealPath()))) {
      int fd = program.open(3, 0, "f", 0, TestProgram.READ, 0);
      descriptor(program, 0, 1, 1, 0);
      descriptor(program, 1, 2, 2, 1);
      descriptor(program, 2, 3, 1, fd);
      descriptor(program, 3, 4, 2, 99);
      clock(program, 4, 5, 1, 1_000_000, 0);
      assertEquals(0, poll(program, 5));
      assertEquals(4, program.memory.readInt(RESULT));
      assertEquals(2, program.memory.readLong(EVENTS + 16));
      assertEquals(2 << 16, program.memory.readInt(EVENTS + 32 + 8));
      assertEquals(5, program.memory.readLong(EVENTS + 64 + 16));
      assertEquals(Errno.BADF | 2 << 16, program.memory.readInt(EVENTS + 96 + 8));
      assertEquals(0, program.clock.sleeps);
      // At the end of the input nothing comes: the clock ends the call, or the read does.
      assertEquals("ab", program.read(0, 9));
      clock(program, 1, 5, 1, 5_000_000, 0);
      assertEquals(0, poll(program, 2));
      assertEquals(1, program.memory.readInt(RESULT));
      assertEquals(5, program.memory.readLong(EVENTS));
      assertEquals(0, poll(program, 1));
      assertEquals(1, program.memory.readLong(EVENTS));
      program.read(fd, 9);
      descriptor(program, 0, 3, 1, fd);
      assertEquals(0, poll(program, 1));
      assertEquals(0, program.memory.readLong(EVENTS + 16));
      assertEquals(1, program.memory.readLong(EVENTS + 24));
      descriptor(program, 0, 3, 3, fd);
      assertEquals(Errno.INVAL, poll(program, 1));
    }
  }

  @Test
  void interruptedSleepEnds() throws IOException {
    try (Wasi wasi = Wasi.builder().build();
        TestProgram program = new TestProgram(wasi)) {
      clock(program, 0, 1, 1, Long.MIN_VALUE, 0); // as an unsigned number: centuries
      Thread.currentThread().interrupt();
      assertEquals(Errno.INTR, poll(program, 1));
      assertEquals(true, Thread.interrupted());
    }
  }
}
