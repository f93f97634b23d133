package dev.kiln.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.Trap;
import dev.kiln.wasi.descriptor.FileType;
import dev.kiln.wasi.descriptor.StreamDescriptor;
import dev.kiln.wasi.descriptor.StreamOutput;
import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import dev.kiln.wasi.guest.GuestMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamsTest {
  /** The program's memory with a list of one vector at address 512. */
  private static GuestMemory withVector(TestProgram program, int address, int length) {
    program.vector(address, length);
    return new GuestMemory(program.memory);
  }

  private static StreamOutput output(OutputStream stream, boolean buffering) {
    return new StreamOutput(stream, StreamDescriptor.NONE, buffering, null);
  }

  @Test
  void outputIsGathered() throws IOException {
    try (TestProgram program = new TestProgram("")) {
      program.memory.write(1000, "hello world".getBytes(StandardCharsets.UTF_8), 0, 11);
      int[] vectors = {1000, 5, 0, 0, 1005, 6};
      for (int i = 0; i < vectors.length; i++) {
        program.memory.writeInt(512 + 4 * i, vectors[i]);
      }
      assertEquals(0, program.call("fd_write", 1, 512, 3, TestProgram.RESULT));
      assertEquals(11, program.memory.readInt(TestProgram.RESULT));
      assertEquals("hello world", program.out.toString(StandardCharsets.UTF_8));
      assertEquals(2, program.write(2, "oh"));
      assertEquals("oh", program.err.toString(StandardCharsets.UTF_8));
    }
  }

  @Test
  void moreThanTheBufferHoldsIsWritten() throws IOException {
    try (TestProgram program = new TestProgram("")) {
      program.memory.writeByte(100_000, 'x');
      program.memory.writeByte(199_999, 'y');
      program.vector(100_000, 100_000);
      assertEquals(0, program.call("fd_write", 1, 512, 1, TestProgram.RESULT));
      byte[] written = program.out.toByteArray();
      assertEquals(100_000, written.length);
      assertEquals('x', written[0]);
      assertEquals('y', written[99_999]);
    }
  }

  @Test
  void inputIsReadToItsEnd() throws IOException {
    try (TestProgram program = new TestProgram("abcdef")) {
      assertEquals("abcd", program.read(0, 4));
      assertEquals("ef", program.read(0, 4));
      assertEquals("", program.read(0, 4));
    }
  }

  @Test
  void wrongUseOfStreams() throws IOException {
    try (TestProgram program = new TestProgram("abc")) {
      assertEquals("?" + Errno.BADF, program.read(1, 4));
      assertEquals(-Errno.BADF, program.write(0, "x"));
      assertEquals(-Errno.BADF, program.write(77, "x"));
      assertEquals(-Errno.BADF, program.write(-1, "x"));
      assertEquals(-Errno.SPIPE, program.seek(0, 0, 1));
      assertEquals(-Errno.SPIPE, program.seek(1, 0, 0));
      assertEquals(Errno.SPIPE, program.call("fd_tell", 1, TestProgram.RESULT));
      assertEquals(Errno.SPIPE, program.call("fd_pread", 0, 512, 0, 0, TestProgram.RESULT));
      assertEquals(Errno.SPIPE, program.call("fd_pwrite", 1, 512, 0, 0, TestProgram.RESULT));
      assertEquals(Errno.BADF, program.call("fd_allocate", 1, 0, 1));
      assertEquals(Errno.BADF, program.call("fd_filestat_set_size", 1, 0));
      assertEquals(Errno.BADF, program.mkdir(1, "x"));
      assertEquals(Errno.BADF, program.call("fd_prestat_get", 1, TestProgram.RESULT));
      assertEquals(Errno.BADF, program.call("fd_prestat_get", 3, TestProgram.RESULT));
    }
  }

  @Test
  void pointersOutOfTheMemoryTrap() throws IOException {
    try (TestProgram program = new TestProgram("abc")) {
      int size = (int) program.memory.byteSize();
      assertThrows(Trap.class, () -> program.call("fd_write", 1, size - 4, 1, 16));
      assertThrows(Trap.class, () -> program.call("fd_write", 1, -8, 1, 16));
      assertThrows(Trap.class, () -> program.call("fd_write", 1, 512, -1, 16));
      program.vector(size - 1, 2);
      assertThrows(Trap.class, () -> program.call("fd_write", 1, 512, 1, 16));
      program.vector(16, -1);
      assertThrows(Trap.class, () -> program.call("fd_read", 0, 512, 1, 16));
      assertThrows(Trap.class, () -> program.call("fd_write", 1, 0, 0, size));
      assertEquals(0, program.out.size());
      assertEquals("abc", program.read(0, 10));
      assertThrows(Trap.class, () -> program.call("random_get", size - 1, 2));
      assertThrows(Trap.class, () -> program.call("fd_fdstat_get", 1, size - 8));
    }
  }

  @Test
  void fdstatOfStreams() throws IOException {
    try (TestProgram program = new TestProgram("")) {
      assertEquals(0, program.call("fd_fdstat_get", 1, TestProgram.RESULT));
      assertEquals(FileType.UNKNOWN, program.memory.readByte(TestProgram.RESULT));
      assertEquals(TestProgram.WRITE, program.memory.readLong(TestProgram.RESULT + 8));
      StreamOutput terminal =
          new StreamOutput(OutputStream.nullOutputStream(), StreamDescriptor.NONE, true, null) {
            @Override
            protected boolean isTerminal() {
              return true;
            }
          };
      assertEquals(FileType.CHARACTER_DEVICE, terminal.fileType());
    }
  }

  @Test
  void bufferedOutputIsCollectedAndKeepsItsOrder() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    AtomicInteger writes = new AtomicInteger();
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            both.write(b);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            writes.incrementAndGet();
            both.write(bytes, offset, length);
          }
        };
    StreamOutput out = output(counting, true);
    StreamOutput err = new StreamOutput(both, StreamDescriptor.NONE, false, out);
    try (TestProgram program = new TestProgram("")) {
      GuestMemory memory = new GuestMemory(program.memory);
      memory.write(1000, "oe".getBytes(StandardCharsets.UTF_8));
      memory.writeInt(512, 1000);
      memory.writeInt(516, 1);
      memory.writeInt(520, 1001);
      memory.writeInt(524, 1);
      out.write(memory, 512, 1);
      err.write(memory, 520, 1);
      assertEquals("oe", both.toString(StandardCharsets.UTF_8));
      for (int i = 0; i < 100_000; i++) {
        out.write(memory, 512, 1);
      }
      out.flush();
      assertEquals(100_002, both.size());
      assertTrue(writes.get() < 1000, writes + " writes");
      out.close();
    }
  }

  @Test
  void bufferedOutputGoesOutByItself() throws Exception {
    CountDownLatch written = new CountDownLatch(3);
    OutputStream stream =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new IllegalStateException();
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            written.countDown();
          }
        };
    StreamOutput out = output(stream, true);
    try (TestProgram program = new TestProgram("")) {
      GuestMemory memory = withVector(program, 1000, 1);
      out.write(memory, 512, 1);
      assertEquals(2, written.getCount(), "the first output goes out at once");
      out.write(memory, 512, 1);
      while (written.getCount() > 1) {
        Thread.sleep(5);
      }
      out.write(memory, 512, 1);
      assertTrue(written.await(10, TimeUnit.SECONDS));
    }
    out.close();
  }

  @Test
  void whatFailsLaterIsReportedByTheNextCall() throws Exception {
    AtomicBoolean failed = new AtomicBoolean();
    OutputStream broken =
        new OutputStream() {
          private int writes;

          @Override
          public void write(int b) throws IOException {
            if (writes++ > 0) {
              failed.set(true);
              throw new IOException("Broken pipe");
            }
          }
        };
    StreamOutput out = output(broken, true);
    try (TestProgram program = new TestProgram("")) {
      GuestMemory memory = withVector(program, 1000, 1);
      out.write(memory, 512, 1);
      out.write(memory, 512, 1);
      while (!failed.get()) {
        Thread.sleep(5);
      }
      assertThrows(IOException.class, out::flush);
      out.flush();
      out.close();
    }
  }

  @Test
  void aBrokenStreamIsAnErrorNumber() throws IOException {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    StreamOutput out = output(broken, false);
    try (TestProgram program = new TestProgram("")) {
      GuestMemory memory = withVector(program, 0, 3);
      IOException e = assertThrows(IOException.class, () -> out.write(memory, 512, 1));
      assertEquals(Errno.PIPE, ErrnoException.errno(e));
      out.flush(); // a failed write is not tried again
    }
  }

  @Test
  void descriptorsAreRenumbered() throws IOException {
    try (TestProgram program = new TestProgram("")) {
      assertEquals(0, program.call("fd_renumber", 2, 1));
      assertEquals(3, program.write(1, "err"));
      assertEquals("err", program.err.toString(StandardCharsets.UTF_8));
      assertEquals(-Errno.BADF, program.write(2, "x"));
      assertEquals(Errno.BADF, program.call("fd_renumber", 1, 9));
      assertEquals(Errno.BADF, program.call("fd_renumber", 9, 1));
      assertEquals(0, program.call("fd_renumber", 1, 1));
      assertEquals(0, program.call("fd_close", 1));
      assertEquals(Errno.BADF, program.call("fd_close", 1));
    }
  }
}
