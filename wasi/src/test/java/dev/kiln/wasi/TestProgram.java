package dev.kiln.wasi;

import dev.kiln.runtime.Engine;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.MemoryType;
import dev.kiln.runtime.NumType;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.abi.Window;
import dev.kiln.wasi.descriptor.DescriptorTable;
import dev.kiln.wasi.descriptor.OpenDirectory;
import dev.kiln.wasi.descriptor.Rights;
import dev.kiln.wasi.descriptor.StreamDescriptor;
import dev.kiln.wasi.descriptor.StreamInput;
import dev.kiln.wasi.descriptor.StreamOutput;
import dev.kiln.wasi.directory.HostDirectory;
import dev.kiln.wasi.guest.GuestMemory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Stands for a wasm program: has a memory, and calls functions of WASI with numbers. */
final class TestProgram implements Closeable {
  static final long ALL_RIGHTS = Rights.ALL;
  static final long READ = Rights.FD_READ;
  static final long WRITE = Rights.FD_WRITE;

  static final int CREATE = 1;
  static final int DIRECTORY = 2;
  static final int EXCLUSIVE = 4;
  static final int TRUNCATE = 8;

  static final int FOLLOW = 1;

  /** Results are written here. */
  static final int RESULT = 16;

  final Memory memory = Memory.create(Store.of(new Engine()), new MemoryType(4));
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final ManualClock clock = new ManualClock();
  private final DescriptorTable descriptors = new DescriptorTable();
  private final GuestMemory guest = new GuestMemory(memory);
  private final Window window = new Window();
  private final Preview1 functions;
  private int free = 1024;

  TestProgram(String input, HostDirectory... preopens) {
    StreamOutput output = new StreamOutput(out, StreamDescriptor.NONE, false, null);
    descriptors.add(
        new StreamInput(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            StreamDescriptor.NONE,
            output));
    descriptors.add(output);
    descriptors.add(new StreamOutput(err, StreamDescriptor.NONE, false, output));
    for (int i = 0; i < preopens.length; i++) {
      descriptors.add(new OpenDirectory(preopens[i], i == 0 ? "/" : "/" + i));
    }
    Program program = new Program(List.of(), false, Map.of(), descriptors);
    program.useClock(clock);
    program.useRandom(new Random(1));
    functions = new Preview1(program);
  }

  /** A program that a builder made. {@link #out} and {@link #err} are not its streams. */
  TestProgram(Wasi wasi) {
    functions = wasi.functions();
  }

  /** With {@code root} as descriptor 3. */
  static TestProgram in(Path root) throws IOException {
    return new TestProgram("", HostDirectory.open(root.toRealPath()));
  }

  /** Calls a function; returns the error number. */
  int call(String name, long... args) {
    int function = functions.find(name);
    FuncType type = functions.type(function);
    if (type.params().size() != args.length) {
      throw new IllegalArgumentException(name + " has " + type);
    }
    window.reserve(Math.max(1, args.length), 0);
    for (int i = 0; i < args.length; i++) {
      boolean wide = type.params().get(i) == NumType.I64;
      window.numbers[i] = wide ? args[i] : (int) args[i];
    }
    int errno = functions.run(function, guest, window, 0);
    window.release(0, 0);
    return errno;
  }

  /** Places bytes in the memory. */
  int place(byte[] bytes) {
    int address = free;
    memory.write(address, bytes, 0, bytes.length);
    free += bytes.length + 7 & ~7;
    if (free > 65536) {
      free = 1024;
    }
    return address;
  }

  /** Writes a list of one vector to address 512. */
  void vector(int address, int length) {
    memory.writeInt(512, address);
    memory.writeInt(516, length);
  }

  /** Calls a function with a path after the first arguments. */
  int path(String name, long[] before, String path, long... after) {
    byte[] text = path.getBytes(StandardCharsets.UTF_8);
    long[] args = new long[before.length + 2 + after.length];
    System.arraycopy(before, 0, args, 0, before.length);
    args[before.length] = place(text);
    args[before.length + 1] = text.length;
    System.arraycopy(after, 0, args, before.length + 2, after.length);
    return call(name, args);
  }

  /** {@code path_open}; the descriptor, or the negative error number. */
  int open(int fd, int lookup, String path, int how, long rights, int flags) {
    int errno =
        path("path_open", new long[] {fd, lookup}, path, how, rights, rights, flags, RESULT);
    return errno == 0 ? memory.readInt(RESULT) : -errno;
  }

  int stat(int fd, int lookup, String path) {
    return path("path_filestat_get", new long[] {fd, lookup}, path, RESULT);
  }

  int mkdir(int fd, String path) {
    return path("path_create_directory", new long[] {fd}, path);
  }

  int rmdir(int fd, String path) {
    return path("path_remove_directory", new long[] {fd}, path);
  }

  int unlink(int fd, String path) {
    return path("path_unlink_file", new long[] {fd}, path);
  }

  int rename(int fd, String from, int to, String path) {
    byte[] text = path.getBytes(StandardCharsets.UTF_8);
    return path("path_rename", new long[] {fd}, from, to, place(text), text.length);
  }

  int link(int fd, int lookup, String from, int to, String path) {
    byte[] text = path.getBytes(StandardCharsets.UTF_8);
    return path("path_link", new long[] {fd, lookup}, from, to, place(text), text.length);
  }

  int symlink(String target, int fd, String path) {
    byte[] text = path.getBytes(StandardCharsets.UTF_8);
    return path("path_symlink", new long[] {}, target, fd, place(text), text.length);
  }

  /** {@code path_readlink}; the text, or the error number after a question mark. */
  String readlink(int fd, String path) {
    int errno = path("path_readlink", new long[] {fd}, path, 70000, 1000, RESULT);
    return errno == 0 ? text(70000, memory.readInt(RESULT)) : "?" + errno;
  }

  /** Reads up to {@code length} bytes; the text, or the error number after a question mark. */
  String read(int fd, int length) {
    vector(70000, length);
    int errno = call("fd_read", fd, 512, 1, RESULT);
    return errno == 0 ? text(70000, memory.readInt(RESULT)) : "?" + errno;
  }

  /** Writes; how much, or the negative error number. */
  int write(int fd, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    vector(place(bytes), bytes.length);
    int errno = call("fd_write", fd, 512, 1, RESULT);
    return errno == 0 ? memory.readInt(RESULT) : -errno;
  }

  /** {@code fd_seek}; the position, or the negative error number. */
  long seek(int fd, long offset, int whence) {
    int errno = call("fd_seek", fd, offset, whence, RESULT);
    return errno == 0 ? memory.readLong(RESULT) : -errno;
  }

  String text(int address, int length) {
    return memory.readString(address, length);
  }

  @Override
  public void close() throws IOException {
    descriptors.closeAll();
  }

  /** A clock that stands still until the program sleeps. */
  static final class ManualClock implements WasiClock {
    long now = 5_000_000_000L;
    int sleeps;

    @Override
    public long realtime() {
      return 1_700_000_000_000_000_000L + now;
    }

    @Override
    public long monotonic() {
      return now;
    }

    @Override
    public void sleep(long nanos) {
      now += nanos;
      sleeps++;
    }
  }
}
